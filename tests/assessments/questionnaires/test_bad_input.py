"""Whatever is typed into whichever field of whichever question: a sentence or a stored answer, and never an error of ours."""

import json
from uuid import uuid4

import pytest

from assessments.questionnaires.addresses import question_address
from assessments.questionnaires.models import Answer
from tests.assessments.questionnaires.test_walkthroughs import QUESTIONS, example_of
from tests.factories.answers import make_sample
from tests.factories.forms import sent_for
from tests.factories.pages import profile

HOSTILE = {
    "null character": "a\x00b",
    "half a character": "\ud800",
    "control character": "a\x0bb",
    "right to left": "\u202e1\u202c",
    "markup": "<script>alert(1)</script>",
    "formula": "=1+1",
    "blanks": " \t\n ",
    "not a number": "NaN",
    "infinite": "1e999",
    "huge": "9" * 5000,
    "other digits": "²٣",
    "a date that is none": "2026-02-30",
    "too long": "x" * 50_001,
    "other kind": "unknown",
    "several lines": "one\r\ntwo\u2028three",
    "emoji": "👩🏽‍🚀 ok",
}


BLANK = ("blanks", "control character")
A_FEW = 4
"""How many of them the first question gets that asks the same of each activity; any other question gets one, in turn."""
AT_ONCE = 12
"""Into how many fields of a large grid something is typed at once: other ones each time, so that it comes to all kinds."""


def _by_sample():
    """Each sample with its questions and what is typed there: everything into the first of a type, a few into the others."""
    tried, found = set(), {}
    for place, question in enumerate(QUESTIONS):
        name, function = example_of(question)
        kind = (question.type, question.scope)
        many = len(HOSTILE) if question.type not in tried else A_FEW if kind not in tried else 1
        typed = [list(HOSTILE)[(place + step) % len(HOSTILE)] for step in range(many)]
        found.setdefault(name, []).append((question, function, typed))
        tried |= {kind, question.type}
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "asked"), _by_sample().items(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_anything_in_any_field_is_told_in_words_or_kept_as_text(name, asked, owner, client_for):
    """A blank field is told on "Save and continue" where an answer is needed; while one types, it takes the answer back."""
    organisation, client = make_sample(name, owner=owner), client_for(owner)
    whole = profile(organisation)
    for question, function, kinds in asked:
        fields = sent_for(question, whole.answer(question.id, function), whole, function)
        address = question_address(organisation.slug, question.id, function)
        for offset, kind in enumerate(kinds):
            case, before = f"{question.id}: {kind}", _stored(organisation)
            step = 1 + len(fields) // AT_ONCE
            hit = list(fields)[offset % step :: step]
            filled = {**fields, **{one: [HOSTILE[kind]] for one in hit}}
            typed = _typed(client, organisation, question, function, filled)
            sent = _sent(client, organisation, question, function, filled)
            allowed = [(302, 200), (302, 422), (422, 422), *([(422, 200)] if kind in BLANK else [])]
            assert (typed.status_code, sent.status_code) in allowed, case
            assert b"<script>alert" not in typed.content, case
            if sent.status_code == typed.status_code:
                assert _stored(organisation) == before, case
            elif typed.status_code == 422:
                assert profile(organisation).answer(question.id, function) is None, case
            else:
                page = client.get(address)
                assert page.status_code == 200, case
                assert b"<script>alert" not in page.content, case


def _typed(client, organisation, question, function, fields):
    """The reply to a plain save; a browser can send half a character only by script."""
    plain = {one: [text.encode("utf-8", "replace").decode() for text in texts] for one, texts in fields.items()}
    address = question_address(organisation.slug, question.id, function)
    return client.post(address, {**plain, "version": _version(organisation, question, function)})


def _sent(client, organisation, question, function, fields):
    """The reply to the same from a page that saves by itself."""
    body = {"key": str(uuid4()), "version": _version(organisation, question, function), "fields": fields}
    address = question_address(organisation.slug, question.id, function, saves=True)
    return client.post(address, json.dumps(body), content_type="application/json")


def test_names_of_fields_that_no_page_has_change_nothing(organisation, owner, client_for):
    client = client_for(owner)
    for question in QUESTIONS:
        if question.scope == "function":
            continue
        fields = {
            name: ["1"] for name in ("part-", "row--", "row-99999-name", "row-٣-name", "cell-x-y", "organisation")
        }
        response = client.post(question_address(organisation.slug, question.id), {**fields, "version": "0"})
        assert response.status_code in (302, 422)
    assert not Answer.objects.filter(organisation=organisation).exclude(value=[]).exists()


def _stored(organisation):
    return list(
        Answer.objects.filter(organisation=organisation).order_by("pk").values("pk", "version", "value", "note")
    )


def _version(organisation, question, function):
    row = Answer.objects.filter(organisation=organisation, question=question.id, function=function or "").first()
    return row.version if row else 0
