"""The trace: every figure is behind a path, and every path leads to an answer, a library entry, a rule or another figure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.catalogue.controls import controls
from assessments.catalogue.files import DATA, read_yaml
from assessments.catalogue.scenarios import scenario_library
from assessments.questionnaires.bank import bank
from assessments.scoring.evaluate import Evaluation, evaluate
from assessments.scoring.report.results import results_of
from tests.factories.profiles import EXAMPLES, example, generated

few = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
NUMBERED = re.compile(r"\[(\d+)\]")
METHODS = {"influenced_half_life_h", "recovery", "day_cost", "certified_bracket", "horizon", "overlap", "knock_on"}
NO_FIGURES = {
    "schema", "method_version", "bank_version", "catalogue_version", "input_hash", "seed", "as_of", "organisation", "trace",
    "assumptions", "contradictions", "flags", "warnings", "overrides", "enough", "recommendations",
}  # fmt: skip
"""Parts that are no figures of their own, say themselves where they come from, or are traced by another rule below."""
WORDS_AND_RANKS = {
    "key",
    "name",
    "own",
    "label",
    "reasons",
    "sentence",
    "overrides",
    "mtpd_set_by",
    "source",
}


@lru_cache(maxsize=16)
def evaluated(path: Any) -> tuple[Evaluation, dict[str, Any]]:
    profile, notices = example(path)
    found = evaluate(profile)
    return found, results_of(found, notices)


def leads_somewhere(path: str, evaluation: Evaluation, trace: dict[str, Any]) -> bool:
    """Whether an input path leads to something that exists."""
    profile, asked = evaluation.profile, bank()
    plain = NUMBERED.sub("", path)
    head, _, rest = plain.partition(".")
    if head == "answers":
        question, _, cell = rest.partition(".")
        known = asked.questions.get(question)
        cells = {c.key for c in (known.table.columns if known and known.table else known.form if known else ())}
        return (
            known is not None
            and known.scope == "organisation"
            and (not cell or cell in cells)
            and _row_exists(path, profile)
        )
    if head == "functions":
        key, _, what = rest.partition(".")
        is_question = what in asked.questions and asked.questions[what].scope == "function"
        return key in {a.key for a in profile.activities} and (is_question or plain in trace)
    if head == "bank":
        return rest.removeprefix("defaults.") in asked.defaults
    if head == "catalogue":
        return _in_catalogue(rest)
    if head == "method":
        return rest in METHODS
    if head == "overrides":
        return any(override.set == rest for override in profile.overrides)
    if head == "what_if":
        return 1 <= int(NUMBERED.search(path)[1]) <= len(profile.what_ifs)
    return plain in trace


def _row_exists(path: str, profile: Any) -> bool:
    number = NUMBERED.search(path)
    if number is None:
        return True
    question = path.removeprefix("answers.").partition("[")[0]
    return 1 <= int(number[1]) <= len(profile.value(question) or [])


def _in_catalogue(rest: str) -> bool:
    part, _, key = rest.partition(".")
    if part == "scenarios":
        library = scenario_library()
        return not key or key in {entry.id for entry in library.scenarios} or hasattr(library, key)
    if part == "controls":
        return key in controls()
    return (DATA / f"{part}.yaml").exists() and (not key or key in read_yaml(DATA / f"{part}.yaml"))


def figures(results: dict[str, Any]) -> Iterator[str]:
    """The paths of all figures: entries of lists go by their key, else by their place from 0."""
    for part, value in results.items():
        if part not in NO_FIGURES:
            yield from _within(part, value)


def _within(path: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in WORDS_AND_RANKS:
                yield from _within(f"{path}.{key}", inner)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for place, inner in enumerate(value):
            yield from _within(f"{path}.{inner['key']}" if "key" in inner else f"{path}[{place}]", inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path


def covered(path: str, trace: dict[str, Any]) -> bool:
    """Whether a path or anything it is part of is in the trace."""
    while path:
        if path in trace:
            return True
        path = max(path.rpartition(".")[0], path.rpartition("[")[0], key=len)
    return False


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_figure_of_an_example_is_in_the_trace(path):
    _, results = evaluated(path)
    assert [it for it in figures(results) if not covered(it, results["trace"])] == []
    for item in results["recommendations"]:
        assert f"recommendations.{item['key']}" in results["trace"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_path_of_an_example_leads_somewhere(path):
    evaluation, results = evaluated(path)
    trace = results["trace"]
    lost = {s for sources in trace.values() for s in sources if not leads_somewhere(s, evaluation, trace)}
    assert lost == set()


@pytest.mark.slow
@few
@given(seed=st.integers(0, 10_000))
def test_the_trace_of_a_generated_profile_is_whole(seed):
    profile, notices = generated(seed)
    evaluation = evaluate(profile)
    results = results_of(evaluation, notices)
    trace = results["trace"]
    assert [it for it in figures(results) if not covered(it, trace)] == []
    assert {s for sources in trace.values() for s in sources if not leads_somewhere(s, evaluation, trace)} == set()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_figure_is_its_own_source_and_every_trace_key_is_a_result(path):
    _, results = evaluated(path)
    everything = {*figures({**results, "recommendations": results["recommendations"]}), *results["trace"]}
    for key, sources in results["trace"].items():
        assert key not in sources
        assert any(it == key or it.startswith((f"{key}.", f"{key}[")) for it in everything)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_assumption_named_by_input_is_about_an_answer_a_library_entry_or_a_rule(path):
    _evaluation, results = evaluated(path)
    inputs = set(bank().inputs) | {f"method.{name}" for name in METHODS} | {"detect.decision"}
    for assumption in results["assumptions"]:
        name = NUMBERED.sub("", assumption["input"])
        parts = name.split(".")
        known = (
            name in inputs
            or name.startswith(("scenarios.", "answers.", "deps.tools."))
            or (
                parts[0] == "functions"
                and f"function.{parts[2]}" in inputs | {f"function.{n.partition('.')[2]}" for n in inputs}
            )
        )
        assert known, assumption["input"]


# ------------------------------------------------------------------------------------------- nothing moves it unnamed
MOVING = (
    "RSK-01", "RSK-03", "RSK-05", "RSK-06", "GOV-03", "DEP-01", "DEP-02", "DEP-03", "DEP-06", "DET-02", "GOV-11",
)  # fmt: skip
OF_ACTIVITIES = ("IMP-01", "IMP-03", "FUN-04", "FUN-05", "WRK-01", "WRK-05")
RELATIVE = re.compile(r"losses\.numerical_error|recommendations\..*\.rank")
"""An error bound, and a place among recommendations that come and go with almost every answer."""


def behind(path: str, trace: dict[str, Any], seen: set[str]) -> set[str]:
    """Everything behind a figure, through the figures it is made of."""
    for source in trace.get(path, ()):
        if source not in seen:
            seen.add(source)
            behind(source, trace, seen)
    return seen


def traced_at(path: str, trace: dict[str, Any]) -> str:
    """The path, or the longest part of it that the trace has."""
    while path and path not in trace:
        path = max(path.rpartition(".")[0], path.rpartition("[")[0], key=len)
    return path


def amounts(results: dict[str, Any]) -> dict[str, float]:
    """The figures by path, those of recommendations among them."""
    parts = {key: value for key, value in results.items() if key not in NO_FIGURES or key == "recommendations"}
    return {path: value for part, inner in parts.items() for path, value in _numbers(part, inner)}


def _numbers(path: str, value: Any) -> Iterator[tuple[str, float]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _numbers(f"{path}.{key}", inner) if key not in WORDS_AND_RANKS else ()
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            named = isinstance(inner, dict) and "key" in inner
            yield from _numbers(f"{path}.{inner['key']}" if named else f"{path}[{place}]", inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value


@pytest.mark.slow
@pytest.mark.parametrize("name", ["beauty_brand", "creator"])
def test_an_answer_that_moves_a_figure_when_it_is_gone_stands_behind_that_figure(name):
    evaluation, results = evaluated(next(path for path in EXAMPLES if path.stem == name))
    profile, trace, before = evaluation.profile, results["trace"], amounts(results)
    gone = [(f"answers.{it}", replace(profile, answers=without(profile.answers, it))) for it in MOVING]
    first = next(iter(profile.functions))
    for it in OF_ACTIVITIES:
        left = {**profile.functions, first: without(profile.functions[first], it)}
        gone.append((f"functions.{first}.{it}", replace(profile, functions=left)))
    unnamed = set()
    for answer, changed in gone:
        after = amounts(results_of(evaluate(changed), []))
        for path in before.keys() & after.keys():
            if after[path] == pytest.approx(before[path], rel=1e-6, abs=1e-6) or RELATIVE.fullmatch(path):
                continue
            sources = behind(traced_at(path, trace), trace, set())
            if not any(NUMBERED.sub("", source).startswith(answer) for source in sources):
                unnamed.add((answer, path))
    assert unnamed == set()


def without(given: dict[str, Any], question: str) -> dict[str, Any]:
    return {key: answer for key, answer in given.items() if key != question}
