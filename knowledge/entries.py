"""What a piece of knowledge is: the shape of every YAML file, written once.

The JSON Schemas in `schema/` are generated from these models, so an editor complains about the same things as the
loader.
"""

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

TopicId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[/-][a-z0-9]+)*$")]
Sentence = Annotated[str, StringConstraints(min_length=3, max_length=600, strip_whitespace=True)]
Phrase = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
PLACEHOLDER = re.compile(r"\{([a-z_0-9]+)\}")


class Model(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Document(Model):
    """A source document: what it is called, whose it is and how old."""

    name: str = Field(description="Short name used everywhere else, e.g. college-2016")
    title: Sentence = Field(description="What a reader would call it, printed as the source of an answer")
    owner: str
    year: int | None = Field(default=None, description="Year of issue; left out where the document does not say")
    about: Sentence


class Source(Model):
    """Where a statement stands."""

    document: str
    section: str = Field(description="Heading under which it stands")


class Value(Model):
    """A figure as data; the text shows it through a placeholder. Exactly one kind."""

    date: dt.date | None = None
    datetime: dt.datetime | None = Field(default=None, description="London time")
    money: float | None = Field(default=None, description="Pounds sterling")
    number: float | None = None
    per: str | None = Field(default=None, description="With money: the period, e.g. year")
    unit: str | None = Field(default=None, description="With number: what is counted, e.g. days")

    @model_validator(mode="after")
    def _one_kind(self) -> "Value":
        kinds = [self.date, self.datetime, self.money, self.number]
        if sum(kind is not None for kind in kinds) != 1:
            raise ValueError("give exactly one of date, datetime, money, number")
        return self


def _fingerprint(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+@\d+[+~]\d+:[0-9a-f]{16}", text):
        raise ValueError("not a fingerprint; write `quote:` and run `python app.py documents fingerprint`")
    return text


Fingerprint = Annotated[str, AfterValidator(_fingerprint)]


def _same_names(text: str, values: dict[str, Value]) -> None:
    wanted, given = set(PLACEHOLDER.findall(text)), set(values)
    if wanted != given:
        raise ValueError(f"the text uses {sorted(wanted)} but values gives {sorted(given)}")


class Item(Model):
    """One statement: an indicator, a sentence of a definition, or a fact, in our own words."""

    text: Sentence
    values: dict[str, Value] = {}
    part: Literal["description", "behaviour"] | None = Field(
        default=None, description="Only where an entry holds a description and a list of behaviours"
    )
    cues: tuple[Phrase, ...] = Field(default=(), description="Short things people say for this statement")
    official: tuple[Fingerprint, ...] = Field(
        default=(), description="document@first word+number of words:hash, one for each accepted place and variant"
    )
    practice: bool = Field(default=False, description="General practice, not in the documents")
    damaged: dict[str, Phrase] = Field(
        default={}, description="For each document that has the official sentence damaged: what is wrong with it there"
    )

    @model_validator(mode="after")
    def _placeholders(self) -> "Item":
        _same_names(self.text, self.values)
        return self


class Entry(Model):
    """Everything that can be answered about one topic."""

    id: TopicId
    title: Sentence
    sources: tuple[Source, ...] = ()
    practice: bool = Field(default=False, description="The whole entry is general practice or about this program")
    words: tuple[Phrase, ...] = Field(default=(), description="Names that people use for the whole topic")
    summary: Sentence | None = None
    values: dict[str, Value] = Field(default={}, description="Figures that the summary shows through placeholders")
    items: tuple[Item, ...] = ()
    lists: tuple[TopicId, ...] = Field(default=(), description="Topics that the answer lists, in order")
    see: tuple[TopicId, ...] = Field(default=(), description="Sensible next topics")
    verbatim: bool = Field(
        default=False, description="Its statements are the source's own sentences: for what a force adds of its own"
    )
    reviewed: dt.date | None = None

    @model_validator(mode="after")
    def _placeholders(self) -> "Entry":
        _same_names(self.summary or "", self.values)
        return self


class Reading(Model):
    """One side of a conflict."""

    text: Sentence
    values: dict[str, Value] = {}
    source: Source

    @model_validator(mode="after")
    def _placeholders(self) -> "Reading":
        _same_names(self.text, self.values)
        return self


class Conflict(Model):
    """A place where the documents contradict each other or themselves."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
    about: Sentence = Field(description="What the readings differ on")
    topics: tuple[TopicId, ...] = Field(min_length=1, description="Topics whose answer touches it")
    readings: tuple[Reading, ...] = Field(min_length=1)
    note: Sentence | None = Field(
        default=None, description="What a reader should make of it, without choosing silently"
    )
    question: Phrase = Field(description="A question that brings it up")


class EntryFile(Model):
    """A file of entries."""

    entries: tuple[Entry, ...]


class ConflictFile(Model):
    """A file of conflicts."""

    conflicts: tuple[Conflict, ...]


class DocumentFile(Model):
    """The file of source documents."""

    documents: tuple[Document, ...]


class Question(Model):
    """A question with every topic its answer must show, main one first."""

    say: Phrase
    topics: tuple[TopicId, ...] = Field(min_length=1)


class QuestionFile(Model):
    """How people ask: for each topic, phrases in their own words; questions for several topics under `labelled`."""

    questions: dict[TopicId, tuple[Phrase, ...]] = {}
    labelled: tuple[Question, ...] = ()


class Refusal(Model):
    """A kind of request that is outside what the coach knows."""

    about: Sentence = Field(description="What it is, for whoever edits this")
    reply: Sentence = Field(description="What the coach says")
    see: tuple[TopicId, ...] = Field(default=(), description="Topics offered instead")
    contacts: tuple[str, ...] = Field(default=(), description="Names in contacts.yaml of where to turn")
    expert: bool = Field(default=False, description="Whether a person may know the answer: then it can be handed on")
    phrases: tuple[Phrase, ...]


class RefusalFile(Model):
    """What is refused, and how people ask for it."""

    refusals: dict[Annotated[str, StringConstraints(pattern=r"^[a-z-]+$")], Refusal]


Group = Literal["competencies", "values", "clusters", "levels", "ranks", "indicators", "editions"]


class VocabularyFile(Model):
    """Names of the slots of a question: what each is called by people."""

    competencies: dict[TopicId, tuple[Phrase, ...]]
    values: dict[str, tuple[Phrase, ...]]
    clusters: dict[TopicId, tuple[Phrase, ...]]
    ranks: dict[TopicId, tuple[Phrase, ...]]
    editions: dict[TopicId, tuple[Phrase, ...]] = Field(description="met, college, revised, or one that a force adds")
    levels: dict[Literal["1", "2", "3"], tuple[Phrase, ...]]
    polarity: dict[Literal["positive", "negative"], tuple[Phrase, ...]]
    aspects: dict[Literal["definition", "why", "compare", "all"], tuple[Phrase, ...]]
    groups: dict[Group, tuple[Phrase, ...]]
    ordinals: dict[Literal["1", "2", "3", "4", "5", "6", "-1"], tuple[Phrase, ...]]
    steps: dict[Literal["up", "down", "next", "other", "same"], tuple[Phrase, ...]]
    seeking: tuple[Phrase, ...] = Field(description="How people ask where a behaviour belongs")
    themes: tuple[Phrase, ...] = Field(description="How people ask for every place that deals with something")
    today: tuple[Phrase, ...] = Field(description="Words by which someone asks for what holds now or comes next")
    fillers: str = Field(description="Words without a topic of their own, separated by blanks")
    abbreviations: dict[Phrase, Phrase] = Field(description="Written short, read long")
    topics: dict[TopicId, tuple[Phrase, ...]] = Field(
        default={}, description="Names of what a force adds beside the framework, taken from its entries"
    )

    def tables(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """The headings that name slots, each with what it names and by which names."""
        named = (
            name
            for name in type(self).model_fields
            if name not in ("seeking", "themes", "today", "fillers", "abbreviations")
        )
        return {name: dict(getattr(self, name)) for name in named}


class ContactFile(Model):
    """Where to turn; a deployment replaces these with its own."""

    contacts: dict[str, Sentence]


class StarFile(Model):
    """What the STAR check looks for in an answer."""

    cues: dict[str, tuple[Phrase, ...]] = Field(description="Classes of phrases; `*` at the end matches any ending")
    past: tuple[Phrase, ...] = Field(description="Irregular past tenses")


class NameFile(Model):
    """People's names, for the warning that an answer identifies somebody."""

    first_names: tuple[Phrase, ...] = Field(description="First names, in lower case")
    surnames: tuple[Phrase, ...] = Field(description="Surnames that text without capitals may hold")
    ordinary: tuple[Phrase, ...] = Field(description="First names that are also everyday words")
    not_people: tuple[Phrase, ...] = Field(description="Words that make a place of a name before them")


IndicatorId = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9/-]+#[1-9][0-9]*$"),
    Field(description="The topic, # and which of its statements, from 1"),
]


class Behaviour(Model):
    """Something that a candidate tells of, and the indicators that it may show."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z-]+$")]
    means: Sentence
    shows: tuple[IndicatorId, ...] = Field(min_length=1, description="Indicators that it may show")
    cues: tuple[Phrase, ...] = Field(
        min_length=1, description="Words in order, three others between at most; a/b: either; @group; * any ending"
    )


class BehaviourFile(Model):
    """What candidates tell that may show an indicator."""

    groups: dict[str, tuple[Phrase, ...]] = Field(default={}, description="Words that a cue names as @group")
    behaviours: tuple[Behaviour, ...]
    indicators: dict[IndicatorId, tuple[Phrase, ...]] = Field(default={}, description="Cues of single indicators")
