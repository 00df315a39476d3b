"""The audit chain: whole when nobody touched it, and every way of touching it is found."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from assessments.organisations import audit
from assessments.organisations.models import AuditEntry, AuditHead
from tests.assessments.organisations.races import Meeting, at_once
from tests.factories.people import make_organisation


def record(organisation, owner, **values):
    return audit.record(organisation=organisation, by=owner, verb="changed", of=organisation, **values)


@pytest.fixture
def chain(organisation, owner):
    """An organisation with a handful of entries."""
    for number in range(5):
        record(organisation, owner, before={"number": number}, after={"number": number + 1})
    return organisation


def verify(*words: str) -> tuple[int, str]:
    out, code = StringIO(), 0
    try:
        call_command("audit_verify", *words, stdout=out)
    except SystemExit as end:
        code = int(end.code)
    return code, out.getvalue()


def test_an_untouched_chain_is_whole_and_its_end_is_told(chain):
    code, said = verify(chain.slug)
    assert code == 0
    assert said == f"{chain.slug}: whole, 6 entries, ends with {AuditHead.objects.get(organisation=chain).hash}\n"


@pytest.mark.parametrize("field", ["verb", "actor_label", "object_label", "object_id", "before", "after"])
def test_an_edit_is_found(field, chain):
    value = {"number": 99} if field in {"before", "after"} else "99"
    chain.audit_entries.filter(number=3).update(**{field: value})
    assert list(audit.faults(chain)) == ["Entry 3 was changed after it was written."]


def test_another_time_or_actor_is_found(chain, outsider):
    entry = chain.audit_entries.get(number=2)
    chain.audit_entries.filter(number=2).update(actor=outsider)
    chain.audit_entries.filter(number=4).update(at=entry.at)
    assert len(list(audit.faults(chain))) == 2


def test_a_deletion_is_found(chain):
    chain.audit_entries.filter(number=3).delete()
    assert list(audit.faults(chain)) == ["Entry 3 is missing."]


def test_another_order_is_found(chain):
    for old, new in ((2, 900), (3, 2), (900, 3)):
        chain.audit_entries.filter(number=old).update(number=new)
    assert any("exchanged" in fault for fault in audit.faults(chain))


def test_a_cut_at_the_end_is_found(chain):
    chain.audit_entries.filter(number__gte=5).delete()
    assert list(audit.faults(chain)) == ["Entries 5 to 6 are missing."]


def test_a_cut_at_the_beginning_is_found(chain):
    chain.audit_entries.filter(number__lte=2).delete()
    assert list(audit.faults(chain)) == ["Entries 1 to 2 are missing."]


def test_an_entry_put_at_the_end_by_hand_is_found(chain):
    last = chain.audit_entries.order_by("-number").first()
    last.pk, last.number = None, 7
    last.save()
    assert "The record of how the chain ends does not match the last entry." in list(audit.faults(chain))


def test_a_missing_or_rewritten_end_is_found(chain):
    AuditHead.objects.filter(organisation=chain).update(hash="0" * 64)
    assert list(audit.faults(chain)) == ["The record of how the chain ends does not match the last entry."]
    AuditHead.objects.filter(organisation=chain).delete()
    assert list(audit.faults(chain)) == ["The record of how the chain ends is missing."]


def test_the_command_looks_at_all_and_ends_with_one_if_any_is_touched(chain):
    other = make_organisation("Elsewhere Ltd")
    assert verify("--all")[0] == 0
    other.audit_entries.update(verb="did something else to")
    code, said = verify("--all")
    assert code == 1
    assert f"{chain.slug}: whole" in said
    assert f"{other.slug}: NOT whole\n  Entry 1 was changed after it was written." in said
    assert verify(chain.slug)[0] == 0


def test_an_entry_lives_and_dies_with_its_change(organisation, owner):
    before = AuditEntry.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        record(organisation, owner)
        raise RuntimeError
    assert AuditEntry.objects.count() == before
    assert not list(audit.faults(organisation))


def test_secrets_are_masked_and_awkward_values_survive_the_database(organisation, owner):
    values = {
        "api_token": "tok_live_123",
        "nested": [{"password": "hunter2"}],
        "amount": Decimal("1E+3"),
        "share": 1e16,
        "text": "nul \x00 and a lone \ud800 surrogate",
        "nothing": None,
        "count": 7,
    }
    entry = record(organisation, owner, after=values)
    entry.refresh_from_db()
    assert entry.after["api_token"] == entry.after["nested"][0]["password"] == audit.MASK
    assert (entry.after["nothing"], entry.after["count"]) == (None, 7)
    assert not list(audit.faults(organisation))


def test_only_what_differs_is_told():
    assert audit.changes({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}) == ({"b": 2}, {"b": 3, "c": 4})


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_moment_make_a_chain_without_a_gap(organisation, owner):
    def write():
        for _ in range(10):
            record(organisation, owner)

    assert at_once(write, write, write) == [None] * 3
    numbers = list(organisation.audit_entries.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 32))
    assert not list(audit.faults(organisation))


@pytest.mark.django_db(transaction=True)
def test_control_without_the_counting_update_two_writers_take_the_same_number(organisation):
    """Shows that the test above would see a race."""
    meeting = Meeting()

    def careless():
        head = AuditHead.objects.get(organisation=organisation)
        meeting.arrive()
        return head.number + 1

    first, second = at_once(careless, careless)
    assert first == second
