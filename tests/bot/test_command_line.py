"""The program as its users start it: a real process, real input."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app import main
from tests.conftest import ROOT


def run(*arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *arguments], cwd=ROOT, input=said, capture_output=True, text=True, check=False
    )


def test_one_question_is_answered() -> None:
    done = run("ask", "level 2 ownership")
    assert done.returncode == 0
    assert done.stdout.startswith("We take ownership, level 2\n- ")
    assert "Source: College of Policing CVF, 2016" in done.stdout


def test_a_conversation_line_by_line_with_a_choice_by_number() -> None:
    done = run("chat", "--private", said="level 2 ownership\n\nand level 3?\n1\nquit\nnever read\n")
    assert done.returncode == 0
    assert "We take ownership, level 3" in done.stdout
    assert "never read" not in done.stdout


def test_json_lines_keep_conversations_apart_and_in_order() -> None:
    asked = [("a", "negatives of courage"), ("b", "level 1 collaborative"), ("a", "good ones"), ("b", "and level 2?")]
    done = run("ask", "--jsonl", said="".join(json.dumps({"conversation": c, "say": s}) + "\n" for c, s in asked))
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["conversation"] for line in lines] == ["a", "b", "a", "b"]
    assert [line["topics"][0] for line in lines] == [
        "value/courage/negative",
        "competency/collaborative/level-1",
        "value/courage/positive",
        "competency/collaborative/level-2",
    ]
    assert all(set(line) == {"conversation", "kind", "topics", "text", "sources", "choices"} for line in lines)
    assert all(line["sources"] and line["choices"] for line in lines)


@pytest.mark.parametrize("line", ["{", '{"conversation": "a"}', '{"conversation": 3, "say": "x"}', "[]"])
def test_a_bad_line_is_named_and_wrong_use(line: str) -> None:
    done = run("ask", "--jsonl", said=f'{{"conversation": "a", "say": "help"}}\n{line}\n')
    assert done.returncode == 2
    assert "line 2" in done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_explain_shows_how_a_question_was_read() -> None:
    done = run("explain", "wat are the bad indicaters for compashun pls")
    assert done.returncode == 0
    for part in ("value/compassion/negative", "compashun -> compassion", "polarity negative"):
        assert part in done.stdout


def test_check_finds_nothing_wrong_and_prints_the_conflicts() -> None:
    done = run("check", "--conflicts")
    assert done.returncode == 0, done.stdout[-2000:]
    assert done.stdout.count("\n  question  ") >= 40


@pytest.mark.parametrize("arguments", [("ask",), ("nonsense",), ("ask", "--wrong"), ("documents",), ("explain",)])
def test_wrong_use_exits_with_two_and_says_how(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "usage:" in done.stderr


@pytest.mark.parametrize(
    "command", [(), ("ask",), ("explain",), ("check",), ("documents",), ("documents", "fingerprint")]
)
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert "usage:" in done.stdout


def test_a_broken_knowledge_base_is_told_with_file_line_and_fix_instead_of_a_traceback(tmp_path: Path) -> None:
    shutil.copytree(ROOT, tmp_path / "copy", ignore=shutil.ignore_patterns(".git", ".venv", "tests", ".*_cache"))
    broken = tmp_path / "copy" / "knowledge" / "process" / "pay.yaml"
    broken.write_text(broken.read_text(encoding="utf-8").replace("title:", "titel:", 1), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "app.py", "ask", "pay"], cwd=tmp_path / "copy", capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "pay.yaml:" in done.stderr
    assert "->" in done.stderr
    assert "Traceback" not in done.stderr


def test_access_codes_are_made_listed_and_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CVF_DATABASE", str(tmp_path / "cvf.sqlite"))
    made = run("codes", "add", "Leeds workshop", "--until", "2099-12-31")
    assert made.returncode == 0
    code = made.stdout.split()[0]
    listed = run("codes", "list")
    assert listed.stdout == "2099-12-31  Leeds workshop\n"
    assert code not in listed.stdout
    assert run("codes", "remove", "Leeds workshop").returncode == 0
    assert run("codes", "remove", "Leeds workshop").returncode == 1
    assert run("codes", "add", "late", "--until", "2020-01-01").returncode == 1


ANSWER = (
    "Last November I was on the night shift in a care home in Leeds and a resident had not eaten for two days. As the "
    "senior carer it was my job to find out why. I sat down with her and asked what she fancied, because nobody had "
    "asked, and I rang the dentist when she told me about her teeth. She ate a whole bowl that night."
)


def test_an_answer_is_checked_with_its_own_words() -> None:
    done = run("assess", "--target", "value/compassion", said=ANSWER)
    assert done.returncode == 0
    assert "Situation: clear. “Last November I was on the night shift" in done.stdout
    assert "I give no mark" in done.stdout


def test_what_is_no_answer_ends_with_1() -> None:
    done = run("assess", said="skip")
    assert done.returncode == 1
    assert "I cannot judge this" in done.stdout


def test_the_maintainer_sees_why() -> None:
    done = run("assess", "--explain", said=ANSWER)
    assert done.returncode == 0
    assert "can be judged" in done.stdout
    assert "missing 0." in done.stdout
    assert "She ate a whole bowl that night." in done.stdout


def test_answers_line_by_line() -> None:
    lines = [{"id": "a", "question": "?", "target": "value/courage", "text": ANSWER}, {"id": "b", "text": "no idea"}]
    done = run("assess", "--jsonl", said="\n".join(json.dumps(line) for line in lines))
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["a", "b"]
    assert [row["judgeable"] for row in rows] == [True, False]
    start, end = rows[0]["result"]["evidence"][0]
    assert ANSWER[start:end] == "She ate a whole bowl that night."
    assert rows[1]["situation"] == {"rating": "missing", "evidence": []}


@pytest.mark.parametrize(
    ("arguments", "said", "message"),
    [
        (["assess", "--target", "value/bravery"], ANSWER, "no such target: value/bravery"),
        (["assess"], "word " * 5000, "20000 can be read at once"),
        (["assess", "--jsonl"], '{"id": "a"}', "line 1: text: Field required"),
        (["assess", "--jsonl"], "nonsense", "line 1"),
        (["assess", "no-such-file.txt"], "", "no-such-file.txt"),
    ],
)
def test_wrong_use_of_assess_is_named(arguments: list[str], said: str, message: str) -> None:
    done = run(*arguments, said=said)
    assert done.returncode == 2
    assert message in done.stderr


def test_master_keys_are_made_and_changed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CVF_DATABASE", str(tmp_path / "cvf.sqlite"))
    assert main(["keys", "new"]) == 0
    key = capsys.readouterr().out.strip()
    assert main(["keys", "rotate"]) == 2
    assert "CVF_KEYS" in capsys.readouterr().err
    monkeypatch.setenv("CVF_KEYS", key[:-4])
    assert main(["keys", "rotate"]) == 2
    assert key[:-4] not in capsys.readouterr().err
    monkeypatch.setenv("CVF_KEYS", key)
    assert main(["keys", "rotate"]) == 0
    assert capsys.readouterr().out.startswith("0 keys")
