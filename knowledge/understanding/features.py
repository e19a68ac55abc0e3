"""What the intent model sees of a message."""

from collections.abc import Callable, Iterable, Iterator

from knowledge.understanding.slots import MASKS
from knowledge.understanding.text import stem

_NAMES = frozenset(MASKS.values())


def stems(masked: Iterable[str]) -> Iterator[str]:
    """The stems alone, names of slots whole."""
    return (word if is_name(word) else stem(word) for word in masked)


def is_name(word: str) -> bool:
    """Whether a masked word stands for the name of a slot."""
    return word in _NAMES


def features(masked: Iterable[str], known: Callable[[str], bool]) -> Iterator[str]:
    """Stems and pairs of stems; names of slots stay whole; a word that is none is also given in pieces of four letters.

    Pieces catch what the spelling repair could not; pairs catch "not to do" against "to do". Pieces of every word would
    gain less than one question in two hundred and cost a third of the time.
    """
    before = "^"
    for word in masked:
        if is_name(word):
            part = word
        else:
            part = stem(word)
            if not known(word):
                yield "unknown"
                whole = f"^{part}$"
                for i in range(len(whole) - 3):
                    yield "c " + whole[i : i + 4]
        yield "w " + part
        yield f"b {before} {part}"
        before = part
    yield f"b {before} $"
