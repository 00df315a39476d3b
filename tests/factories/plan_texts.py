"""Small plans around one text, which stands in every place a person's words can reach; and texts that break programs."""

from datetime import date

from continuity.plans.blocks import (
    BulletList,
    Callout,
    Heading,
    KeyValues,
    Message,
    Missing,
    NumberedList,
    Opening,
    Paragraph,
    Step,
    StepTable,
    TimeBox,
    emphasis,
    said,
    strong,
    table,
)
from continuity.plans.charts import Bar, Chart
from continuity.plans.document import Block, Document, Figure, Register, Section

HARD_TEXTS = (
    "a\x0bb",
    "tail\ufffe",
    "\ud800 lone",
    "\x00",
    "\r\n\r\n",
    "=1+1",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "<script>alert(1)</script> & <b>",
    "[x](javascript:alert(1)) ![i](http://example.org/a.png)",
    "# head\n- point\n1. one\n| a | b |\n|---|---|",
    '#let x = 1; #import "@preview/x:1.0.0" $ sum $ \\ ] [ *b* _i_ `raw` //c /*',
    "{{ ''.__class__ }} {% include 'x' %} ${x}",
    "_x000B_ _x005F_",
    "שלום עולם مرحبا \u202eevil\u202c",
    "漢字 かな ไทย हिन्दी",
    "🎉👩‍👩‍👧‍👦🏳️‍🌈 e\u0301\u0327",
    "averyveryvery" * 40,
    "  leading and trailing  ",
    "None of them",
    "C:\\path\\file — “quotes” ‘single’ …",
    "line one\nline two\n\nline four",
)

LONG_TEXTS = ("word " * 10_000, "x" * 50_000, "🎉" * 25_000)
"""Texts of fifty thousand characters, as office programs count them."""


def blocks_with(text: str) -> tuple[Block, ...]:
    """One block of each kind around the text."""
    step = Step(
        "s1", 1, "t0", text, text, text, text, is_decision=True, is_uncertain=True, messages=(text,), limits=text
    )
    return (
        Heading(text or "–"),
        Paragraph(said(text, strong(text), emphasis(text))),
        BulletList((said(text),)),
        NumberedList((said(text),)),
        table("Table " + text, ["Name", "Text"], [[text, text]], notes=[text]),
        KeyValues(((text, said(text)),), text),
        Callout("warn", text, said(text)),
        Missing(text, text, text),
        StepTable("Steps " + text, (TimeBox("t0", text, text),), (step,)),
        Message("m1", text, text, text, (text,), said(text), 100, (Opening(text, text),), text),
        Chart(
            "bars", "Chart " + text, "Finding " + text, "Alt " + text, text, text, kind="number", bars=(Bar(text, 1),)
        ),
    )


def plan_with(text: str, blocks: tuple[Block, ...] | None = None) -> Document:
    """A plan with the text in its head, its sections and its registers."""
    content = blocks_with(text) if blocks is None else blocks
    return Document(
        title=text or "Plan",
        organisation=text,
        version="1.0",
        status="approved",
        issued_on=date(2026, 11, 22),
        author=text,
        confidentiality="Internal",
        sections=(Section("P1", text, content),),
        scope=text,
        statement=said(text),
        figures=(Figure(text, text, text),),
        registers=(Register("Activities", table("Activities", [text or "Name"], [[text]])),),
    )
