"""How we got this: every path of every example's trace is explained, in words and in numbers that agree with the results."""

import re

import pytest

from assessments.catalogue.files import read_yaml
from assessments.questionnaires.bank import bank
from assessments.scoring.pages import how as pages
from assessments.scoring.pages.formulas import DATA, formula_of, formulas
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.sources import source_of
from assessments.scoring.pages.worked import WORK
from tests.factories.assessments import result_of
from tests.factories.examples import EXAMPLES, NAMES

ROOT = EXAMPLES.parent
LINKS = Links("northlight")
# "None that we know of" is an answer; a lone None is a value that nobody wrote out.
ODD = re.compile(r"\bNone\b(?!,? [a-z])|\bnan\b|[{}]|\bTrue\b|\bFalse\b")


def explain(result, path):
    """The explanation of a path, which has to be there."""
    found = pages.how_page(result, LINKS, path)
    assert found is not None, path
    return found


# -------------------------------------------------------------------------------------------------------- the formulas
def test_every_formula_has_its_numbers_and_every_number_its_formula():
    assert {entry.path for entry in formulas()} == set(WORK)


def test_every_formula_names_a_note_or_a_data_file_that_is_there():
    for entry in formulas():
        folder = ROOT / "docs" / "methods" if entry.source.endswith(".md") else DATA
        assert (folder / entry.source).is_file(), entry.path


def test_every_formula_is_a_sentence_for_people():
    for entry in formulas():
        assert entry.words.endswith("."), entry.path
        assert not re.search(r"[_*=<>]|\d\.\d{3}", entry.words), entry.path


def test_two_formulas_for_one_path_stop_the_load(monkeypatch):
    entries = [*formulas(), formulas()[0]]
    monkeypatch.setattr("assessments.scoring.pages.formulas.read_entries", lambda *_: tuple(entries))
    formulas.cache_clear()
    with pytest.raises(ValueError, match="two formulas"):
        formulas()
    monkeypatch.undo()
    formulas.cache_clear()


def test_the_version_of_the_formulas_is_that_of_the_method():
    from assessments.scoring.report.results import METHOD_VERSION

    assert read_yaml(DATA / "formulas.yaml")["version"] == METHOD_VERSION


# ------------------------------------------------------------------------------------------------------ every path
@pytest.mark.parametrize("name", NAMES)
def test_every_path_of_the_trace_is_explained_in_plain_words(name):
    result = result_of(name)
    for path in result.data["trace"]:
        found = explain(result, path)
        texts = [found.name, found.words, found.method, found.versions, *found.assumptions, *found.overrides]
        texts += [text for line in found.lines for text in (line.label, line.value)]
        texts += [
            text for line in found.first_answers + found.library + found.results for text in (line.text, line.value)
        ]
        assert not [text for text in texts if ODD.search(text)], path
        assert found.lines or found.first_answers, path


@pytest.mark.parametrize("name", NAMES)
def test_every_input_path_leads_to_an_answer_a_library_entry_a_result_or_a_rule(name):
    result = result_of(name)
    swings = [source for swing in result.background["swings"] for source in swing["sources"]]
    for source in {*swings, *(source for sources in result.data["trace"].values() for source in sources)}:
        found = source_of(result, LINKS, source)
        assert found.lines or found.inputs, source


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_that_a_figure_rests_on_is_explained_too(name):
    result = result_of(name)
    for path in result.data["trace"]:
        for line in explain(result, path).lines:
            if line.path:
                assert explain(result, line.path).words, line.path


def test_a_source_that_leads_nowhere_is_an_error_and_not_a_gap():
    with pytest.raises(ValueError, match="leads nowhere"):
        source_of(result_of("cafe"), LINKS, "functions.site_traffic.something")


NOT_THERE = [
    "",
    "losses",
    "losses.nothing",
    "functions.no_such_activity.mtpd_h",
    "scenarios.no_such_scenario.impact",
    "recommendations.no_such_thing",
    "credits[9]",
    "what_if[9]",
    "sensitivity.nothing",
    "outage.5",
    "../../etc/passwd",
]


@pytest.mark.parametrize("path", NOT_THERE)
def test_a_path_that_is_not_there_has_no_explanation(path):
    assert pages.how_page(result_of("cafe"), LINKS, path) is None


# ---------------------------------------------------------------------------------------------------- the same numbers
def total_of(result, path):
    """The figure that comes out of a worked formula."""
    return next(line.value for line in explain(result, path).lines if line.is_total)


@pytest.mark.parametrize("name", NAMES)
def test_the_worked_totals_are_the_figures_of_the_results(name):
    result = result_of(name)
    losses = result.data["losses"]
    assert total_of(result, "losses.expected_annual") == result.money(losses["expected_annual"])
    assert total_of(result, "losses.var") == result.money(losses["var"]["0.95"])
    assert total_of(result, "losses.limit") == result.money(losses["limit"])
    assert total_of(result, "headline.confidence") == result.data["headline"]["confidence"]
    for scenario in result.scenarios:
        path = f"scenarios.{scenario['key']}"
        assert total_of(result, f"{path}.loss_severe") == result.money(scenario["loss_severe"])
        assert total_of(result, f"{path}.rank") == f"{scenario['rank']} of 9"
    for function in result.functions:
        assert function["tier"] in "ABCD"
        assert total_of(result, f"functions.{function['key']}.gap") == function["gap"]["sentence"]


def test_the_terms_of_the_expected_loss_add_up_to_it():
    result = result_of("beauty_brand")
    terms = [scenario["expected_annual_loss"] for scenario in result.scenarios]
    assert sum(terms) == pytest.approx(result.data["losses"]["expected_annual"], rel=1e-6)
    lines = explain(result, "losses.expected_annual").lines
    assert [line.value for line in lines if not line.is_total] == [result.money(term) for term in terms]


def test_the_weights_of_the_five_scores_give_the_overall_one():
    result = result_of("beauty_brand")
    lines = [line for line in explain(result, "headline.score").lines if not line.is_total]
    weights = [float(re.search(r"weight (\d+)%", line.label)[1]) for line in lines]
    mean = sum(weight * float(line.value) for weight, line in zip(weights, lines, strict=True)) / sum(weights)
    assert mean == pytest.approx(result.data["headline"]["score"], abs=1)


def test_the_index_by_channel_is_that_of_the_words_and_that_of_the_worst_years_is_worked_out():
    result = result_of("beauty_brand")
    part = result.data["concentration"]
    found = explain(result, "concentration")
    assert found.words.startswith("The index is the sum of the squared shares of the channels")
    assert sum((100 * share) ** 2 for share in result.data["diversification"]["current"].values()) == pytest.approx(
        part["platform_hhi"]
    )
    shares = [100 * function["tail_share"] for function in result.functions]
    assert sum(share**2 for share in shares) == pytest.approx(part["risk_hhi"], rel=1e-6)
    assert total_of(result, "concentration.risk_hhi") == f"{part['risk_hhi']:,.0f} of 10,000"


def test_an_explanation_of_one_activity_names_the_answers_of_that_activity_alone():
    result = result_of("beauty_brand")
    found = explain(result, "functions.live_selling.too_long")
    asked = {line.text.partition(":")[0] for line in (*found.first_answers, *found.more_answers) if ": " in line.text}
    assert "Thursday LIVE shows" in asked
    assert not {name for name in result.names.values() if name != "Thursday LIVE shows"} & asked


def test_an_override_is_told_with_both_values_where_it_acts():
    result = result_of("beauty_brand")
    found = explain(result, "functions.influencer_partnerships.mtpd_h")
    assert any("Set by Maya Okafor, calculated 7 days" in line.label and line.value == "3 days" for line in found.lines)
    assert found.overrides[0].startswith("Longest stop of “Creator and affiliate partnerships”: Set by Maya Okafor")


def test_the_answers_that_move_the_result_most_come_first_and_lead_to_their_questions():
    result = result_of("one_person_shop")
    first = explain(result, "losses.expected_annual").first_answers[0]
    assert (first.text, first.value) == ("What was your total income in the last 12 months?", "£58,000 per year")
    assert first.url == "/o/northlight/questionnaire/PRO-04/"


def test_what_nobody_stated_is_named_as_an_assumption():
    found = explain(result_of("one_person_shop"), "losses.limit")
    assert found.assumptions == (
        next(
            one["sentence"]
            for one in result_of("one_person_shop").data["assumptions"]
            if one["input"] == "profile.severe_loss"
        ),
    )


def test_the_short_form_has_the_formula_a_few_answers_and_the_way_to_the_rest():
    found = pages.brief(result_of("beauty_brand"), LINKS, "outage.168")
    assert found.formula == formula_of("outage.168").formula.words
    assert 1 <= len(found.inputs) <= pages.MOST_IN_BRIEF
    assert found.method_url == "/o/northlight/scores/how/outage.168/"


def test_every_question_of_the_bank_can_stand_behind_a_figure():
    result = result_of("beauty_brand")
    for question in bank().questions.values():
        path = f"answers.{question.id}" if question.scope == "organisation" else f"functions.live_selling.{question.id}"
        (line,) = source_of(result, LINKS, path).lines
        assert line.url
        assert not ODD.search(line.text + line.value)
