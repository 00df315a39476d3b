"""What a page that saves by itself may send, and what is refused with a sentence and never with an error of ours."""

import json
from uuid import uuid4

import pytest

from assessments.questionnaires.models import Answer
from assessments.questionnaires.queries import profile_of
from tests.factories.answers import TODAY

KEY = "6f7b9a52-6f0c-4f3e-9b2e-0d7c5f1f2a3b"


@pytest.fixture
def address(organisation):
    return f"/o/{organisation.slug}/questionnaire/save/MON-01/"


def send(client, address, body, content_type="application/json", **headers):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(address, body, content_type=content_type, headers={"accept": "application/json", **headers})


def whole(**changed):
    return {"key": KEY, "version": 0, "fields": {"value": ["38"]}, **changed}


BAD_BODIES = {
    "nothing": (b"", 415, "Send JSON"),
    "no JSON": (b"value=38", 400, "not JSON"),
    "cut off": (b'{"key": "', 400, "not JSON"),
    "Latin-1": (b'{"key": "\xe9"}', 400, "UTF-8"),
    "null": (b"null", 400, "Send an object"),
    "a list": (b"[]", 400, "Send an object"),
    "a text": (b'"x"', 400, "Send an object"),
    "a name twice": (b'{"key": "a", "key": "b"}', 400, "twice"),
    "too deep": (b"[" * 200_000, 400, "too deeply"),
    "deep fields": (json.dumps(whole(fields={"value": [[[[["38"]]]]]})).encode(), 400, "list of at most 100 texts"),
    "a part is missing": (json.dumps({"key": KEY, "version": 0}).encode(), 400, "Send an object"),
    "a part too many": (json.dumps(whole(organisation=7)).encode(), 400, "Send an object"),
    "no key": (json.dumps(whole(key="mine")).encode(), 400, "not a UUID"),
    "key is a number": (json.dumps(whole(key=7)).encode(), 400, "not a UUID"),
    "version below 0": (json.dumps(whole(version=-1)).encode(), 400, "version"),
    "version is true": (json.dumps(whole(version=True)).encode(), 400, "version"),
    "version is half": (json.dumps(whole(version=0.5)).encode(), 400, "version"),
    "version is huge": (b'{"key": "%s", "version": %s, "fields": {}}' % (KEY.encode(), b"9" * 5000), 400, "version"),
    "version is NaN": (b'{"key": "%s", "version": NaN, "fields": {}}' % KEY.encode(), 400, "version"),
    "fields is a list": (json.dumps(whole(fields=[])).encode(), 400, "fields are an object"),
    "a field is a text": (json.dumps(whole(fields={"value": "38"})).encode(), 400, "list of at most 100 texts"),
    "a field is a number": (json.dumps(whole(fields={"value": [38]})).encode(), 400, "list of at most 100 texts"),
    "too many fields": (json.dumps(whole(fields={f"f{n}": [] for n in range(2001)})).encode(), 400, "2000 names"),
    "too many texts": (json.dumps(whole(fields={"value": ["1"] * 101})).encode(), 400, "100 texts"),
    "too large": (json.dumps(whole(fields={"note": ["x" * 1_100_000]})).encode(), 413, "too large"),
    "half a character": (b'{"key": "%s", "version": 0, "fields": {"note": ["\\ud800"], "value": ["38"]}}' % KEY.encode(), 422, "half a character"),
    "a null character": (json.dumps(whole(fields={"value": ["38"], "note": ["a\x00b"]})).encode(), 422, "null character"),
    "a control character": (json.dumps(whole(fields={"value": ["38"], "note": ["a\x0bb"]})).encode(), 422, "control character"),
    "not a number": (json.dumps(whole(fields={"value": ["NaN"]})).encode(), 422, "not a number"),
    "infinite": (json.dumps(whole(fields={"value": ["1e999"]})).encode(), 422, "not a number"),
    "out of range": (json.dumps(whole(fields={"value": ["101"]})).encode(), 422, "0 to 100"),
    "too long a note": (json.dumps(whole(fields={"value": ["1"], "note": ["x" * 50_001]})).encode(), 422, "50,001 characters"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_BODIES)
def test_what_is_no_save_of_ours_is_refused_with_a_sentence(name, client_for, owner, address):
    body, status, words = BAD_BODIES[name]
    response = send(client_for(owner), address, body)
    assert response.status_code == status
    assert words in response.json()["sentence"]
    assert not Answer.objects.exists()


def test_only_json_is_read(client_for, owner, address):
    response = send(client_for(owner), address, whole(), content_type="text/plain")
    assert response.status_code == 415
    assert not Answer.objects.exists()


def test_fields_of_other_things_change_nothing_else(client_for, owner, organisation, address):
    fields = {"value": ["38"], "version": ["9"], "organisation": ["1"], "is_unknown": ["yes"], "changed_by": ["1"]}
    response = send(client_for(owner), address, whole(fields=fields))
    assert response.json()["version"] == 1
    row = Answer.objects.get()
    assert (row.organisation, row.changed_by, row.is_unknown, row.value) == (organisation, owner, False, 38)


def test_a_save_is_told_its_version_and_time(client_for, owner, organisation, address):
    response = send(client_for(owner), address, whole())
    assert response.status_code == 200
    told = response.json()
    assert told["version"] == 1
    assert len(told["saved_at"]) == 5
    assert profile_of(organisation, as_of=TODAY).value("MON-01") == 38
    assert send(client_for(owner), address, whole()).json() == told


def test_a_conflict_is_told_with_both_texts(client_for, owner, editor, address):
    send(client_for(editor), address, whole())
    response = send(client_for(owner), address, whole(key=str(uuid4()), fields={"value": ["45"]}))
    assert response.status_code == 409
    told = response.json()
    assert (told["version"], told["by"], told["yours"], told["theirs"]) == (1, "Ed Editor", "45%", "38%")


def test_who_lost_the_session_the_role_or_the_question_is_told_so(
    client_for, owner, viewer, outsider, organisation, address
):
    assert send(client_for(None), address, whole()).status_code == 401
    assert send(client_for(viewer), address, whole()).status_code == 403
    assert send(client_for(outsider), address, whole()).status_code == 404
    gone = send(client_for(owner), address.replace("MON-01", "FUN-02/no_such"), whole())
    assert gone.status_code == 404
    assert gone.json()["sentence"] == "This question is not asked here any more."
    assert not Answer.objects.exists()


def test_a_key_used_for_something_else_is_refused(client_for, owner, address):
    send(client_for(owner), address, whole())
    response = send(client_for(owner), address, whole(version=1, fields={"value": ["40"]}))
    assert response.status_code == 422
    assert "key of another one" in response.json()["sentence"]
