"""`assess` on the command line: an answer in, feedback or JSON Lines out."""

import json
from typing import Any, TextIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.library import HOME, load_library
from knowledge.star.assess import Assessment, Assessor

DONE, WRONG_USE = 0, 2


class AnswerLine(BaseModel):
    """A line of `assess --jsonl`."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(max_length=200)
    text: str = Field(max_length=20_000)
    question: str = Field("", max_length=2_000)
    target: str = Field("", max_length=200)


def assess_jsonl(lines: TextIO, out: TextIO, errors: TextIO) -> int:
    """Judge JSON Lines, in order. A bad line is named and ends the run with 2."""
    assessor = Assessor(load_library(), HOME / "weights" / "star")
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
        out.write(json.dumps(_line(asked.id, assessor.assess(asked.text)), ensure_ascii=False) + "\n")
        out.flush()
    return DONE


def _line(name: str, found: Assessment) -> dict[str, Any]:
    parts = ("situation", "task", "action", "result")
    nothing: dict[str, Any] = {"rating": "missing", "evidence": []}
    row: dict[str, Any] = {"id": name, "judgeable": found.judgeable}
    for part in parts:
        judged = found.parts.get(part)
        row[part] = (
            {"rating": judged.rating, "evidence": [list(span) for span in judged.evidence]} if judged else nothing
        )
    return row | {"flags": [flag.name for flag in found.flags], "indicators": []}
