"""What the unit labellers see of a unit: who does what in which tense, cues, words, leanings; never its position.

Position is a trap (research/language.md, section 5): brilliant on tidy answers, useless on people who tell the result
first.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from knowledge.star.cues import SKIPPED, Cues
from knowledge.star.leanings import LABELS
from knowledge.understanding.text import stem

_WHO = {"i": "I", "we": "we", "he": "they", "she": "they", "they": "they", "it": "it", "you": "you", "there": "it"}
_WHO |= {"that": "it", "this": "it", "who": "they", "which": "it"}
_JOINED = {"i'd": ("I", "would"), "id": ("I", "would"), "i'm": ("I", "be"), "im": ("I", "be"), "i've": ("I", "have")}
_JOINED |= {"ive": ("I", "have"), "i'll": ("I", "will"), "we'd": ("we", "would"), "we're": ("we", "be")}
_JOINED |= {"it's": ("it", "be"), "that's": ("it", "be"), "they'd": ("they", "would"), "there's": ("it", "be")}
_MODAL = frozenset(["would", "will", "could", "can", "should", "might", "must", "wouldn't", "couldn't", "can't"])
_BE = frozenset(["was", "were", "wasn't", "weren't"])
_HAVE = frozenset(["had", "hadn't"])
_PRESENT_BE = frozenset(["am", "is", "are", "be"])
_SMALL = (
    "i we he she they it my our his her their me us him them was were had to the a an and so but because that this in "
    "on at for of with not did would what when which who is are be been have has as by from"
)
_GLUE = frozenset(_SMALL.split())
_USUAL = 1.8  # minus the log of one label among six: leanings are told as more or less than that


class Told(NamedTuple):
    """The words of a unit, with what is seen in them."""

    words: tuple[str, ...]
    acts: tuple[str, ...]
    cues: Counter[str]
    past: bool  # whether any word is a past tense


def told(words: Sequence[str], cues: Cues) -> Told:
    """See what is in the words of a unit."""
    names = Counter(name for name, _, _ in cues.found(words))
    return Told(tuple(words), tuple(acts_of(words, cues)), names, any(map(cues.is_past, words)))


def acts_of(words: Sequence[str], cues: Cues) -> list[str]:
    """Who does what: `I+past`, `we+past`, `they+was`, `I+would` ..., one for each subject."""
    found = []
    for at, word in enumerate(words):
        if word in _JOINED:
            found.append("+".join(_JOINED[word]))
            continue
        who = _WHO.get(word)
        if who is None:
            continue
        rest = (later for later in words[at + 1 : at + 4] if later not in SKIPPED)
        found.append(f"{who}+{_verb(next(rest, ''), next(rest, ''), cues)}")
    return found


def _verb(word: str, after: str, cues: Cues) -> str:
    if word in _BE:
        return "was-ing" if after.endswith("ing") else "was"
    if word in _HAVE:
        return "had-to" if after == "to" else "had"
    if word in _MODAL:
        return "would" if word.startswith("w") else "could"
    if word in _PRESENT_BE or word in ("have", "has", "'ve"):
        return "present"
    if word in ("did", "didn't"):
        return "did"
    if cues.is_past(word):
        return "past-to" if after == "to" else "past"
    return "other"


def features_of(units: Sequence[Told], leaned: Sequence[Sequence[float]]) -> list[dict[str, float]]:
    """The features of every unit of an answer, with what stands around it; `leaned` as by Leanings.of."""
    named = [_named(unit) for unit in units]
    done = [any(act.startswith("I+past") for act in unit.acts) for unit in units]
    found = []
    for at, unit in enumerate(units):
        row = dict.fromkeys((*named[at], *_worded(unit.words)), 1.0)
        for step in (-2, -1, 1, 2):
            near = 1.0 if abs(step) == 1 else 0.5
            if 0 <= at + step < len(units):
                row |= dict.fromkeys((f"{step:+}:{name}" for name in named[at + step]), near)
            else:
                row[f"{step:+}:none"] = near
        for step, weight in ((-1, 0.25), (0, 0.5), (1, 0.25)):
            if 0 <= at + step < len(units):
                for label, chance in zip(LABELS, leaned[at + step], strict=True):
                    row[f"{step:+}lean {label}"] = (max(chance, -6.9) + _USUAL) * weight
        row["done before"] = min(3, sum(done[:at])) / 3
        row["done after"] = min(3, sum(done[at + 1 :])) / 3
        row["done share"] = sum(done) / len(done)
        found.append(row)
    return found


def _named(unit: Told) -> list[str]:
    """What also speaks for the neighbours."""
    named = [f"act {act}" for act in sorted(set(unit.acts))]
    named += [f"cue {name}" for name in sorted(unit.cues)]
    named.append(f"first act {unit.acts[0]}" if unit.acts else "no act")
    named.append(f"size {min(len(unit.words) // 6, 5)}")
    if any(any(char.isdigit() for char in word) for word in unit.words):
        named.append("number")
    if '"' in unit.words:
        named.append("quote")
    if "?" in unit.words:
        named.append("question")
    if unit.past:
        named.append("past")
    return named


def _worded(words: Sequence[str]) -> list[str]:
    """What speaks for the unit alone."""
    own = [f"w {stem(word)}" for word in words if len(word) > 1]
    own += [f"b {one} {two}" for one, two in pairwise(words) if {one, two} & _GLUE]
    return [*own, f"start {' '.join(words[:1])}", f"start {' '.join(words[:2])}"]
