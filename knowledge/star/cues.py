"""The words and phrases of `language/answers.yaml`, ready to be found in a unit."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from knowledge.understanding.text import fold

_BETWEEN = (  # words that may stand between a subject and its verb
    "just also then only really actually quickly calmly always never even immediately first still all both basically "
    "sort kind of like um erm"
)
SKIPPED = frozenset(_BETWEEN.split())
_WORD = re.compile(r"[a-z0-9£]+(?:'[a-z]+)*|%|[?]|\"")


def words_of(text: str) -> list[str]:
    """The words of an answer in lower case; `i'd` stays whole, marks other than ? % and quotes go."""
    return _WORD.findall(fold(text))


class Cues:
    """Finds cue classes. A phrase matches whole words; one that ends in `*` matches any ending of its last word."""

    def __init__(self, classes: Mapping[str, Iterable[str]], past: Iterable[str]) -> None:
        self._phrases: dict[str, list[tuple[tuple[str, ...], bool, str]]] = {}
        for name, phrases in classes.items():
            for phrase in phrases:
                parts = tuple(words_of(phrase.removesuffix("*")))
                self._phrases.setdefault(parts[0][:2], []).append((parts, phrase.endswith("*"), name))
        self._past = frozenset(past)

    @cached_property
    def past(self) -> frozenset[str]:
        """The irregular past forms."""
        return self._past

    def found(self, words: Sequence[str]) -> list[tuple[str, int, int]]:
        """(class, first word, word after the last) of every cue."""
        hits = []
        for at, word in enumerate(words):
            for parts, open_ended, name in self._phrases.get(word[:2], ()):
                end = at + len(parts)
                if end > len(words):
                    continue
                window = words[at:end]
                if tuple(window[:-1]) == parts[:-1] and (
                    window[-1] == parts[-1] or (open_ended and window[-1].startswith(parts[-1]))
                ):
                    hits.append((name, at, end))
        return hits

    def is_past(self, word: str) -> bool:
        """Whether a word can be a past tense: one of the irregular ones, or it ends in -ed."""
        return word in self._past or (len(word) > 3 and word.endswith("ed") and not word.endswith("eed"))
