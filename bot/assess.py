"""`assess` on the command line: an answer in; feedback, its reasons, or JSON Lines out."""

import json
from collections.abc import Iterator
from typing import Any, TextIO

from pydantic import BaseModel, ConfigDict, Field

from bot.cards.text import plain
from bot.lines import BadLineError, read_lines
from dialogs.star import feedback
from knowledge.library import HOME, Library
from knowledge.star.assess import Assessment, Assessor, Span
from knowledge.star.indicators import Touched, topics_of
from knowledge.star.reading import PARTS

DONE, FOUND, WRONG_USE = 0, 1, 2
LONGEST = 20_000  # characters: about 3,500 words, four times what a board would hear


class AnswerLine(BaseModel):
    """A line of `assess --jsonl`."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(max_length=200)
    text: str = Field(max_length=LONGEST)
    question: str = Field("", max_length=2_000)
    target: str = Field("", max_length=200)


def assess_text(text: str, target: str, library: Library, out: TextIO, errors: TextIO) -> int:
    """Say what the check finds in one answer; 1 where it cannot be judged, 2 where it cannot be read."""
    problem = _problem(text, target, library)
    if problem:
        errors.write(f"{problem}\n")
        return WRONG_USE
    assessor = _assessor(library)
    found = assessor.assess(text)
    out.write(plain(feedback(found, assessor.touched(found, target), library)) + "\n")
    return DONE if found.judgeable else FOUND


def explain(text: str, target: str, library: Library, out: TextIO, errors: TextIO) -> int:
    """The same, with why: chances of every part, flag and unit, and the cues seen."""
    done = assess_text(text, target, library, out, errors)
    if done != WRONG_USE:
        assessor = _assessor(library)
        found = assessor.assess(text)
        out.writelines(f"{line}\n" for line in _reasons(found, assessor.touched(found, target)))
    return done


def _reasons(found: Assessment, touched: list[Touched]) -> Iterator[str]:
    yield f"\ncan be judged {found.chance:.2f}: {'yes' if found.judgeable else 'no'}"
    for name, part in found.parts.items():
        missing, thin, clear = part.chances
        unsure = ", not sure" if part.unsure else ""
        yield f"{name:10} {part.rating}{unsure}  (missing {missing:.2f}, thin {thin:.2f}, clear {clear:.2f})"
    yield from (f"flag {flag.name} {flag.chance:.2f}" for flag in found.flags)
    yield from (f"may show {sign.indicator} {sign.chance:.2f}" for sign in touched)
    yield "unit by unit: chance of each part (S T A R, L learning, X other), cues, text"
    for unit, told, likely in zip(found.answer.units, found.answer.told, found.answer.likely, strict=True):
        chances = " ".join(f"{label} {chance:.2f}" for label, chance in likely.items())
        yield f"{chances}  [{', '.join(sorted(told.cues)) or '-'}]  {unit.text}"


def assess_jsonl(lines: TextIO, library: Library, out: TextIO, errors: TextIO) -> int:
    """Judge JSON Lines, in order. A bad line is named and ends the run with 2."""
    assessor = _assessor(library)
    try:
        for asked in read_lines(lines, AnswerLine, '{"id": "a", "text": "..."}'):
            found = assessor.assess(asked.text)
            row = _line(asked.id, found, assessor.touched(found, asked.target))
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()
    except BadLineError as error:
        errors.write(f"{error}\n")
        return WRONG_USE
    return DONE


def _assessor(library: Library) -> Assessor:
    return Assessor(library, HOME / "weights" / "star")


def _problem(text: str, target: str, library: Library) -> str | None:
    if len(text) > LONGEST:
        return f"the answer has {len(text)} characters; {LONGEST} can be read at once"
    if target and not any(topic in library for topic in topics_of(target)):
        return f"no such target: {target}; write value/courage or competency/take-ownership/level-2"
    return None


def _line(name: str, found: Assessment, touched: list[Touched]) -> dict[str, Any]:
    nothing: dict[str, Any] = {"rating": "missing", "evidence": []}
    row: dict[str, Any] = {"id": name, "judgeable": found.judgeable}
    for part in PARTS:
        judged = found.parts.get(part)
        row[part] = {"rating": judged.rating, "evidence": _spans(judged.evidence)} if judged else nothing
    indicators = [{"id": sign.indicator, "evidence": _spans(sign.evidence)} for sign in touched]
    return row | {"flags": [flag.name for flag in found.flags], "indicators": indicators}


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [list(span) for span in spans]
