"""Where the pages of the questionnaire are."""

from django.urls import reverse

from assessments.questionnaires.outline import Stop


class QuestionConverter:
    """The id of a question in an address, such as PRO-01."""

    regex = "[A-Z]{2,3}-[0-9]{2}"

    def to_python(self, value: str) -> str:
        """The id."""
        return value

    def to_url(self, value: str) -> str:
        """The id."""
        return value


def question_address(organisation: str, question: str, function: str | None = None, *, saves: bool = False) -> str:
    """The page of a question, or the address that saves its answer by itself."""
    name = "save" if saves else "question"
    arguments = [organisation, question, *([function] if function else [])]
    return reverse(f"questionnaires:{name}{'_of' if function else ''}", args=arguments)


def stop_address(organisation: str, stop: Stop) -> str:
    """The page of a stop."""
    if stop.is_table:
        return reverse("questionnaires:others", args=[organisation])
    return question_address(organisation, stop.question, stop.function)


def tasks_address(organisation: str) -> str:
    """The task list."""
    return reverse("questionnaires:tasks", args=[organisation])


def check_address(organisation: str) -> str:
    """The page to check all answers."""
    return reverse("questionnaires:check", args=[organisation])


def function_address(organisation: str, function: str) -> str:
    """The page of an activity in the register, which leads here to change an answer and wants to be led back."""
    return f"/o/{organisation}/functions/{function}/"
