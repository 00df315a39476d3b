"""Insurance: what a policy would pay in an average year and in bad ones, by kind of event and by length."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from assessments.scoring.pages.insurance_chart import insurance_card, insurance_rows
from assessments.scoring.pages.insurance_form import Form, form_of
from assessments.scoring.pages.insurance_words import facts, grounds, look_sentence, told, worth
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.trial_lines import Line, chance_line, money_line, shown
from assessments.scoring.pages.what_if import Field, Told
from assessments.scoring.pages.wording import NOTHING, amount
from assessments.scoring.trials.insurance_settings import Asked, asked_of
from assessments.scoring.trials.insuring import Insured, insured_of, uninsured
from assessments.scoring.trials.present import Present
from assessments.ui import words
from assessments.ui.cards import ChartCard, EmptyState


@dataclass(frozen=True)
class Kind:
    """A kind of event in an average year."""

    name: str
    lost: str
    paid: str
    is_insured: bool


@dataclass(frozen=True)
class Answer:
    """What the policy would do."""

    told: Told
    worth: str
    lines: tuple[Line, ...]
    facts: tuple[tuple[str, str], ...]
    kinds: tuple[Kind, ...]
    total: Kind
    cut_off: str
    looked_at: str
    look_sentence: str
    lengths: tuple[tuple[str, str, str, str], ...]
    card: ChartCard


@dataclass(frozen=True)
class InsurancePage:
    """Everything the page shows: an answer, or what cannot be used, or why there is nothing to insure (`empty`).

    `query` holds only what differs from how it is at first.
    """

    empty: EmptyState | None = None
    form: Form | None = None
    answer: Answer | None = None
    grounds: tuple[str, ...] = ()
    query: str = ""

    @property
    def mistakes(self) -> tuple[Field, ...]:
        """What cannot be used."""
        return self.form.mistakes if self.form else ()


def insurance_page(present: Present, links: Links, raw: Mapping[str, str]) -> InsurancePage:
    """The page for what was asked."""
    empty = _nothing_to_insure(present, links)
    if empty is not None:
        return InsurancePage(empty=empty)
    asked = asked_of(present, raw)
    form = form_of(asked)
    if asked.entered.mistakes:
        return InsurancePage(form=form)
    query = f"?{urlencode(asked.changed)}" if asked.changed else ""
    answer = answer_of(present, asked, links.page("insurance_table") + query)
    return InsurancePage(None, form, answer, tuple(grounds(present, asked.policy)), query)


def insurance_csv(present: Present, raw: Mapping[str, str]) -> str | None:
    """The tables of the page as a file; None where there are none."""
    if not may_insure(present):
        return None
    asked = asked_of(present, raw)
    if asked.entered.mistakes:
        return None
    return insurance_rows(insured_of(present, asked.policy), _labels(present), asked.look, present.currency)


def may_insure(present: Present) -> bool:
    """Whether anything that can happen costs money."""
    return uninsured(present).mean >= NOTHING


def _nothing_to_insure(present: Present, links: Links) -> EmptyState | None:
    """Why there is nothing in money to insure, with what helps instead; None where there is."""
    if may_insure(present):
        return None
    if not present.statement.organisation.earns_income:
        return EmptyState(
            "What depends on TikTok here is no income, and a stop costs you no money, so there is nothing in money to insure. "
            "How long each activity can stop, and what carries it then, stands by activity.",
            "See the activities",
            links.page("functions"),
        )
    return EmptyState(
        "By your answers and with the alternatives you have, nothing that can happen to TikTok would cost you money, so there "
        "is nothing to insure.",
        "Try what would",
        links.page("what_if"),
    )


def _labels(present: Present) -> dict[str, str]:
    return dict(present.statement.course.bank.vocabulary.scenarios)


# --------------------------------------------------------------------------------------------------------- the answer
def answer_of(present: Present, asked: Asked, csv_url: str) -> Answer:
    """What the policy would do, in words."""
    insured, currency, labels = insured_of(present, asked.policy), present.currency, _labels(present)
    lost, paid = insured.before.average, insured.paid
    return Answer(
        told=told(insured, currency),
        worth=worth(insured, currency),
        lines=tuple(_lines(present, insured)),
        facts=tuple(facts(insured, currency)),
        kinds=tuple(
            Kind(labels[one.key], shown(one.lost, currency), shown(one.paid, currency), one.is_insured)
            for one in insured.by_scenario
        ),
        total=Kind("All together", shown(lost, currency), shown(paid, currency), is_insured=True),
        cut_off=_minus(shown(insured.cut_off, currency)) if insured.cut_off >= NOTHING else "",
        looked_at=labels[asked.look],
        look_sentence=look_sentence(insured, asked.look, labels[asked.look], currency),
        lengths=tuple(
            (words.hours(hours), shown(loss, currency), shown(paid, currency), shown(max(loss - paid, 0.0), currency))
            for hours, loss, paid in insured.by_length[asked.look]
        ),
        card=insurance_card(insured, currency, csv_url),
    )


def _minus(said: str) -> str:
    """An amount that is taken off."""
    return said if said.startswith("under ") else f"−{said}"


def _lines(present: Present, insured: Insured) -> Iterator[Line]:
    """The year without and with the policy."""
    before, after, currency = insured.before, insured.after, present.currency
    yield money_line("An average year", before.average, after.average, currency)
    yield money_line("A bad year, 1 in 20", before.bad, after.bad, currency)
    yield money_line("A very bad year, 1 in 100", before.very_bad, after.very_bad, currency)
    yield money_line("The worst 5% of years, on average", before.tail, after.tail, currency)
    severe = present.statement.organisation.severe_loss
    if severe.number >= NOTHING:
        whose = "the limit we propose" if severe.is_assumed else "your limit"
        label = f"Chance of passing {whose} of {amount(severe.number, currency)} in a year"
        yield chance_line(label, before.over_limit, after.over_limit)
