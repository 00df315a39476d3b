"""`manage.py assess` as somebody at a terminal uses it: without a browser and without a database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from continuity.exports import folder
from tests.factories.examples import EXAMPLES, NAMES, results_of_example, results_text

ROOT = EXAMPLES.parent
FILES = {"results.json", "plan.pdf", "plan.docx", "plan.xlsx", "plan.md", "plan.json", "profile.json"}


def refused(capsys, *arguments) -> list[str]:
    """The sentences on standard error of a call that ends with 2."""
    with pytest.raises(SystemExit) as ended:
        call_command("assess", *arguments)
    assert ended.value.code == 2
    return capsys.readouterr().err.splitlines()


def test_the_whole_plan_comes_out_of_one_file(tmp_path, capsys):
    call_command("assess", str(EXAMPLES / "one_person_shop.yaml"), "--out", str(tmp_path / "build"))
    assert {path.name for path in (tmp_path / "build").iterdir()} == FILES
    assert (tmp_path / "build" / "plan.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "build" / "results.json").read_bytes() == results_text("one_person_shop")
    headline = json.loads(results_text("one_person_shop"))["headline"]["sentence"]
    assert capsys.readouterr().out.strip() == headline


@pytest.mark.parametrize("name", NAMES)
def test_the_exported_profile_gives_the_same_results(name, tmp_path):
    from assessments.questionnaires.profile_export import profile_content
    from tests.factories.examples import profile_of

    file = tmp_path / "profile.json"
    file.write_text(json.dumps(profile_content(profile_of(name))))
    call_command("assess", str(file), "--json", str(tmp_path / "again.json"))
    again, first = json.loads((tmp_path / "again.json").read_bytes()), json.loads(results_text(name))
    assert {key: again[key] for key in again if key != "warnings"} == {
        key: first[key] for key in first if key != "warnings"
    }


def test_results_on_standard_output_are_the_same_bytes_whatever_the_order_of_hashes():
    outputs = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "manage.py", "assess", str(EXAMPLES / "cafe.yaml"), "--json", "-"],
            cwd=ROOT, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        outputs.add(done.stdout)
    assert outputs == {results_text("cafe")}


def test_every_mistake_is_listed_and_nothing_is_written(tmp_path, capsys):
    content = (EXAMPLES / "cafe.yaml").read_text().replace("PRO-01: services_local", "PRO-01: pub\n  PRO-99: 1")
    file = tmp_path / "cafe.yaml"
    file.write_text(content)
    lines = refused(capsys, str(file), "--out", str(tmp_path / "build"))
    assert any(line.startswith("answers.PRO-01: ") and "Allowed:" in line for line in lines)
    assert any(line.startswith("answers.PRO-99: ") for line in lines)
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "no such file"), (b"a: [1,", "not yaml (line 2"), (b"\xff\xfe\x00", "text"), (b"[]", "named parts")],
)
def test_a_file_that_is_no_profile_is_refused_in_plain_words(content, words, tmp_path, capsys):
    file = tmp_path / "some.yaml"
    if content is not None:
        file.write_bytes(content)
    lines = refused(capsys, str(file), "--out", str(tmp_path / "build"))
    assert lines[0].startswith(str(file))
    assert words in " ".join(lines).lower()
    assert "Traceback" not in " ".join(lines)


def test_warnings_go_to_standard_error_and_do_not_stop_the_work(tmp_path, capsys):
    content = (EXAMPLES / "cafe.yaml").read_text().replace("  PRO-06:", "  # PRO-06:")
    file = tmp_path / "cafe.yaml"
    file.write_text(content)
    call_command("assess", str(file), "--json", str(tmp_path / "r.json"))
    assert "Warning: answers.PRO-06" in capsys.readouterr().err


def test_explain_lists_what_was_used(capsys):
    call_command("assess", str(EXAMPLES / "cafe.yaml"), "--explain")
    shown = capsys.readouterr().out
    assert "used (" in shown
    assert "  answers.PRO-01" in shown


def test_a_folder_that_cannot_be_written_is_refused_and_keeps_what_it_had(tmp_path, capsys, monkeypatch):
    target = tmp_path / "build"
    target.mkdir()
    (target / "results.json").write_text("old")

    def full_disk(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder.os, "fsync", full_disk)
    lines = refused(capsys, str(EXAMPLES / "cafe.yaml"), "--out", str(target))
    assert "No space left" in lines[-1]
    assert [path.name for path in target.iterdir()] == ["results.json"]
    assert (target / "results.json").read_text() == "old"


def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    call_command("assess", str(EXAMPLES / "cafe.yaml"), "--json", str(pipe))
    assert reader.communicate(timeout=30)[0] == results_text("cafe")
    assert pipe.is_fifo()


def test_the_command_needs_no_database(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "assess", str(EXAMPLES / "cafe.yaml"), "--json", "-"],
        cwd=ROOT, capture_output=True, check=False,
        env={**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", "BALLAST_VAR": str(tmp_path / "var")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == results_text("cafe")
    assert not Path(tmp_path / "var" / "ballast.sqlite3").exists()


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_says_of_each_example_what_it_gives(name):
    (line,) = (line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith(f"| `{name}.yaml`"))
    assert line.endswith(f" | {results_of_example(name)['headline']['sentence']} |")
