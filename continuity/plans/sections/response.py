"""P8 Runbooks and P9 Communications, and the action card on the first page."""

from collections.abc import Iterator
from dataclasses import replace

from assessments.ui import words
from continuity.plans import messages, runbooks
from continuity.plans.basis import Basis
from continuity.plans.blocks import (
    ActionCard,
    BulletList,
    Column,
    Columns,
    Decider,
    Heading,
    Message,
    Missing,
    Paragraph,
    Rows,
    Runs,
    Table,
    said,
    table,
)
from continuity.plans.document import Block, Section
from continuity.plans.fitting import ticked_parties
from continuity.plans.roles import TO_BE_NAMED

MOST_NAMED = 4
FIRST_STAGES = {"First message", "Service is back"}
"""Messages that stand in section 9 of the short plan; those for later stand at its end."""


def action_card(basis: Basis) -> ActionCard:
    """The first page: who decides, the levels, the first steps for the most urgent activity, where to speak."""
    top = basis.functions[0]
    function = next(it for it in basis.facts.functions if it.key == top["key"])
    scenario = basis.scenario_keys[0] if basis.scenario_keys else "short_outage"
    runbook = runbooks.assemble(basis.library, basis.facts, scenario=scenario, function=function)
    urgent = [it for it in basis.functions if it["tier"] == top["tier"]][:MOST_NAMED]
    named = [f"“{it['name']}” within {words.hours(it['rto_h'])}" for it in urgent]
    return ActionCard(
        title=f"If TikTok fails: first steps for “{top['name']}”",
        deciders=tuple(_deciders(basis)),
        levels=runbooks.level_table(basis.library, basis.facts),
        steps=runbooks.card_steps(runbook),
        speak=tuple(_speak(basis)),
        notes=(f"Recover first, counted from the start: {words.listed(named)}.",),
    )


def _deciders(basis: Basis) -> Iterator[Decider]:
    if basis.facts.size == "p1":
        person = basis.roster.holders[0].person
        if person and (person.deputies or person.reach):  # that you decide alone goes without saying
            stand_ins = ", ".join(person.deputies)
            yield Decider("Decides", person.name or "You", stand_ins, person.reach, person.deputy_reach)
        return
    chief = basis.roster.holder("decision_maker")
    lead = basis.roster.holder("incident_lead")
    for holder in (chief,) if lead is chief else (chief, lead):
        person = holder.person
        yield Decider(
            role=holder.title,
            person=person.name if person and person.name else TO_BE_NAMED,
            deputy=", ".join(person.deputies) if person else "",
            reach=person.reach if person else "",
            deputy_reach=person.deputy_reach if person else "",
        )


def _speak(basis: Basis) -> Iterator[Runs]:
    """Where to speak: the channels of one's own and those alive beside TikTok."""
    rows = basis.statement.course.known("DIV-01") or ()
    labels = {
        key: words.lower_first(channel.label) if channel.owner_group in ("own", "ask") else channel.label
        for key, channel in basis.vocabulary.channels.items()
    }
    alive = [
        row.get("name") or labels[row["channel"]]
        for row in rows
        if row["channel"] != "tiktok" and row.get("last_used") in ("this_week", "this_month")
    ]
    if alive:
        yield said(f"Never speak through TikTok alone. You also have: {words.listed(list(dict.fromkeys(alive)))}.")
    else:
        yield said("Speak through email, phone or your own site; no other channel was used in the last 30 days.")


def response(basis: Basis) -> Section:
    """P8: the steps all share, what each scenario adds, what each activity adds."""
    how = "Begin with the steps for every disruption. Add those of the scenario and of the activities hit. "
    if basis.is_brief:
        how = "The action card on the first page holds the first steps; the full runbook stands at the end. Here is what is special. "
    blocks: list[Block] = [Paragraph(said(how, "Tick each step, and write the time."))]
    if not basis.is_brief:
        blocks += [*_in_every_disruption(basis), *_by_scenario(basis)]
    for function in basis.facts.functions:
        own = runbooks.assemble_own(basis.library, basis.facts, function=function, scenarios=basis.scenario_keys)
        blocks.append(Heading(function.label))
        if own is None:
            why = "It takes the steps for every disruption until it has some of its own."
            blocks.append(Missing(f"steps of its own for “{function.label}”", why, "Plan document, runbooks"))
        else:
            blocks += runbooks.runbook_blocks(own)
    return Section("P8", "Runbooks", tuple(blocks), new_page=not basis.is_brief)


def full_runbook(basis: Basis) -> Iterator[Section]:
    """The appendix of a brief plan: the steps of every disruption and of each scenario, and the messages they send later."""
    if basis.is_brief:
        blocks = (*_in_every_disruption(basis), *_by_scenario(basis))
        yield Section("runbook", "The full runbook", blocks, new_page=True)
        later = tuple(message for message in _written(basis) if not _is_early(message))
        if later:
            yield Section("later-messages", "Messages for later", later)


def _in_every_disruption(basis: Basis) -> Iterator[Block]:
    core = runbooks.assemble_core(basis.library, basis.facts, scenarios=basis.scenario_keys)
    yield Heading(core.title)
    yield from runbooks.runbook_blocks(core)


def _by_scenario(basis: Basis) -> Iterator[Block]:
    for key in basis.scenario_keys:
        whole = runbooks.assemble_scenario(basis.library, basis.facts, scenario=key)
        # What starts and ends a scenario stands in sections 3 and 7; here only what helps to act.
        added = replace(whole, starts_when=(), ends_when=())
        yield Heading(added.title)
        yield from runbooks.runbook_blocks(added)


def communications(basis: Basis) -> Section:
    """P9: audiences, rhythm, approval and the messages, filled in as far as possible."""
    blocks: list[Block] = [
        BulletList(tuple(said(principle) for principle in basis.library.principles)),
        _audiences(basis),
    ]
    written = _written(basis)
    shown = [message for message in written if not basis.is_brief or _is_early(message)]
    for stage in basis.library.stages.values():
        of_stage = [message for message in shown if message.stage == stage]
        if of_stage:
            blocks += [Heading(stage), *of_stage]
    if len(shown) < len(written):
        more = len(written) - len(shown)
        stand = "more message stands" if more == 1 else "more messages stand"
        blocks.append(Paragraph(said(f"{words.count_word(more).capitalize()} {stand} at the end of the plan."), "note"))
    return Section("P9", "Communications", tuple(blocks), new_page=not basis.is_brief)


def _written(basis: Basis) -> tuple[Message, ...]:
    return messages.for_plan(basis.library, basis.facts, basis.cited.templates)


def _is_early(message: Message) -> bool:
    return message.stage in FIRST_STAGES


def _audiences(basis: Basis) -> Table | Missing:
    parties = ticked_parties(basis.library, basis.facts)
    if not parties:
        return Missing(
            "anyone to tell", "You said that nobody outside the team would feel it.", "Questionnaire, DEP-05"
        )
    ready = set(basis.statement.course.known("GOV-05") or ())
    rows: Rows = [
        [f"{party.label[:1].upper()}{party.label[1:]}", "ready" if party.ready in ready else "drafted below"]
        for party in parties
    ]
    columns: Columns = [Column("Group", share=1.6), "Message"]
    if basis.facts.size != "p1":
        people = [basis.roster.holder(role) for role in ("comms_lead", "decision_maker")]
        columns += ["Sent by", "Approved by"]
        rows = [[*row, *(holder.name if holder.person else holder.title for holder in people)] for row in rows]
    return table("Who hears from you", columns, rows)
