"""YAML files to models, with every problem named by file and line."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge.entries import Model

Loc = tuple[int | str, ...]
M = TypeVar("M", bound=Model)
_FIXES = {
    "extra_forbidden": "remove the key or correct its spelling; the keys that exist are in knowledge/schema/",
    "missing": "add the key",
    "string_pattern_mismatch": "use lower-case words joined by - and /",
}
_QUOTED = "run `python app.py documents fingerprint --documents FOLDER FILE` so that the sentence itself is not kept"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one place, and what to do about it. Lines count from 1."""

    file: str
    line: int
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} -> {self.fix}"


class KnowledgeError(Exception):
    """The knowledge base cannot be used; carries every problem found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, sorted(problems))))
        self.problems = sorted(problems)


class _DuplicateKey(yaml.YAMLError):
    def __init__(self, key: object, line: int) -> None:
        super().__init__(f"the key {key!r} stands twice in one mapping")
        self.line = line


class _Loader(yaml.CSafeLoader):
    """Safe, and refuses a key given twice, which YAML would silently overwrite."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        mapping = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            seen: set[Hashable] = set()
            for key_node, _ in node.value:
                key = self.construct_object(key_node)
                if key in seen:
                    raise _DuplicateKey(key, key_node.start_mark.line + 1)
                seen.add(key)
        return mapping


def load(path: Path, model: type[M]) -> M:
    """Read one file. Raises KnowledgeError with all of the file's problems."""
    try:
        text = path.read_text(encoding="utf-8")
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, with one more refusal
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise KnowledgeError([Problem(str(path), line, "not UTF-8 text", "save the file as UTF-8")]) from error
    except _DuplicateKey as error:
        raise KnowledgeError([Problem(str(path), error.line, str(error), "merge the two or rename one")]) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = f"not readable as YAML: {error.problem or error.context}"
        raise KnowledgeError(
            [Problem(str(path), line, message, "check indentation and quote text with ': ' in it")]
        ) from error
    except yaml.YAMLError as error:
        problem = Problem(str(path), 1, f"not readable as YAML: {error}", "remove characters that are not text")
        raise KnowledgeError([problem]) from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise KnowledgeError(list(_problems(path, text, error.errors(include_url=False)))) from error


def line_of(text: str, loc: Loc) -> int:
    """The line (from 1) of the deepest node along loc that the text has."""
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    line = 1
    for step in loc:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _problems(path: Path, text: str, errors: list[ErrorDetails]) -> Iterator[Problem]:
    for error in errors:
        where = ".".join(map(str, error["loc"])) or "the file"
        message = error["msg"].removeprefix("Value error, ")
        quoted = error["type"] == "extra_forbidden" and error["loc"][-1] in ("quote", "quotes")
        fix = _QUOTED if quoted else _FIXES.get(error["type"], "correct the value")
        yield Problem(str(path), line_of(text, error["loc"]), f"{where}: {message}", fix)
