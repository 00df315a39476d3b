"""`manage.py rescore` and `manage.py operators`: plain sentences and exit codes."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.scoring import actions as scoring
from assessments.scoring.management.commands import rescore
from assessments.scoring.models import Rescoring
from assessments.scoring.rescoring import queries
from tests.factories.people import make_user
from tests.factories.rescoring import calculate_nothing, do_portions, make_outdated

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def run(*words: str) -> tuple[int, str]:
    """The exit code and what was said."""
    out = StringIO()
    try:
        call_command(*words, stdout=out)
    except SystemExit as ended:
        return int(ended.code), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def workers(monkeypatch):
    """Whoever waits finds that workers did all there was to do."""
    monkeypatch.setattr(rescore.time, "sleep", lambda _: do_portions(queries.latest_rescoring()))
    return calculate_nothing(monkeypatch)


def test_start_begins_status_says_how_far_it_is_and_a_second_start_is_refused():
    make_outdated("Alder", "Birch")
    with pytest.raises(CommandError, match="Nothing has been re-scored here yet"):
        run("rescore", "status")
    begun = "Re-scoring is under way. 0 of 2 organisations are done. 2 left. It is too early to say"
    for order in ("start", "status"):
        code, said = run("rescore", order)
        assert (code, said.startswith(begun)) == (0, True), said
    with pytest.raises(CommandError, match="being re-scored already"):
        run("rescore", "start", "--all")


def test_waiting_tells_how_it_ended(workers):
    make_outdated("Alder", "Birch")
    code, said = run("rescore", "start", "--wait")
    assert code == 0
    assert said.splitlines()[-1].startswith("Re-scoring is done. 2 of 2 organisations are done. Finished today")
    assert run("rescore", "start", "--wait") == (0, "All results are up to date, so there is nothing to re-score.\n")
    assert run("rescore", "start", "--all", "--lanes", "3")[0] == 0
    assert queries.portions_of(Rescoring.objects.last()).count() == 2  # no more than there are organisations


def test_what_failed_is_listed_and_the_exit_code_says_so(workers, monkeypatch):
    make_outdated("Alder")
    monkeypatch.setattr(scoring, "evaluate", lambda _: (_ for _ in ()).throw(scoring.EngineError("No share is known.")))
    code, said = run("rescore", "start", "--wait")
    assert code == 1
    assert said.splitlines()[-1] == "  Alder: These answers could not be calculated. No share is known."
    assert run("rescore", "status")[0] == 1


def test_cancel_says_what_stays_and_is_no_error_unless_there_is_nothing_to_cancel(workers):
    make_outdated("Alder")
    run("rescore", "start")
    code, said = run("rescore", "cancel")
    assert code == 0
    assert said.startswith("Re-scoring was cancelled. 0 of 1 organisation is done. 1 left. Cancelled today")
    assert run("rescore", "status", "--wait")[0] == 1
    with pytest.raises(CommandError, match="nothing to cancel"):
        run("rescore", "cancel")


def test_start_goes_on_with_what_stands_still(workers):
    make_outdated("Alder")
    run("rescore", "start")
    queries.portions_of(Rescoring.objects.get()).update(state="failed", error="")
    code, said = run("rescore", "status")
    assert (code, "stands still" in said, "after three tries" in said) == (1, True, True)
    code, said = run("rescore", "start", "--wait")
    assert (code, said.splitlines()[0]) == (0, "The re-scoring that stood still goes on.")
    assert "Re-scoring is done" in said


def test_an_interrupted_wait_leaves_the_round_alone(monkeypatch):
    make_outdated("Alder")

    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(rescore.time, "sleep", interrupt)
    code, said = run("rescore", "start", "--wait")
    assert (code, "goes on in the background" in said) == (130, True)
    assert Rescoring.objects.get().is_open


def test_operators_are_named_listed_and_dismissed():
    make_user("Oona", email="oona@example.com")
    assert run("operators", "list")[1].startswith("There is no operator.")
    assert "oona@example.com is an operator" in run("operators", "add", "Oona@Example.com")[1]
    run("operators", "add", "oona@example.com")
    assert run("operators", "list") == (0, "oona@example.com\n")
    assert run("operators", "remove", "oona@example.com")[1] == "oona@example.com is no operator any more.\n"
    for order, said in (("remove", "is not an operator"), ("add", "has to be opened first")):
        with pytest.raises(CommandError, match=said):
            run("operators", order, "nobody@example.com")
