"""Made-up questions of every type, as the questionnaire's pages will build them."""

from dataclasses import replace

from assessments.ui import widgets as w

GRADES = (
    w.Choice("A", "From our records", "Reports, invoices, exports"),
    w.Choice("B", "A good estimate", is_chosen=True),
    w.Choice("C", "A rough guess"),
)
EVIDENCE = w.Evidence(GRADES, source="Shop export, October 2026", note="March was unusual.")
ANCHORS = (
    w.Anchor(0, "None", "no customer affected"),
    w.Anchor(1, "Slight", "under 1% of weekly customers inconvenienced"),
    w.Anchor(2, "Moderate", "1% to under 5% affected, or delays under 24 hours"),
    w.Anchor(3, "Serious", "5% to under 20% affected, or orders late by more than 24 hours"),
    w.Anchor(4, "Severe", "20% or more affected, or customers leave"),
    w.Anchor(5, "Critical", "most customers lost or harmed"),
)
BANDS = [("h1", "1 hour"), ("h4", "4 hours"), ("h8", "8 hours"), ("h24", "24 hours")]
BANDS += [("d3", "3 days"), ("w1", "1 week"), ("w2", "2 weeks"), ("m1", "1 month")]
SHORT = dict(zip((band for band, _ in BANDS), ("1 h", "4 h", "8 h", "24 h", "3 d", "1 w", "2 w", "1 m"), strict=True))
TITLE = {"labelled_by": "q-title", "hint_id": "q-hint"}


def _choices(*labels: str, chosen: str = "") -> tuple[w.Choice, ...]:
    return tuple(w.Choice(label.lower().replace(" ", "_"), label, is_chosen=label == chosen) for label in labels)


def _answer(shown: w.Input, **options) -> w.Answer:
    return w.Answer(input=shown, **options)


def _row(number: int, values: tuple[str, str, str], error: str = "") -> w.Row:
    name, kind, admins = values
    kinds = tuple(replace(one, is_chosen=one.value == kind) for one in _choices("Profile", "Shop", "Ad account"))
    cells = (
        w.Cell(w.TextInput(name=f"row-{number}-name", label="Name or handle", value=name)),
        w.Cell(w.ChoiceInput(name=f"row-{number}-kind", label="Kind", choices=kinds, layout="select")),
        w.Cell(
            w.TextInput(
                name=f"row-{number}-admins",
                label="People with full rights",
                value=admins,
                input_mode="numeric",
                suffix="people",
                error=error,
            ),
            may_be_unknown=True,
        ),
    )
    return w.Row(number, f"r{number}" if name else "", cells)


def _grid() -> w.ImpactGrid:
    def group(key, label, ratings, **options):
        cells, before = [], 0
        for (band, name), rating in zip(BANDS, ratings, strict=True):
            before = before if rating is None else rating
            cells.append(w.GridCell(band, name, SHORT[band], rating, before))
        return w.GridGroup(key, label, ANCHORS, tuple(cells), **options)

    customer = group(
        "customer",
        "Customers and audience",
        [0, 1, 2, 2, 3, 4, None, 5],
        summary="5 Critical after 1 month",
        is_open=True,
    )
    cells = tuple(
        replace(cell, error="Select how bad it is after 8 hours") if cell.column == "h8" else cell
        for cell in customer.cells
    )
    return w.ImpactGrid(
        groups=(
            group("financial", "Money", [0, None, 1, None, 2, 3, 4, None], summary="4 Severe after 2 weeks"),
            replace(customer, cells=cells),
            group("legal", "Legal and contracts", [None] * 8),
        ),
        preview="Customers and audience becomes Severe after 1 week, so the longest this can stop is 3 days.",
        error="Select how bad it is after 8 hours",
        **TITLE,
    )


def _likelihood() -> w.LikelihoodGrid:
    anchors = (
        w.Anchor(1, "Rare", "under 2% a year"),
        w.Anchor(2, "Unlikely", "2% to under 10%"),
        w.Anchor(3, "Possible", "10% to under 40%"),
    )
    anchors += (w.Anchor(4, "Likely", "40% to under 90%"), w.Anchor(5, "Expected", "90% or more: at least once a year"))
    rows = (
        w.LikelihoodRow("short_outage", "Whole service down for hours", 4, 4, "six in the last three years"),
        w.LikelihoodRow(
            "account_loss",
            "Your account, shop or ad account is lost",
            4,
            3,
            "two warnings a year",
            "Two warnings this year",
        ),
    )
    return w.LikelihoodGrid(rows=rows, anchors=anchors, **TITLE)


def _ranking() -> w.RankedInput:
    choices = (
        w.RankedChoice("social_commerce", "Selling through TikTok Shop", "Needs: Shop", 1),
        w.RankedChoice("live_selling", "LIVE shows and LIVE selling", "Needs: LIVE", 2, "Friday LIVE"),
        w.RankedChoice("customer_care", "Answering customers", "Needs: messages"),
        w.RankedChoice("measurement", "Measuring results and reporting"),
    )
    return w.RankedInput(choices=choices, most=3, **TITLE)


YES_NO = _choices("Yes", "No", chosen="Yes")
OUTCOMES = _choices("Customers", "Clients", "Staff and freelancers", chosen="Clients")
NONE = w.Choice("none", "None of these")
PERSON = (
    w.TextInput(name="part-owner", label="Who may decide", value="Maya Lind", width="long"),
    w.TextInput(name="part-deputy", label="Who stands in", error="Enter who stands in", width="long"),
    w.TextInput(
        name="part-limit",
        label="Spending limit (optional)",
        prefix="£",
        value="5,000",
        input_mode="numeric",
        width="short",
    ),
)
SURE = tuple(w.Choice(str(number), str(number), is_chosen=number == 3) for number in range(1, 6))
DURATIONS = _choices("minutes", "hours", "days", "weeks")
QUESTIONS: dict[str, tuple[str, w.Answer]] = {
    "single": (
        "Does a contract make you pay if you stop selling?",
        _answer(
            w.ChoiceInput(choices=YES_NO, **TITLE),
            may_be_unknown=True,
            assumed="We use a wide range and list it under “To confirm”",
            evidence=EVIDENCE,
        ),
    ),
    "multi": (
        "For whom do you have messages ready?",
        _answer(
            w.ChoiceInput(choices=(*OUTCOMES, NONE), is_multiple=True, exclusive=("none",), **TITLE),
            may_be_unknown=True,
        ),
    ),
    "scale": (
        "How sure are you of the answers you gave?",
        _answer(
            w.ChoiceInput(choices=SURE, layout="scale", ends=("mostly guesses", "checked against records"), **TITLE)
        ),
    ),
    "list": (
        "Which industry is closest to yours?",
        _answer(
            w.ChoiceInput(
                choices=_choices("Fashion and beauty", "Agency", "Creator", chosen="Agency"), layout="select", **TITLE
            )
        ),
    ),
    "money": (
        "How much do you sell in a year?",
        _answer(
            w.TextInput(
                value="about five",
                prefix="£",
                input_mode="decimal",
                width="medium",
                error="Enter the amount in pounds, such as 5,000",
                **TITLE,
            ),
            may_be_unknown=True,
            evidence=w.Evidence(GRADES),
        ),
    ),
    "percent": (
        "What share of your sales is made on TikTok?",
        _answer(
            w.TextInput(value="38", suffix="%", input_mode="decimal", width="short", **TITLE),
            may_be_unknown=True,
            assumed="We assume 60%",
            is_unknown=False,
        ),
    ),
    "number": (
        "How many working hours need TikTok in a normal week?",
        _answer(w.TextInput(value="40", suffix="hours per week", input_mode="numeric", width="medium", **TITLE)),
    ),
    "quantity": ("What is the normal volume?", _answer(w.QuantityInput(value="3,360", unit="orders", **TITLE))),
    "duration": (
        "How long until somebody notices?",
        _answer(w.QuantityInput(value="6", unit="hours", units=DURATIONS, **TITLE), may_be_unknown=True),
    ),
    "date": (
        "When did you last prove the alternative?",
        _answer(w.DateInput(month="3", year="2026", is_month_enough=True, error="Enter a year, such as 2026", **TITLE)),
    ),
    "text": (
        "What did you learn?",
        _answer(w.TextInput(value="The token had expired.", rows=4, max_length=600, **TITLE)),
    ),
    "person": ("Who may declare a disruption?", _answer(w.GroupInput(parts=PERSON, **TITLE), may_be_unknown=True)),
    "table": (
        "Which accounts do you rely on?",
        _answer(
            w.RowsInput(
                item="account",
                rows=(
                    _row(0, ("@northlight", "profile", "1")),
                    _row(1, ("Northlight UK", "shop", "many"), "Enter a number, such as 2"),
                ),
                blank=_row(999, ("", "", "")),
                max_rows=4,
                **TITLE,
            ),
            may_be_unknown=True,
        ),
    ),
    "ranking": ("Which activities would slow down or stop?", _answer(_ranking())),
    "impact": ("How strong would the effect be after each length of outage?", _answer(_grid(), may_be_unknown=True)),
    "likelihood": ("How likely is each of these in the next 12 months?", _answer(_likelihood())),
}
