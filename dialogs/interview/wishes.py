"""What somebody who wants to practise asks for, in their own words: targets, number, format, timers, ways."""

import re
from dataclasses import dataclass, replace

from knowledge.bank import Audience
from knowledge.library import Library
from knowledge.topics import Edition
from knowledge.understanding.parser import Parser
from knowledge.understanding.readings import RANK_LEVELS, rank_level
from knowledge.understanding.text import words

MOST_QUESTIONS = 9
MOST_MINUTES = 60  # of a timer
_LEAST_SECONDS = 10
SUGGESTED = (60, 300)  # seconds to think and to answer where somebody wants timers and names no time; no process's
_SHORT = 8  # words of a message that says who somebody is
LONGEST = 30  # words; a longer message tells something rather than asking to practise
_NUMBERS = {
    word: at
    for at, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1)
}
_COUNT = r"(\d{1,3}|" + "|".join(_NUMBERS) + r")"
_QUESTIONS = r"(?:questions?|qs?|q's)"
_LEAD_WORDS = (
    "hi hello hey please pls ok okay right so well now um uh er yes yeah and then could can would will you we i i'd id"
    " i'm im want wanna like love need going gonna to let's lets let me just maybe perhaps think ready try do have"
    " start begin run give gimme take set up with be a an another some one the my bit of quick short next first"
)
_LEAD = rf"^(?:(?:{'|'.join(_LEAD_WORDS.split())})\s+)*"
_ASKS = re.compile(
    _LEAD
    + r"(?:(?:practi[sc]e|practi[sc]ing|prac|rehearse|quiz me|test me|interview me|drill me|grill me|surprise me"
    + r"|mocks?"
    + rf"|gentle|gently|{_COUNT} (?:[a-z']+ ){{0,2}}?{_QUESTIONS})\b)"
)
# With what is named: "let's do courage", "interview ownership".
_TRIES = re.compile(
    r"^(?:please |ok |right |so |yes )*(?:(?:let's|lets|can we|could we|shall we|i want to|i'd like to) (?:do|try)"
    rf"|(?:give me |gimme )?{_QUESTIONS} (?:on|about|for)|interview)\b"
)
_SWITCHES = re.compile(_LEAD + r"(?:switch|change|swap|go for|how about|what about|do|try)\b|\binstead\b")
_SOME = re.compile(rf"\b{_COUNT} (?:[a-z']+ ){{0,3}}?{_QUESTIONS}(?: |$)")
_NOT = re.compile(
    r"\b(?:workshops?|groups?|team|syndicate|relief|everyone|trios?|delegates|others|together|observers?|stop|end"
    r"|ending|finish|cancel|resume|carry on|return|continue|delete|wipe|erase|reports?|pdf|export|log|scores?"
    r"|marks? me|previous|past|yesterday|not a mock|don't|dont|best practi[sc]e|good practi[sc]e|my practi[sc]e|preach"
    r"|panels?|film|recording|examples?|settings?|progress|i have|ive|i've|got|practi[sc]e (?:rounds?|sessions?|log"
    r"|on a|papers?|what))\b"
)
_QUESTION_WORDS = "how what whats what's why when where which who who's is are does did"
_ASKING = frozenset(_QUESTION_WORDS.split())
_POLITELY = frozenset(["can", "could", "would", "may", "will"])
_GENTLE = re.compile(r"\b(gentle|gently|easy|easier|kind|low pressure|nervous|anxious|scared|warm up|softly)\b")
_SURPRISE = re.compile(r"\b(surprise|ask me anything|about anything|random|you choose|you pick|whatever|mystery)\b")
_PRIVATE = re.compile(
    r"\b(without (?:keeping|storing|saving)|(?:keep|store|save) nothing|(?:dont|don't) (?:keep|store|save)|off the"
    r" record|private(?:ly)?)\b"
)
_NO_MARKS = re.compile(r"\b(?:no|without) (?:self )?(?:marks?|marking|ratings?|scores?|scoring)\b")
_TIMERS_OFF = re.compile(
    r"\b(no|without|off|stop|remove|not|un)\b ?(?:the |a |any )?(?:timers?|clock|time limits?|timed|timing)\b"
    r"|\btimers? off\b|\buntimed\b"
)
_TIMERS_ON = re.compile(r"\b(?:with|use|on|start|set) (?:the |a )?(?:timers?|clock)\b|\btimers? on\b|\btimed\b")
_TIME = re.compile(
    rf"\b{_COUNT}(?: and a (half))? ?(minutes?|mins?|seconds?|secs?)\b(?: \w+)?? ?(?:to |of |for |per )*"
    r"(think\w*|thought|prep\w*|plan\w*|answer\w*|talk\w*|speak\w*|question|timer|clock|each)?"
)
_THINKING = re.compile(r"think|thought|prep|plan")
_OUTSIDE = re.compile(
    r"\b(outside|outsider|not (?:a |an |in the |yet a )?(?:police|cop|officer|force)\w*|civilian|joining"
    r"|recruit|applicant|external|member of the public)\b"
)
_SENIORS = re.compile(r"\b(seniors?|superintendents?|chief (?:officer|constable|inspector|superintendent)s?|level 3)\b")
_AUDIENCES: tuple[tuple[Audience, re.Pattern[str]], ...] = (
    ("outside", _OUTSIDE),
    ("staff", re.compile(r"\b(police staff|staff)\b")),
    ("seniors", _SENIORS),
    ("officers", re.compile(r"\b(officers?|constables?|sergeants?|sgt|inspectors?|pc|promotion)\b")),
)


@dataclass(frozen=True)
class Wish:
    """What is asked for. `targets` may hold competencies without a level; empty fields were not mentioned."""

    targets: tuple[str, ...] = ()
    level: int | None = None
    ranks: tuple[str, ...] = ()
    number: int | None = None
    form: str | None = None
    gentle: bool = False
    surprise: bool = False
    private: bool = False
    timers: bool | None = None
    marks: bool | None = None
    think: int | None = None
    answer: int | None = None
    audience: Audience | None = None

    @property
    def says_what(self) -> bool:
        """Whether it says what to practise."""
        return bool(self.targets or self.form or self.surprise)


NO_WISH = Wish()


_TIMER_ONLY_WORDS = (
    "a an the with and to of for on off use set start give me i want like would please timer timers clock time limit"
    " no minute minutes min mins second seconds sec secs half think thinking thought prepare preparing plan answer"
    " answering talk talking speak speaking each question per without switch turn put make it"
)
_TIMER_ONLY = frozenset(_TIMER_ONLY_WORDS.split()) | frozenset(_NUMBERS)
_SELF = re.compile(r"^(?:i am|i'm|im|questions for)\b")


class Wishes:
    """Reads wishes against one library."""

    def __init__(self, library: Library, parser: Parser) -> None:
        self._library = library
        self._parser = parser
        named = [(" ".join(words(name)), form.id) for form in library.formats.values() for name in form.words]
        self._forms = sorted(named, key=lambda pair: -len(pair[0]))

    def asks(self, text: str) -> bool:
        """Whether a message plainly asks to practise."""
        said = words(text)
        plain = " ".join(said)
        if not said or len(said) > LONGEST or said[0] in _ASKING or _NOT.search(plain):
            return False
        if text.rstrip().endswith("?") and said[0] not in _POLITELY:
            return False
        named = len(said) <= _SHORT and _TRIES.search(plain) and self.read(text).targets
        return bool(_ASKS.search(plain) or named)

    def switches(self, text: str) -> bool:
        """Whether a short message asks for something else to practise: "switch to ownership", "integrity instead"."""
        plain = " ".join(words(text))
        return 0 < len(plain.split()) <= _SHORT and bool(_SWITCHES.search(plain)) and self.read(text).says_what

    def sets_timers(self, text: str) -> bool:
        """Whether a message is about timers and nothing else: "5 minute timer", "1 minute to think"."""
        said = words(text)
        if not said or not all(word in _TIMER_ONLY or word.isdigit() for word in said):
            return False
        return _timed(NO_WISH, " ".join(said)) != NO_WISH

    def tells_of_self(self, text: str) -> bool:
        """Whether a short message says for whom questions shall be: "I am police staff"."""
        said = words(text)
        plain = " ".join(said)
        if not said or len(said) > _SHORT or not _SELF.match(plain):
            return False
        return any(pattern.search(plain) for _, pattern in _AUDIENCES)

    def read(self, text: str) -> Wish:
        """What a message asks for, whether or not it asks to practise."""
        plain = " ".join(words(text))
        slots = self._parser.parse(_SOME.sub(" ", plain)).slots  # "2 questions" is no level
        ranks = tuple(rank for rank in slots.all("ranks") if f" {plain} " != " skip ")
        editions: list[str] = slots.all("editions")
        targets = tuple(filter(None, (self._target(name, editions) for name in slots.all("competencies", "values"))))
        form = None if targets else next((form for name, form in self._forms if name in plain), None)
        if not targets and not form:
            targets, form = self._group(slots.all("groups"))
        levels = slots.all("levels")
        found = Wish(
            targets,
            int(levels[0]) if levels else None,
            ranks,
            _number(plain),
            form,
            gentle=bool(_GENTLE.search(plain)),
            surprise=bool(_SURPRISE.search(plain)) and not targets and not form,
            private=bool(_PRIVATE.search(plain)),
            marks=False if _NO_MARKS.search(plain) else None,
            audience=next((name for name, pattern in _AUDIENCES if pattern.search(plain)), None),
        )
        return _timed(found, plain)

    def _target(self, name: str, editions: list[str]) -> str | None:
        """A competency as it is; a value in the edition named, else the Met's, the later one, any with questions."""
        if name.startswith("competency/"):
            return name
        order: list[Edition] = [*editions, "met", "revised", "college", *self._library.vocabulary.editions]
        places = (self._library.framework.get((name, edition, "definition", None)) for edition in order)
        return next((topic for topic in places if topic in self._library.bank.targets), None)

    def _group(self, groups: list[str]) -> tuple[tuple[str, ...], str | None]:
        if "competencies" in groups and "values" in groups:
            return (), "later-table"
        if "competencies" in groups:
            return tuple(self._library.vocabulary.competencies), None
        return (), "met-2023" if "values" in groups else None


def joined_level(competency: str, level: int) -> str:
    """A competency at a level as a target."""
    return f"{competency}/level-{level}"


def level_of(wish: Wish, competency: str) -> int | None:
    """The level that a wish means for a competency: the one named, else that of the rank named."""
    if wish.level:
        return wish.level
    rank = next((rank for rank in wish.ranks if rank in RANK_LEVELS), None)
    return rank_level(competency, rank) if rank else None


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def _number(plain: str) -> int | None:
    found = _SOME.search(plain)
    return min(max(_count(found[1]), 1), MOST_QUESTIONS) if found else None


def _timed(wish: Wish, plain: str) -> Wish:
    if _TIMERS_OFF.search(plain):
        return replace(wish, timers=False)
    think, answer = None, None
    for found in _TIME.finditer(plain):
        seconds = _count(found[1]) * (60 if found[3].startswith("m") else 1)
        seconds += (30 if found[3].startswith("m") else 0) if found[2] else 0
        if found[4] and _THINKING.match(found[4]):
            think = seconds
        else:
            answer = seconds
    if think == answer == 0:
        return replace(wish, timers=False)
    on = bool(_TIMERS_ON.search(plain)) or think is not None or answer is not None
    return replace(wish, timers=True if on else None, think=_within(think), answer=_within(answer))


def _within(seconds: int | None) -> int | None:
    """A time that makes sense, 10 seconds to an hour; 0 where somebody wants none."""
    return min(max(seconds, _LEAST_SECONDS), MOST_MINUTES * 60) if seconds else seconds
