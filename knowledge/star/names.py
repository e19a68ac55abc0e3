"""Signs that an answer names a private person: full names, addresses, registrations, reference and collar numbers.

A first name alone, a title with a surname, a street, a town, a station or a brand identifies nobody by itself.
"""

import re
from collections.abc import Sequence

from knowledge.entries import NameFile

_STREET = r"(?:street|road|rd|lane|avenue|ave|close|drive|court|gardens|terrace|crescent|grove)"
_STREET_NAME = r"(?!(?:the|a|an|in|on|of|with|that|and|to|minutes?|or|from)\b)[A-Za-z]+"
_NUMBERS = (
    re.compile(rf"\b(?:\d{{1,4}}[a-z]?|flat \d+,?|number \d+,?) (?:{_STREET_NAME} ){{1,2}}{_STREET}\b", re.IGNORECASE),
    re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b"),  # a registration of today's form
    re.compile(r"\b[A-Z]\d{1,3} ?[A-Z]{3}\b"),  # and of the form before 2001
    re.compile(r"\b[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}\b"),  # a full postcode
    re.compile(
        r"\b(?:crime|incident|cad|case|log|custody|collar|warrant|shoulder|reference)\W{0,2}(?:ref(?:erence)?|number|no)?"
        r"\W{0,3}(?:was |is )?(?:[A-Z]{0,4}[/-]?)?\d{2,}(?:[/-]\w+)*",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:pc|ps|dc|ds|pcso|sergeant|constable) ?\d{3,5}\b", re.IGNORECASE),
)
_COMMON = 7000  # of the words, those that text without capitals does not use as a surname; the rest holds many surnames
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_SPOKEN = re.compile(
    rf"\b(?:(?:{_TENS})(?:[ -](?:{_UNITS}))?|{_UNITS}|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen) "
    rf"(?:{_STREET_NAME} ){{1,2}}{_STREET}\b"
)
# "dave youve got to do it": no surname.
_CONTRACTED = re.compile(
    r"^(?:i|you|we|they|he|she|it|who|that|there|what|could|would|should|did|does|do|was|were|is|are|has|have|had|ca|wo)"
    r"(?:ve|re|ll|nt|d)$"
)


class Names:
    """Finds what identifies a private person."""

    def __init__(self, vocabulary: NameFile, words: Sequence[str]) -> None:
        """`words`: the words of everyday English, commonest first."""
        self._first = frozenset(vocabulary.first_names)
        self._surnames = frozenset(vocabulary.surnames)
        self._ordinary = frozenset(vocabulary.ordinary)
        self._words = frozenset(words)
        self._common = frozenset(words[:_COMMON])
        self._places = frozenset(vocabulary.not_people)

    def found(self, text: str) -> list[tuple[int, int]]:
        """Where private people may be identified, in characters."""
        found = [match.span() for pattern in _NUMBERS for match in pattern.finditer(text)]
        found += [match.span() for match in _SPOKEN.finditer(text)]
        words = list(_WORD.finditer(text))
        capitals = text != text.lower()
        for one, two, after in zip(words, words[1:], [*words[2:], None], strict=False):
            if text[one.end() : two.start()] != " ":
                continue
            follows = after[0].lower() if after and text[two.end() : after.start()] == " " else ""
            if self._is_name(one[0], two[0], follows, capitals=capitals):
                found.append((one.start(), two.end()))
        return sorted(set(found))

    def _is_name(self, first: str, second: str, follows: str, *, capitals: bool) -> bool:
        low = second.lower().removesuffix("'s").removesuffix("’s")
        if first.lower() not in self._first or low in self._places or follows in self._places:
            return False
        if _CONTRACTED.match(low):
            return False
        if capitals:
            return first[0].isupper() and second[0].isupper() and len(second) > 2 and low not in self._first
        if "'" in second or low in self._ordinary:
            return False
        if first in self._ordinary:
            return len(low) > 5 and low not in self._words
        return low in self._surnames or (len(low) > 4 and low not in self._common)
