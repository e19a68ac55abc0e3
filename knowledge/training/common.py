"""The examples that the intent model learns from."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.entries import QuestionFile
from knowledge.library import HOME, Library
from knowledge.loading import load

WEIGHTS = HOME / "weights"
QUESTIONS = HOME / "language" / "questions"


@dataclass(frozen=True)
class Example:
    """A text and the topics it asks for, main one first; `statement` is set for what the knowledge base itself says."""

    text: str
    topics: tuple[str, ...]
    statement: bool = False


def phrases(folder: Path = QUESTIONS) -> Iterator[Example]:
    """The questions that people wrote."""
    for path in sorted(folder.glob("*.yaml")):
        file = load(path, QuestionFile)
        for topic, texts in file.questions.items():
            yield from (Example(text, (topic,)) for text in texts)
        yield from (Example(question.say, question.topics) for question in file.labelled)


def examples_of(library: Library) -> Iterator[Example]:
    """Refused phrases, questions of conflicts, and what the entries themselves say as examples of their topics."""
    for conflict in library.conflicts:
        yield Example(conflict.question, conflict.topics[:1])
    for name, refusal in library.refusals.items():
        yield from (Example(phrase, (f"no/{name}",)) for phrase in refusal.phrases)
    for entry in library.entries.values():
        for text in (f"{entry.title} {entry.summary or ''}", *entry.words):
            yield Example(text, (entry.id,), statement=True)
        for item in entry.items:
            yield from (Example(text, (entry.id,), statement=True) for text in (item.text, *item.cues))


def fingerprint_of(library: Library) -> str:
    """Changes when any training example changes, so that `check` can say that the weights are stale."""
    digest = hashlib.blake2b(digest_size=8)
    for example in (*phrases(), *examples_of(library)):
        digest.update(repr(example).encode())
    return digest.hexdigest()
