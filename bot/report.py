"""A report to keep: a person's answers with what the check found, as an HTML page that prints well and as Markdown."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.rendering import environment, style
from dialogs import wording
from dialogs.interview.summary import advice
from dialogs.records import Answered, Practice
from dialogs.wording import interview as of_interview
from dialogs.wording import report as say
from knowledge.library import Library

PARTS = ("situation", "task", "action", "result")
MOST_COLUMNS = 24  # answers in the plot: what a printed page shows legibly
CELL = 26  # of the plot, in its own units
STYLE = "report.css"


@dataclass(frozen=True)
class Item:
    """One answer of the report."""

    number: int
    what: str
    question: str
    answer: str
    ratings: Mapping[str, str]
    flags: str
    mark: str


@dataclass(frozen=True)
class Report:
    """What the templates show."""

    title: str
    items: Sequence[Item]
    prepare: Sequence[str]
    columns: Sequence[Practice]
    until: str


def reported(answers: Sequence[Answered], interview: str, library: Library, days: int) -> Report | None:
    """The report of an interview, or of everything for "all"; None where nothing is kept of it."""
    chosen = [one for one in answers if interview in ("all", one.practice.interview)]
    if not chosen:
        return None
    first, last = chosen[0].practice.at, chosen[-1].practice.at
    title = say.ALL.format(day=wording.day(last.date())) if interview == "all" else ""
    judged = [one.practice for one in answers if one.practice.judged]
    return Report(
        title or say.TITLE.format(day=wording.day(first.date())),
        [_item(number, one, library) for number, one in enumerate(chosen, 1)],
        advice([one.practice for one in chosen if one.practice.judged]),
        judged[-MOST_COLUMNS:],
        say.KEPT_UNTIL.format(day=wording.day((first + dt.timedelta(days=days)).date())),
    )


def html(report: Report) -> str:
    """The report as a page that needs nothing else."""
    return environment().get_template("report.html").render(_context(report), css=style(STYLE))


def markdown(report: Report) -> str:
    """The report as Markdown."""
    return environment().get_template("report.md").render(_context(report))


def _item(number: int, one: Answered, library: Library) -> Item:
    practice = one.practice
    question = library.bank.questions.get(practice.question)
    what = of_interview.target(practice.target, library) if practice.target in library else practice.target
    tried = practice.id.rpartition("-")[2]
    flags = "; ".join(say.FLAG_NAMES[flag] for flag in practice.flags if flag in say.FLAG_NAMES)
    return Item(
        number,
        say.AGAIN.format(what=what, number=tried) if tried not in ("", "1") else what,
        question.ask if question else practice.question,
        one.text,
        practice.ratings if practice.judged else {},
        say.WORTH_A_LOOK.format(flags=flags) if flags else "",
        say.MARK.format(mark=practice.mark) if practice.mark is not None else "",
    )


def _context(report: Report) -> dict[str, object]:
    return {"report": report, "say": say, "parts": PARTS, "cell": CELL}
