"""Looking entries up while typing: what a message means comes first, then every entry whose title fits the words."""

from rapidfuzz import fuzz

from dialogs import wording
from knowledge.library import Library
from knowledge.topics import parse
from knowledge.understanding.reader import Reader
from knowledge.understanding.text import words

FIRST = ("about/competencies", "about/values")  # what an empty search begins with
NEAR = 80.0  # how alike a mistyped word and one of the title must be
_WHOLE, _BEGUN = 100.0, 95.0  # how well a title's word fits that is typed in full, or begun


class Search:
    """Finds entries; holds nothing between searches."""

    def __init__(self, library: Library, reader: Reader) -> None:
        self._library = library
        self._reader = reader
        topics = [topic for topic in library.entries if parse(topic).family != "do"]
        self._titles = {topic: tuple(words(wording.label(topic, library))) for topic in topics}

    def find(self, text: str) -> tuple[str, ...]:
        """The ids of entries that fit, the likeliest first; for an empty text those to begin with."""
        said = words(text)
        if not said:
            definitions = (topic for topic in self._titles if parse(topic).family in ("value", "competency"))
            return (*FIRST, *(topic for topic in definitions if parse(topic).aspect == "definition"))
        understood = self._reader.read(text)
        meant = understood.topics if understood.kind in ("answer", "clarify") else ()
        scored = ((_fit(said, title), topic) for topic, title in self._titles.items())
        fitting = sorted(((-score, i, topic) for i, (score, topic) in enumerate(scored) if score))
        return tuple(dict.fromkeys((*(topic for topic in meant if topic in self._titles), *(t for *_, t in fitting))))


def _fit(said: list[str], title: tuple[str, ...]) -> float:
    """How well the words fit a title, at most 100; 0 where one of them fits nowhere. Short titles win."""
    total = 0.0
    for word in said:
        best = max((_alike(word, other) for other in title), default=0.0)
        if best < NEAR:
            return 0.0
        total += best
    return total / len(said) - len(title) / 100


def _alike(word: str, other: str) -> float:
    if word == other:
        return _WHOLE
    return _BEGUN if other.startswith(word) else fuzz.ratio(word, other)
