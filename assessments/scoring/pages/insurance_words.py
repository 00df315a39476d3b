"""What an insurance would do, in sentences: the answer, what bad years make of it, and what it rests on."""

from collections.abc import Iterator

from assessments.scoring.pages.trial_lines import printed
from assessments.scoring.pages.what_if import Told
from assessments.scoring.pages.wording import NOTHING, amount, chance
from assessments.scoring.trials.insuring import NO_LIMIT, Insured, Policy
from assessments.scoring.trials.present import Present
from assessments.ui import words

BASES = {
    "margin": "Amounts are margin, as in your results",
    "revenue": "Amounts are income and not profit, as in your results, and an insurer that pays for profit would pay less",
    "share": "Amounts are shares of a year’s income, as in your results",
}
FULL = 0.995
"""A chance or a share from which on it is said that every year, or all of it, is meant."""


def told(insured: Insured, currency: str | None) -> Told:
    """The answer as a sentence with one coloured amount."""
    policy, back = insured.policy, amount(insured.paid, currency)
    about = words.about(back)
    if not policy.scenarios:
        costs = amount(insured.before.average, currency)
        return Told("As it is set, no kind of event is insured: tick one below. An average year costs ", costs, ".")
    if insured.paid < NOTHING and policy.premium >= NOTHING:
        return Told(
            "On these terms nothing would ever be paid, and the premium costs ",
            amount(policy.premium, currency),
            " a year.",
        )
    if insured.paid < NOTHING:
        costs = amount(insured.before.average, currency)
        return Told("On these terms nothing would ever be paid. An average year costs ", costs, ".")
    if policy.premium < NOTHING:
        start = "Full cover" if policy.is_full else "On these terms the policy"
        after = " in an average year, so a premium above that costs more than it pays back."
        return Told(f"{start} would pay {about}", back, after)
    premium = amount(policy.premium, currency)
    if printed(policy.premium, currency) > printed(insured.paid, currency):
        return Told(f"In an average year the policy would pay back {about}", back, f" of its premium of {premium}.")
    than = "as much as" if premium == back else "more than"
    return Told(f"In an average year the policy would pay {about}", back, f", {than} its premium of {premium}.")


def worth(insured: Insured, currency: str | None) -> str:
    """What it does to a very bad year, and what it costs above what it pays back; premium included where there is one."""
    if not insured.policy.scenarios or insured.paid < NOTHING:
        return ""
    more = printed(insured.policy.premium, currency) - printed(insured.paid, currency)
    price = f"On average it costs {amount(more, currency)} more than it pays back. " if more >= NOTHING else ""
    before, after = (amount(year.very_bad, currency) for year in (insured.before, insured.after))
    included = ", premium included" if insured.policy.premium >= NOTHING else ""
    if printed(insured.after.very_bad, currency) < printed(insured.before.very_bad, currency):
        left = "nothing" if insured.after.very_bad < NOTHING else after
        return f"{price}A very bad year, 1 in 100, would cost you {left} instead of {before}{included}."
    return f"{price}It would not make a very bad year, 1 in 100, cheaper: {after}{included}, and {before} without it."


def facts(insured: Insured, currency: str | None) -> Iterator[tuple[str, str]]:
    """What it pays and how often, beside what it costs."""
    policy = insured.policy
    yield "Paid in an average year", amount(insured.paid, currency)
    yield "Premium a year", amount(policy.premium, currency) if policy.premium >= NOTHING else "not set"
    pays = "every year" if insured.pays >= FULL else f"in {chance(insured.pays)} of years"
    yield "It pays", pays if insured.pays >= NOTHING else "never"
    if policy.most_a_year < NO_LIMIT and insured.paid >= NOTHING:
        yield "The most it pays in a year is used up", f"in {chance(insured.used_up)} of years"


def grounds(present: Present, policy: Policy) -> Iterator[str]:
    """Every assumption in force."""
    yield (
        "Events come as often, last as long and cost as much as in your results, with the alternatives you have. "
        f"{BASES[present.statement.organisation.basis]}{_with_it(present)}."
    )
    if policy.waiting_h > 0:
        yield (
            f"The waiting time is counted from the start of each event: what an event of {words.hours(policy.waiting_h)} would cost is yours "
            "to bear, however long the event goes on. What your alternatives take over after that is no loss to be paid for."
        )
    yield (
        "Of each event the loss of the waiting time is taken off first, then the excess; of what is left the policy pays its "
        "share, up to the most for an event. Once the most for a year is used up, nothing more is paid that year."
    )
    if policy.most_a_year < policy.most < NO_LIMIT:
        yield (
            "The most it pays in a year is less than the most it pays for an event, so the limit of an event never counts: it "
            "is that of the year that is reached first."
        )
    rounding = " Because of the limit for the year, amounts of bad years can be off by about 1%."
    yield (
        "The average is worked out by formula, and the rest from the chances of all years: no years are drawn by lot."
        f"{rounding if policy.most_a_year < NO_LIMIT else ''}"
    )
    yield (
        "An average year is the mean of many: most years cost less, a few far more. A premium above what is paid back can still "
        "be right if you could not bear a bad year."
    )
    yield (
        "What a real policy pays stands in its wording: which causes, whose outage, how a loss is proven. Tick only what "
        "its text names."
    )


def _with_it(present: Present) -> str:
    """What is counted beside income, of what the organisation has."""
    money = present.model.money
    parts = ["costs that go on"] if money.cost_per_h.any() else []
    parts += ["what you would owe to others"] if money.fees_due or money.penalties else []
    return f", with {words.listed(parts)}" if parts else ""


def look_sentence(insured: Insured, look: str, label: str, currency: str | None) -> str:
    """What stands out among outages by their length: the first that is paid for, or why none is."""
    rows = insured.by_length[look]
    if look not in insured.policy.scenarios:
        return f"“{label}” is not insured as it is set, so nothing is paid."
    if all(loss < NOTHING for _, loss, _ in rows):
        return f"Outages of this kind cost you nothing up to {words.hours(rows[-1][0])}."
    first = next(((hours, loss, paid) for hours, loss, paid in rows if paid >= NOTHING), None)
    if first is None:
        return f"On these terms nothing is paid for one of up to {words.hours(rows[-1][0])}."
    unpaid = [(hours, loss) for hours, loss, paid in rows if loss >= NOTHING and paid < NOTHING]
    if unpaid:
        length, lost = words.hours(unpaid[-1][0]), amount(unpaid[-1][1], currency)
        return f"One of {length} would cost you {words.about(lost)}{lost}, and nothing would be paid for it."
    if all(paid >= FULL * loss for _, loss, paid in rows):
        return "On these terms all of it is paid for."
    return "Each of these that costs you money is paid for, at least in part."
