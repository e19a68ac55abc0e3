"""What the unit labeller sees of a unit: who does what in which tense, cues, word groups, stems; never its position.

Position is a trap (research/language.md, section 5): brilliant on tidy answers, useless on people who tell the result
first.
"""

from collections.abc import Mapping, Sequence

from knowledge.star.cues import Cues, words_of
from knowledge.understanding.text import stem

_WHO = {"i": "I", "we": "we", "he": "they", "she": "they", "they": "they", "it": "it", "you": "you", "there": "it"}
_WHO |= {"that": "it", "this": "it", "who": "they", "which": "it"}
_JOINED = {"i'd": ("I", "would"), "id": ("I", "would"), "i'm": ("I", "be"), "im": ("I", "be"), "i've": ("I", "have")}
_JOINED |= {"ive": ("I", "have"), "i'll": ("I", "will"), "we'd": ("we", "would"), "we're": ("we", "be")}
_JOINED |= {"it's": ("it", "be"), "that's": ("it", "be"), "they'd": ("they", "would"), "there's": ("it", "be")}
_SKIPPED = frozenset(["just", "also", "then", "only", "really", "actually", "quickly", "calmly", "always", "never", "even"])
_SKIPPED |= frozenset(["immediately", "first", "still", "all", "both", "basically", "sort", "kind", "of", "like", "um", "erm"])
_MODAL = frozenset(["would", "will", "could", "can", "should", "might", "must", "wouldn't", "couldn't", "can't"])
_BE = frozenset(["was", "were", "wasn't", "weren't"])
_HAVE = frozenset(["had", "hadn't"])
_PRESENT_BE = frozenset(["am", "is", "are", "be"])


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
        rest = (later for later in words[at + 1 : at + 4] if later not in _SKIPPED)
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


def features_of(texts: Sequence[str], cues: Cues, groups: Mapping[str, int]) -> list[dict[str, float]]:
    """The features of every unit of an answer, with what stands around it."""
    own = [_own(text, cues, groups) for text in texts]
    found = []
    for at, (named, words) in enumerate(own):
        row = dict.fromkeys((*named, *words), 1.0)
        for step in (-2, -1, 1, 2):
            if 0 <= at + step < len(own):
                row |= dict.fromkeys((f"{step:+}:{name}" for name in own[at + step][0]), 1.0 if abs(step) == 1 else 0.5)
            else:
                row[f"{step:+}:none"] = 1.0 if abs(step) == 1 else 0.5
        found.append(row)
    return found


def _own(text: str, cues: Cues, groups: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Names that also speak for the neighbours, and words that speak for the unit alone."""
    words = words_of(text)
    acts = acts_of(words, cues)
    named = [f"act {act}" for act in sorted(set(acts))]
    named += [f"cue {name}" for name in sorted({name for name, _, _ in cues.found(words)})]
    named.append(f"first act {acts[0]}" if acts else "no act")
    named.append(f"size {min(len(words) // 6, 5)}")
    if any(any(char.isdigit() for char in word) for word in words):
        named.append("number")
    if '"' in words or "'" in text[:1]:
        named.append("quote")
    if "?" in words:
        named.append("question")
    if any(cues.is_past(word) for word in words):
        named.append("past")
    own = [f"w {stem(word)}" for word in words if len(word) > 1]
    own += [f"b {one} {two}" for one, two in zip(words, words[1:], strict=False) if {one, two} & _GLUE]
    own += [f"g {groups[word]}" for word in words if word in groups and word not in _GLUE]
    own += [f"start {' '.join(words[:1])}", f"start {' '.join(words[:2])}"]
    return named, own


_GLUE = frozenset(
    "i we he she they it my our his her their me us him them was were had to the a an and so but because that this in on "
    "at for of with not did would what when which who is are be been have has as by from".split()
)
