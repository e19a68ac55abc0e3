"""Messages and buttons that steer an interview. Only a whole message steers, never a word within an answer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from dialogs.interview.course import Interview, Move, Phase
from knowledge.understanding.text import words

HERE = "do/interview#"
REPEAT, BACK, REPORT, EXAMPLE = "repeat", "back", "report", "example"
VERDICT, DISPUTE, STUCK = "verdict", "dispute", "stuck"
MORE_TIME, HALT, RUN, TIMER_OFF, TIME_LEFT, NO_MARKS = "more-time", "halt", "run", "timer-off", "time-left", "no-marks"
_CLOSE, _SHORTEST, _MOST_WORDS = 90.0, 6, 6  # how near a mistyped command must be, its fewest letters, its most words
_LONGEST_ENDING, _MOST_LOOSE = 10, 12  # words
_MOVES = frozenset(move.value for move in Move)

_POLITE_WORDS = (
    "please pls ok okay thanks thank you now well so um uh erm er right then sorry just can we i you could yeah yep yes"
    " no would like want need to maybe think guess really mate though actually go and give let me do"
)
_POLITE = frozenset(_POLITE_WORDS.split())
# A message of these words alone, with one that tells of an end, ends an answer: "yep that's it, I'm done".
_ENDING_WORDS = (
    "that's thats that is it all done finished complete end everything me i i'm im am have i've ive yep yeah yes right"
    " so ok okay well um uh er think guess suppose sorry from for now this one my answer of the then really there"
    " nothing more else no just about probably mate thanks thank you today question"
)
_ENDING = frozenset(_ENDING_WORDS.split())
_ENDS = re.compile(
    r"\b(?:done|finished|complete|everything|nothing (?:more|else)|(?:that's|thats|that is|this is) (?:it|all|me))\b"
)
# The same at the end of a longer message, behind a mark or a word that leads to it.
_TAIL = re.compile(
    r"(?:[.?!,;\n]|\b(?:so|and|yeah|um|uh|right|ok|yep|anyway|well))\s*(?:(?:um|uh|yeah|so|right|ok|well|and),? )*"
    r"(?:that['’]?s (?:all(?: from me)?|me(?: done)?|it|everything|my answer)|i['’]?m (?:done|finished))"
    r"(?: now| then| really| i think| thanks| thank you| mate| for that one)*[.!\s]*$",
    re.IGNORECASE,
)
# "Why did you say that there is no result?"
_WHY = re.compile(r"\b(?:why|how come)\b.*\byou\b.*\b(?:say|said|says|think|thought|found|find|miss|missed|mean)\b")
_MARK_WORDS = "out of i'd id say a give it myself i think maybe about mark would"
_AROUND_MARK = frozenset(_MARK_WORDS.split())
_MARKS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5} | {str(mark): mark for mark in range(1, 6)}


@dataclass(frozen=True)
class Command:
    """What a person wants the interview to do: a move or a word of this module, and what goes with it."""

    name: str
    argument: str = ""
    stamp: str | None = None  # of a button: where the interview was when it was shown


class Commands:
    """Recognises commands by their phrases, also mistyped ones."""

    def __init__(self, phrases: Mapping[str, Sequence[str]]) -> None:
        """`phrases`: for each command how people say it."""
        self._names = {" ".join(words(phrase)): name for name, every in phrases.items() for phrase in every}
        self._long = [phrase for phrase in self._names if len(phrase) >= _SHORTEST]

    def spoken(self, text: str) -> Command | None:
        """The command that a message is; None for anything else."""
        said = words(text[:200])
        plain = " ".join(said)
        if plain in self._names:
            return Command(self._names[plain])
        while said and said[0] in _POLITE:
            said = said[1:]
        while said and said[-1] in _POLITE:
            said = said[:-1]
        trimmed = " ".join(said)
        if trimmed in self._names:
            return Command(self._names[trimmed])
        if len(plain.split()) <= _LONGEST_ENDING and set(plain.split()) <= _ENDING and _ENDS.search(plain):
            return Command(Move.DONE)
        if len(plain) < _SHORTEST or len(said) > _MOST_WORDS:
            return None
        found = process.extractOne(plain, self._long, scorer=fuzz.ratio, score_cutoff=_CLOSE)
        return Command(self._names[found[0]]) if found else None

    def loose(self, text: str) -> Command | None:
        """The command that a short message holds, where no telling is expected: "yeah go on, next question please"."""
        plain = " ".join(words(text[:200]))
        if len(plain.split()) > _MOST_LOOSE:
            return None
        held = [phrase for phrase in self._long if " " in phrase and f" {phrase} " in f" {plain} "]
        if held:
            return Command(self._names[max(held, key=len)])
        return Command(DISPUTE) if _WHY.search(plain) else Command(REPEAT) if "feedback" in plain.split() else None


def told_to_the_end(text: str) -> str | None:
    """What comes before the words that end an answer, where a message tells something and ends so."""
    found = _TAIL.search(text)
    if found is None or not found.start():
        return None
    mark = text[found.start()]
    return text[: found.start()].rstrip() + (mark if mark in ".?!" else "")


def mark_in(text: str) -> int | None:
    """A mark from 1 to 5: "4", "four", "4/5", "4 out of 5", "I'd say a 3"."""
    said = [word for word in words(text[:100].replace("/", " ")) if word not in _AROUND_MARK]
    if not said or len(said) > _MOST_WORDS:
        return None
    return next((_MARKS[word] for word in said if word in _MARKS), None)


def pressed(value: str, here: str = HERE) -> Command | None:
    """The command of a button of an interview, or of what else `here` stands for."""
    if not value.startswith(here):
        return None
    body = value.removeprefix(here)
    stamp = None
    if here == HERE and "@" in body:
        body, _, stamp = body.rpartition("@")
    name, _, argument = body.partition("=")
    return Command(name, argument, stamp)


def button(name: str, interview: Interview, argument: str = "") -> str:
    """The value of a button that counts only where the interview is now."""
    return f"{HERE}{name}{'=' if argument else ''}{argument}@{stamp(interview)}"


def stamp(interview: Interview) -> str:
    """Where an interview is, so that a button pressed late or twice is known as such."""
    tries = len(interview.round.tries) if interview.rounds else 0
    return f"{interview.id}.{len(interview.rounds)}.{tries}.{interview.phase[:2]}"


# The nearest possible move, where what was said is not possible in a phase.
_NEAREST: Mapping[tuple[Phase, str], str] = {
    (Phase.ASKED, Move.NEXT): Move.SKIP,
    (Phase.ANSWERING, Move.NEXT): Move.DONE,
    (Phase.ANSWERING, Move.REDO): Move.OVER,
    (Phase.PROBING, Move.NEXT): Move.DONE,
    (Phase.ASKED, Move.RESUME): REPEAT,
    (Phase.ANSWERING, Move.RESUME): REPEAT,
    (Phase.PROBING, Move.RESUME): REPEAT,
    (Phase.RATING, Move.RESUME): REPEAT,
    (Phase.RATING, Move.NEXT): Move.SKIP,
    (Phase.FEEDBACK, Move.OVER): Move.REDO,
    (Phase.FEEDBACK, Move.RESUME): Move.NEXT,
    (Phase.FEEDBACK, Move.UNDO): Move.REDO,
    (Phase.NAMING, Move.DONE): Move.TAKE_OUT,
    (Phase.NAMING, Move.RESUME): Move.TAKE_OUT,
    (Phase.ENDED, Move.NEXT): Move.RESUME,
    (Phase.ENDED, Move.REDO): Move.RESUME,
    (Phase.ENDED, BACK): Move.RESUME,
    (Phase.PAUSED, REPEAT): Move.RESUME,
    (Phase.PAUSED, BACK): Move.RESUME,
    (Phase.PAUSED, Move.NEXT): Move.RESUME,
}


def fitting(command: Command, interview: Interview) -> str:
    """The command, or the nearest one that is possible where the interview is."""
    if command.stamp is None and not (command.name in _MOVES and interview.may(Move(command.name))):
        return _NEAREST.get((interview.phase, command.name), command.name)
    return command.name
