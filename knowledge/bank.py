"""The question bank and the interview formats: the shape of their files, and picking the next question."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from knowledge.entries import Model, Phrase, Sentence, Source, TopicId

Audience = Literal["officers", "outside", "staff", "seniors"]
ProbeName = Literal["situation", "task", "action", "result", "reasoning", "learning"]
AUDIENCES: tuple[Audience, ...] = ("officers", "outside", "staff", "seniors")
PROBES: tuple[ProbeName, ...] = ("situation", "task", "action", "result", "reasoning", "learning")
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]


class BankQuestion(Model):
    """A rear-facing question and what to ask after where the answer leaves a gap."""

    id: Name
    target: TopicId = Field(description="The value or the competency's level that it asks for")
    ask: Sentence
    suits: tuple[Audience, ...] = Field(min_length=1, description="Whom it suits: officers, outside, staff, seniors")
    probes: dict[ProbeName, Sentence]

    @model_validator(mode="after")
    def _every_probe(self) -> "BankQuestion":
        lacking = [name for name in PROBES if name not in self.probes]
        if lacking:
            raise ValueError(f"the probes for {', '.join(lacking)} are missing")
        return self


class BankFile(Model):
    """A file of interview questions."""

    questions: tuple[BankQuestion, ...]


class Pack(Model):
    """Questions of a facilitator's own, for workshops."""

    id: Name
    title: Sentence
    questions: tuple[BankQuestion, ...] = Field(min_length=1)


class PackFile(Model):
    """A file of packs."""

    packs: tuple[Pack, ...]


class Draw(Model):
    """What a format asks about: some of a group of targets."""

    group: Literal["met-values", "later-values", "national-values", "competencies"] | None = None
    targets: tuple[TopicId, ...] = Field(default=(), description="Instead of a group: these targets, all of them")
    level: Literal[1, 2, 3] | None = Field(default=None, description="With competencies")
    number: int | None = Field(default=None, ge=1, le=9, description="With a group: how many; at least, with `most`")
    most: int | None = Field(default=None, ge=1, le=9, description="With a group: how many at most")

    @model_validator(mode="after")
    def _one_way(self) -> "Draw":
        if (self.group is None) == (not self.targets):
            raise ValueError("give either a group or targets")
        if self.group is not None and self.number is None:
            raise ValueError("say how many of the group with `number:`")
        if (self.group == "competencies") != (self.level is not None):
            raise ValueError("competencies need `level:`, other groups and targets have none")
        return self


class Format(Model):
    """How a selection process runs its interview. What its source does not state is left out, never guessed."""

    id: Name
    title: Sentence
    words: tuple[Phrase, ...] = Field(default=(), description="How people name it")
    sources: tuple[Source, ...] = Field(default=(), description="Where the documents say so")
    elsewhere: Sentence | None = Field(default=None, description="The source where it is not one of the documents")
    draws: tuple[Draw, ...] = Field(min_length=1)
    think: int | None = Field(default=None, ge=5, description="Seconds of thinking time for a question")
    answer: int | None = Field(default=None, ge=30, description="Seconds of answering time for a question")
    notes: tuple[Sentence, ...] = Field(default=(), description="What else the source says of it")

    @model_validator(mode="after")
    def _sourced(self) -> "Format":
        if not self.sources and not self.elsewhere:
            raise ValueError("say where it is from with `sources:` or `elsewhere:`")
        return self


class FormatFile(Model):
    """The file of formats."""

    formats: tuple[Format, ...]


class CommandFile(Model):
    """How people say what steers an interview."""

    commands: dict[Annotated[str, StringConstraints(pattern=r"^[a-z -]+$")], tuple[Phrase, ...]]

    @model_validator(mode="after")
    def _one_meaning(self) -> "CommandFile":
        seen: dict[str, str] = {}
        for name, phrases in self.commands.items():
            for phrase in phrases:
                if seen.setdefault(phrase, name) != name:
                    raise ValueError(f"{phrase!r} stands under {seen[phrase]} and {name}")
        return self


class Bank:
    """The questions by target, in the order of their files."""

    def __init__(self, questions: Iterable[BankQuestion], packed: Iterable[BankQuestion] = ()) -> None:
        """`packed`: questions of packs, which are known by their ids and never drawn."""
        own = {question.id: question for question in questions}
        self.questions: Mapping[str, BankQuestion] = {question.id: question for question in packed} | own
        self._by_target: dict[str, list[BankQuestion]] = {}
        for question in own.values():
            self._by_target.setdefault(question.target, []).append(question)

    @property
    def targets(self) -> Collection[str]:
        """Everything that can be practised."""
        return self._by_target.keys()

    def next_question(self, target: str, asked: Sequence[str], audience: Audience | None, start: int) -> BankQuestion:
        """A question that suits the audience and was not asked before; if all were, the one asked longest ago.

        Without an audience only questions that suit everybody count, while there are any. `start` says where in the
        list to begin, so that people do not all begin with the same question. KeyError for an unknown target.
        """
        wanted = {audience} if audience else set(AUDIENCES)
        every = self._by_target[target]
        suited = [question for question in every if wanted <= set(question.suits)] or every
        turned = suited[start % len(suited) :] + suited[: start % len(suited)]
        latest = {name: at for at, name in enumerate(asked)}
        return min(turned, key=lambda question: latest.get(question.id, -1))
