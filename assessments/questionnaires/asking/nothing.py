"""What to say to somebody who saves a question without an answer."""

from assessments.questionnaires.bank_schema import Question

BY_TYPE = {
    "single": "Choose an answer",
    "multi": "Choose at least one answer",
    "scale": "Choose a number",
    "percent": "Enter a percentage",
    "number": "Enter a number",
    "number_with_unit": "Enter a number and its unit",
    "money": "Enter an amount",
    "duration": "Enter a length of time",
    "date": "Enter a date",
    "person": "Enter a name or a role",
    "form": "Fill in at least one field",
    "matrix": "Choose at least one value",
}


def nothing_said(question: Question) -> str:
    """The sentence, with the way out where there is one."""
    item = question.table.item if question.table else ""
    ask = BY_TYPE.get(question.type) or f"Add at least one {item}"
    return f"{ask}, or tick “I don’t know”" if question.unknown else ask
