"""The few settings of what-if that matter most to an organisation, to be moved on the page of its scores."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.scoring.pages.result import Result
from assessments.scoring.pages.what_if import Field
from assessments.scoring.pages.wording import NOTHING
from assessments.scoring.trials.present import Present
from assessments.scoring.trials.settings import SHARES, groups_of


@dataclass(frozen=True)
class FirstSetting:
    """A setting with the heading under which it stands among all of them."""

    heading: str
    field: Field


def first_settings(result: Result, present: Present) -> tuple[FirstSetting, ...]:
    """The larger share of income, the alternative of the costliest activity, how likely what costs most a year is.

    None where nothing costs any money, and none that by itself would change nothing.
    """
    if not result.has_money:
        return ()
    found = {
        setting.name: FirstSetting(group.heading, Field(setting, setting.shown, ""))
        for group in groups_of(present)
        for setting in group.settings
    }
    return tuple(found[name] for name in _wanted(result, found) if name in found)


def _wanted(result: Result, found: dict[str, FirstSetting]) -> Iterator[str]:
    shares = [name for name in SHARES if name in found]
    if shares and result.data["losses"]["expected_annual"] >= NOTHING:  # a larger share of no loss is no loss
        yield max(shares, key=lambda name: float(found[name].field.setting.start))
    costliest = max(result.functions, key=lambda it: it["loss_at_h"]["168"])
    delivers = found.get(f"delivers.{costliest['key']}")
    # one that is not there yet is chosen, or prepared by what it reaches; its hours alone would change nothing
    is_none = delivers is not None and delivers.field.setting.starts_afresh
    yield f"{'workaround' if is_none else 'delivers'}.{costliest['key']}"
    yield f"output.{costliest['key']}"
    worst = max(result.scenarios, key=lambda it: it["expected_annual_loss"])
    if worst["expected_annual_loss"] >= NOTHING:
        yield f"chance.{worst['key']}"
