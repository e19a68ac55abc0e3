"""From what somebody typed to words: the one tokeniser of questions, names and examples."""

import re
import unicodedata
from dataclasses import dataclass

_TAG = re.compile(r"<[^<>]{0,80}>|&[a-z]{2,8};|https?://\S+")
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[,;.?!+&/:()\"-]|\n")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "_": " ", "…": "."})
LONGEST = 2_000


@dataclass(frozen=True)
class Token:
    """A word of the question; `text` may be repaired or expanded, `said` is what stood there."""

    text: str
    said: str
    breaks: bool = False  # a comma, full stop, "and", "?" ... stood before it


def fold(text: str) -> str:
    """Lower case, plain quotes and dashes, no mark-up, no accents."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST].translate(_QUOTES).lower())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _TAG.sub(" ", plain)


def tokens(text: str) -> list[Token]:
    """The words in order; `+` and `&` are "and"; other marks only leave a break before the next word."""
    found: list[Token] = []
    breaks = False
    for part in _TOKEN.findall(fold(text)):
        if part in "+&":
            found.append(Token("and", part, breaks))
            breaks = False
        elif part[0].isalnum():
            found.append(Token(part, part, breaks))
            breaks = False
        elif part not in "-\"/":
            breaks = True
    return found


def words(text: str) -> list[str]:
    """The plain words of a name or phrase."""
    return [token.text for token in tokens(text)]


def stem(word: str) -> str:
    """A light stem: plural, -ing, -ed, -ly and the like fall away, so that near forms share a feature.

    Deliberately weak; two words that share a stem by accident would be taken for one.
    """
    word = word.removesuffix("'s").replace("'", "")
    if len(word) <= 4:
        return word[:-1] if len(word) == 4 and word.endswith("s") and not word.endswith("ss") else word
    for suffix, least in (("ations", 4), ("ation", 4), ("ingly", 4), ("ments", 4), ("ment", 4), ("ings", 3), ("ing", 3), ("ies", 3), ("ied", 3), ("edly", 4), ("ers", 4), ("ness", 4), ("es", 4), ("ed", 3), ("ly", 4), ("er", 4), ("s", 3), ("e", 4), ("y", 4)):
        if word.endswith(suffix) and len(word) - len(suffix) >= least and not word.endswith("ss"):
            cut = word[: -len(suffix)]
            return cut[:-1] if len(cut) > 4 and cut[-1] == cut[-2] and cut[-1] not in "lsz" else cut
    return word
