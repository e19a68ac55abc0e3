"""Official sentences without their words: a fingerprint says where one stands and what it hashes to.

`college-2016@3120+6:9f8a...` is the six words from the 3,120th word of that document on, and the hash of the six
normalised words. `~` in place of `+`: a variant, as the damaged sentence at that place reads in an undamaged copy.
Layout, bullets, quotes, hyphens and capitals do not change a normalised word, so a force's own copy
of a document can be matched word for word while none of its sentences is stored here (design, section 4).
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

FORM = re.compile(r"([a-z0-9-]+)@(\d+)([+~])(\d+):([0-9a-f]{16})")
WORD = re.compile(r"[a-z0-9£%]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ\u00ad")


@dataclass(frozen=True)
class Print:
    """A parsed fingerprint. `start` counts words from 0. `variant`: its words do not stand in the source document."""

    document: str
    start: int
    count: int
    hash: str
    variant: bool = False

    def __str__(self) -> str:
        return f"{self.document}@{self.start}{'~' if self.variant else '+'}{self.count}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> "Print":
        """Read the form that the YAML holds. Raises ValueError on anything else."""
        match = FORM.fullmatch(text)
        if not match:
            raise ValueError(f"not a fingerprint: {text!r}")
        return cls(match[1], int(match[2]), int(match[4]), match[5], match[3] == "~")


def normalised_words(text: str) -> list[str]:
    """Lower-case words; apostrophes vanish, every other mark separates."""
    return WORD.findall(folded(text))


def folded(text: str) -> str:
    """Lower case, compatible characters as the plain ones, without apostrophes and soft hyphens."""
    return unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).lower()


def hash_words(words: Iterable[str]) -> str:
    """Sixteen hexadecimal digits of the words joined by single spaces."""
    return hashlib.blake2b(" ".join(words).encode(), digest_size=8).hexdigest()


class Finder:
    """Finds sentences in the word streams of documents."""

    def __init__(self, documents: Mapping[str, str]) -> None:
        self._words = {name: normalised_words(text) for name, text in documents.items()}
        self._joined = {name: " " + " ".join(words) + " " for name, words in self._words.items()}

    def places(self, sentence: str) -> list[Print]:
        """Every place where the sentence's words stand, in document order."""
        words = normalised_words(sentence)
        needle = " " + " ".join(words) + " "
        found = []
        for name, stream in self._joined.items():
            at = stream.find(needle) if words else -1
            while at >= 0:
                start = stream.count(" ", 0, at + 1) - 1
                found.append(Print(name, start, len(words), hash_words(words)))
                at = stream.find(needle, at + 1)
        return found

    def holds(self, mark: Print) -> bool:
        """Whether the document has those words at that place."""
        words = self.words(mark)
        return len(words) == mark.count and hash_words(words) == mark.hash

    def words(self, mark: Print) -> list[str]:
        """The words of the document at that place."""
        return self._words.get(mark.document, [])[mark.start : mark.start + mark.count]


def read_documents(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """The text files of a folder by short name, as its README's table `| file | ... | short name |` says.

    Raises FileNotFoundError if the README or one of the named documents is missing.
    """
    table = (folder / "README.md").read_text(encoding="utf-8")
    files = {
        short: file for file, short in re.findall(r"^\| (\S+\.txt) \|.*\| `([a-z0-9-]+)` \|$", table, re.MULTILINE)
    }
    missing = [name for name in names if name not in files or not (folder / files[name]).is_file()]
    if missing:
        raise FileNotFoundError(f"{folder} holds no text of {', '.join(missing)}")
    return {name: (folder / files[name]).read_text(encoding="utf-8") for name in names}


def replace_quotes(text: str, finder: Finder) -> tuple[str, list[str]]:
    """Turn each `quote:` or `quotes:` of an entry file into `official:`; also say which quotes were not found.

    `undamaged:` beside it, the sentence as it should read, becomes a variant at the same place.
    Of several places in one document the one nearest to the entry's other quotes is taken, because a statement stands
    among its neighbours. The rest of the file is left as it is, comments included.
    """
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    lines, missing = text.split("\n"), []
    edits: list[tuple[int, int, str]] = []
    for entry in _children(root, "entries"):
        documents = {
            name.value for source in _children(entry, "sources") for name in [_child(source, "document")] if name
        }
        quoted = [
            (key, _texts(value))
            for item in _children(entry, "items")
            for key, value in _pairs(item)
            if key.value in ("quote", "quotes")
        ]
        whole = {
            key.start_mark.line: [pair for pair in _pairs(item) if pair[0].value == "undamaged"]
            for item in _children(entry, "items")
            for key, _ in _pairs(item)
        }
        places = [[[p for p in finder.places(t) if p.document in documents] for t in texts] for _, texts in quoted]
        sure: dict[str, list[int]] = {}
        for place in (p for found in places for options in found for p in options):
            sure.setdefault(place.document, []).append(place.start)
        for (key, texts), found in zip(quoted, places, strict=True):
            missing += [
                f"line {key.start_mark.line + 1}: {t}" for t, options in zip(texts, found, strict=True) if not options
            ]
            marks = [mark for options in found for mark in _nearest(options, sure)]
            for variant, value in whole[key.start_mark.line]:
                marks += [_undamaged(value.value, mark) for mark in marks]
                edits.append((variant.start_mark.line, variant.start_mark.column, ""))
            edits.append((key.start_mark.line, key.start_mark.column, f"official: [{', '.join(map(str, marks))}]"))
    for line, column, new in sorted(edits, reverse=True):
        end = line + 1
        while end < len(lines) and lines[end].strip() and len(lines[end]) - len(lines[end].lstrip()) > column:
            end += 1
        lines[line:end] = [lines[line][:column] + new] if new else []
    return "\n".join(lines), missing


def _undamaged(sentence: str, mark: Print) -> Print:
    words = normalised_words(sentence)
    return Print(mark.document, mark.start, len(words), hash_words(words), variant=True)


def _nearest(options: list[Print], starts: Mapping[str, list[int]]) -> list[Print]:
    best: dict[str, Print] = {}
    for option in options:
        others = sorted(starts[option.document])
        middle = others[len(others) // 2]
        known = best.get(option.document)
        if known is None or abs(option.start - middle) < abs(known.start - middle):
            best[option.document] = option
    return list(best.values())


def _pairs(node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    return node.value if isinstance(node, yaml.MappingNode) else []


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    return next((value for name, value in _pairs(node) if name.value == key), None)


def _children(node: yaml.Node | None, key: str) -> list[yaml.Node]:
    found = _child(node, key)
    return found.value if isinstance(found, yaml.SequenceNode) else []


def _texts(node: yaml.Node) -> list[str]:
    return [part.value for part in node.value] if isinstance(node, yaml.SequenceNode) else [node.value]
