"""The two grids as inputs: impact by category and time, likelihood by scenario; and the sentence an impact grid leads to."""

from collections.abc import Mapping

from assessments.catalogue.likelihood import library_levels
from assessments.catalogue.scenarios import scenario_library
from assessments.catalogue.vocabulary import Vocabulary
from assessments.questionnaires.asking.form_fields import FormFields
from assessments.questionnaires.course import Course
from assessments.ui import widgets, words

NOT_ACCEPTABLE = 4
"""From this rating on an effect is not acceptable (domain guide 4.1)."""
STRICTER = {("public_information", "legal"): 3, ("public_information", "customer"): 3}
SHORT_BANDS = {"h1": "1 h", "h4": "4 h", "h8": "8 h", "h24": "24 h", "d3": "3 d", "w1": "1 w", "w2": "2 w", "m1": "1 m"}
WORKED_OUT = "financial"
"""The category whose ratings follow from the figures unless somebody corrects them."""
WORKED_OUT_HINT = "We work this one out from your figures. Fill it in only where you want to correct that"


def impact_grid(
    course: Course, function: str, form: FormFields, errors: Mapping[str, str], naming: Mapping[str, str]
) -> widgets.ImpactGrid:
    """The grid of one activity as its form fills it."""
    vocabulary = course.bank.vocabulary
    groups = tuple(_group(vocabulary, category, form, errors) for category in vocabulary.categories)
    return widgets.ImpactGrid(
        groups=groups,
        preview=preview_sentence(vocabulary, course.profile.activity(function).kind, form),
        error=errors.get("value", "") or next(iter(errors.values()), ""),
        **naming,
    )


def preview_sentence(vocabulary: Vocabulary, kind: str | None, form: FormFields) -> str:
    """What the grid says about the longest this can stop: the effect and the time that decide, and the time before."""
    before = "under 1 hour"
    for band, label in vocabulary.band_labels.items():
        for category, name in vocabulary.categories.items():
            rating = counted_ratings(form, category, vocabulary)[band]
            if rating >= STRICTER.get((kind or "", category), NOT_ACCEPTABLE):
                word = vocabulary.scales.impact_rating[rating].label
                return f"{name} becomes {word} after {label}, so the longest this can stop is {before}."
        before = label
    if any(
        form.text(f"cell-{category}-{band}") for category in vocabulary.categories for band in vocabulary.band_labels
    ):
        return "No effect becomes Severe within a month, so this can stop for longer than a month."
    return "Rate an effect from 4 on where you could no longer accept it. The longest this can stop follows from it."


def likelihood_grid(
    course: Course, form: FormFields, errors: Mapping[str, str], naming: Mapping[str, str]
) -> widgets.LikelihoodGrid:
    """Each scenario with what the library says for the organisation's countries."""
    vocabulary, library = course.bank.vocabulary, scenario_library()
    countries = [row["country"] for row in course.known("PRO-03") or () if isinstance(row.get("country"), str)]
    levels = library_levels(library, vocabulary, countries)
    rows = tuple(
        widgets.LikelihoodRow(
            key=key,
            label=label,
            value=_level(form.text(f"cell-{key}-likelihood")),
            library=levels[key],
            note=words.lower_first(library.scenario(key).frequency.basis),
            reason=form.text(f"cell-{key}-reason"),
            error=errors.get(f"cell-{key}-likelihood", ""),
        )
        for key, label in vocabulary.scenarios.items()
    )
    anchors = tuple(widgets.Anchor(level.value, level.label, level.annual) for level in vocabulary.scales.likelihood)
    return widgets.LikelihoodGrid(rows=rows, anchors=anchors, error=errors.get("value", ""), **naming)


def _group(vocabulary: Vocabulary, category: str, form: FormFields, errors: Mapping[str, str]) -> widgets.GridGroup:
    counted, cells, highest = counted_ratings(form, category, vocabulary), [], 0
    for band, label in vocabulary.band_labels.items():
        name = f"cell-{category}-{band}"
        text, reason = form.text(name), form.text(f"{name}-reason")
        value = _level(text)
        falls = value is not None and value < highest
        cells.append(
            widgets.GridCell(
                column=band,
                label=label,
                short=SHORT_BANDS[band],
                value=value,
                carried=counted[band],
                is_unknown=text == "unknown",
                error=errors.get(name, ""),
                needs_reason=falls or bool(reason),
                reason=reason,
            )
        )
        highest = max(highest, value or 0)
    anchors = tuple(
        widgets.Anchor(rating.value, rating.label, rating.anchor(category))
        for rating in vocabulary.scales.impact_rating
    )
    return widgets.GridGroup(
        key=category,
        label=vocabulary.categories[category],
        hint=WORKED_OUT_HINT if category == WORKED_OUT else "",
        anchors=anchors,
        cells=tuple(cells),
        summary=_summary(vocabulary, counted),
        is_open=category == "reputational",
    )


def counted_ratings(form: FormFields, category: str, vocabulary: Vocabulary) -> dict[str, int]:
    """The rating that counts after each time: the one given, else the one before."""
    counted, before = {}, 0
    for band in vocabulary.band_labels:
        value = _level(form.text(f"cell-{category}-{band}"))
        before = before if value is None else value
        counted[band] = before
    return counted


def _summary(vocabulary: Vocabulary, counted: Mapping[str, int]) -> str:
    highest = max(counted.values())
    if not highest:
        return ""
    band = next(band for band, rating in counted.items() if rating == highest)
    return f"{highest} {vocabulary.scales.impact_rating[highest].label} after {vocabulary.band_labels[band]}"


def _level(text: str) -> int | None:
    """The level if the text is one; what else was typed has its sentence from the reading."""
    return int(text) if text in {"0", "1", "2", "3", "4", "5"} else None
