"""JSON Lines from other programs, line by line, each checked against a model."""

from collections.abc import Iterator
from typing import TextIO, TypeVar

from pydantic import BaseModel, ValidationError

L = TypeVar("L", bound=BaseModel)


class BadLineError(Exception):
    """A line cannot be used; the message says which, why, and what to write."""


def read_lines(lines: TextIO, model: type[L], example: str) -> Iterator[L]:
    """The lines that are not empty. Raises BadLineError at the first that does not fit."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield model.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "the line"
            raise BadLineError(f"line {number}: {where}: {first['msg']}; write {example}") from error
