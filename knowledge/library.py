"""Everything known, loaded once and joined up."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from knowledge.bank import Bank, BankFile, CommandFile, Format, FormatFile, Pack
from knowledge.entries import (
    BehaviourFile,
    Conflict,
    ConflictFile,
    ContactFile,
    Document,
    DocumentFile,
    Entry,
    EntryFile,
    Model,
    NameFile,
    Refusal,
    RefusalFile,
    StarFile,
    VocabularyFile,
)
from knowledge.loading import KnowledgeError, M, Problem, load
from knowledge.topics import Topic, parse

HOME = Path(__file__).parent
ENTRY_FOLDERS = ("frameworks", "process", "interviews", "program")
BANK_FOLDER = ("interviews", "bank")


@dataclass(frozen=True)
class AnswerLanguage:
    """What interview answers are read with."""

    cues: StarFile
    names: NameFile
    behaviours: BehaviourFile


@dataclass(frozen=True)
class Interviews:
    """What interviews are made of and their answers are read with."""

    answers: AnswerLanguage
    bank: Bank
    formats: Mapping[str, Format]
    commands: Mapping[str, tuple[str, ...]]
    packs: Mapping[str, Pack] = field(default_factory=dict)


class Library:
    """The knowledge base. Entries keep the order of their files."""

    def __init__(
        self,
        entries: Iterable[Entry],
        conflicts: Iterable[Conflict],
        documents: Iterable[Document],
        vocabulary: VocabularyFile,
        refusals: dict[str, Refusal],
        contacts: dict[str, str],
        interviews: Interviews,
    ) -> None:
        self.entries = {entry.id: entry for entry in entries}
        self.conflicts = tuple(conflicts)
        self.documents = {document.name: document for document in documents}
        self.vocabulary = vocabulary
        self.refusals = refusals
        self.contacts = contacts
        self.interviews = interviews
        self.answers = interviews.answers
        self.bank = interviews.bank
        self.formats = interviews.formats
        self.commands = interviews.commands
        self.packs = interviews.packs

    def __contains__(self, topic: object) -> bool:
        return topic in self.entries

    @cached_property
    def framework(self) -> dict[tuple[str, str, str, int | None], str]:
        """(key, edition, aspect, level) of every competency and value entry -> its id: the combinations that exist."""
        return {(t.key, t.edition, t.aspect, t.level): t.id for t in self._topics() if t.edition}

    @cached_property
    def kin(self) -> dict[str, tuple[str, ...]]:
        """Every entry of a competency or value by its key, in all editions."""
        found: dict[str, list[str]] = {}
        for (key, *_), topic in self.framework.items():
            found.setdefault(key, []).append(topic)
        return {key: tuple(topics) for key, topics in found.items()}

    @cached_property
    def _conflicts_of(self) -> dict[str, tuple[Conflict, ...]]:
        found: dict[str, list[Conflict]] = {}
        for conflict in self.conflicts:
            for topic in conflict.topics:
                found.setdefault(topic, []).append(conflict)
        return {topic: tuple(items) for topic, items in found.items()}

    def conflicts_of(self, topic: str) -> tuple[Conflict, ...]:
        """The conflicts that an answer on this topic touches."""
        return self._conflicts_of.get(topic, ())

    def _topics(self) -> Iterator[Topic]:
        return (parse(topic) for topic in self.entries)


def yaml_files(home: Path = HOME) -> list[Path]:
    """Every knowledge file, in a stable order."""
    return sorted(path for path in home.rglob("*.yaml") if "schema" not in path.parts)


def schema_of(path: Path, home: Path = HOME) -> str:
    """The line that tells an editor which schema a file fits; it stands first in the file."""
    name = model_of(path, home).__name__.removesuffix("File").lower()
    plural = {"entry": "entries", "vocabulary": "vocabulary", "star": "star"}.get(name, f"{name}s")
    up = "../" * (len(path.relative_to(home).parts) - 1)
    return f"# yaml-language-server: $schema={up}schema/{plural}.json"


def model_of(path: Path, home: Path = HOME) -> type[Model]:
    """Which model a file must fit, by where it stands."""
    from knowledge.entries import QuestionFile  # noqa: PLC0415 - only needed by check and training

    relative = path.relative_to(home)
    names: dict[str, type[Model]] = {
        "documents.yaml": DocumentFile,
        "vocabulary.yaml": VocabularyFile,
        "refusals.yaml": RefusalFile,
        "contacts.yaml": ContactFile,
        "answers.yaml": StarFile,
        "names.yaml": NameFile,
        "behaviours.yaml": BehaviourFile,
        "formats.yaml": FormatFile,
        "commands.yaml": CommandFile,
    }
    if relative.name in names:
        return names[relative.name]
    if relative.parts[0] == "conflicts":
        return ConflictFile
    if relative.parts[:2] == BANK_FOLDER:
        return BankFile
    if relative.parts[:2] == ("language", "questions"):
        return QuestionFile
    if relative.parts[:2] == ("language", "refusals"):
        return RefusalFile
    return EntryFile


def load_library(home: Path = HOME) -> Library:
    """Load all that answering needs. Raises KnowledgeError with the problems of every file together."""
    problems: list[Problem] = []

    def read(path: Path, model: type[M]) -> M | None:
        try:
            return load(path, model)
        except KnowledgeError as error:
            problems.extend(error.problems)
            return None

    entry_paths = [path for folder in ENTRY_FOLDERS for path in sorted((home / folder).rglob("*.yaml"))]
    entry_files = [read(path, EntryFile) for path in entry_paths if model_of(path, home) is EntryFile]
    bank_files = [read(path, BankFile) for path in sorted(home.joinpath(*BANK_FOLDER).glob("*.yaml"))]
    formats = read(home / "interviews" / "formats.yaml", FormatFile)
    commands = read(home / "language" / "commands.yaml", CommandFile)
    conflict_files = [read(path, ConflictFile) for path in sorted((home / "conflicts").glob("*.yaml"))]
    documents = read(home / "documents.yaml", DocumentFile)
    vocabulary = read(home / "language" / "vocabulary.yaml", VocabularyFile)
    contacts = read(home / "language" / "contacts.yaml", ContactFile)
    star = read(home / "language" / "answers.yaml", StarFile)
    names = read(home / "language" / "names.yaml", NameFile)
    behaviours = read(home / "language" / "behaviours.yaml", BehaviourFile)
    refusal_files = [read(path, RefusalFile) for path in sorted((home / "language" / "refusals").glob("*.yaml"))]
    known = documents and vocabulary and contacts
    if problems or not (known and star and names and behaviours and formats and commands):
        raise KnowledgeError(problems)
    assert documents
    assert vocabulary
    assert contacts
    return Library(
        entries=(entry for file in entry_files if file for entry in file.entries),
        conflicts=(conflict for file in conflict_files if file for conflict in file.conflicts),
        documents=documents.documents,
        vocabulary=vocabulary,
        refusals={name: refusal for file in refusal_files if file for name, refusal in file.refusals.items()},
        contacts=dict(contacts.contacts),
        interviews=Interviews(
            AnswerLanguage(star, names, behaviours),
            Bank(question for file in bank_files if file for question in file.questions),
            {form.id: form for form in formats.formats},
            dict(commands.commands),
        ),
    )
