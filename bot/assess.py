"""`assess` on the command line: an answer in; feedback, its reasons, or JSON Lines out."""

import json
from typing import Any, TextIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.cards import plain
from dialogs.star import feedback
from knowledge.library import HOME, Library, load_library
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


def assess_text(text: str, target: str, out: TextIO, errors: TextIO) -> int:
    """Say what the check finds in one answer; 1 where it cannot be judged."""
    library = load_library()
    if not _usable(text, target, library, errors):
        return WRONG_USE
    assessor = _assessor(library)
    found = assessor.assess(text)
    out.write(plain(feedback(found, assessor.touched(found, target), library)) + "\n")
    return DONE if found.judgeable else FOUND


def explain(text: str, target: str, out: TextIO, errors: TextIO) -> int:
    """Say why an answer is judged as it is: chances of every part, flag and unit, and the cues seen."""
    library = load_library()
    if not _usable(text, target, library, errors):
        return WRONG_USE
    assessor = _assessor(library)
    found = assessor.assess(text)
    out.write(f"can be judged {found.chance:.2f}: {'yes' if found.judgeable else 'no'}\n")
    for name, part in found.parts.items():
        missing, thin, clear = part.chances
        unsure = ", not sure" if part.unsure else ""
        out.write(f"{name:10} {part.rating}{unsure}  (missing {missing:.2f}, thin {thin:.2f}, clear {clear:.2f})\n")
    out.writelines(f"flag {flag.name} {flag.chance:.2f}\n" for flag in found.flags)
    out.writelines(f"may show {sign.indicator}\n" for sign in assessor.touched(found, target))
    out.write("unit by unit: chance of each part (S T A R, L learning, X other), cues, text\n")
    for unit, told, likely in zip(found.answer.units, found.answer.told, found.answer.likely, strict=True):
        chances = " ".join(f"{label}{chance:4.2f}" for label, chance in likely.items())
        out.write(f"{chances}  [{', '.join(sorted(told.cues)) or '-'}]  {unit.text}\n")
    return DONE


def assess_jsonl(lines: TextIO, out: TextIO, errors: TextIO) -> int:
    """Judge JSON Lines, in order. A bad line is named and ends the run with 2."""
    assessor = _assessor(load_library())
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            asked = AnswerLine.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "the line"
            errors.write(f'line {number}: {where}: {first["msg"]}; write {{"id": "a", "text": "..."}}\n')
            return WRONG_USE
        found = assessor.assess(asked.text)
        out.write(json.dumps(_line(asked.id, found, assessor.touched(found, asked.target)), ensure_ascii=False) + "\n")
        out.flush()
    return DONE


def _assessor(library: Library) -> Assessor:
    return Assessor(library, HOME / "weights" / "star")


def _usable(text: str, target: str, library: Library, errors: TextIO) -> bool:
    if len(text) > LONGEST:
        errors.write(f"the answer has {len(text)} characters; {LONGEST} can be read at once\n")
        return False
    if target and not any(topic in library for topic in topics_of(target)):
        errors.write(f"no such target: {target}; write value/courage or competency/take-ownership/level-2\n")
        return False
    return True


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
