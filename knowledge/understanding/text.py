"""From what somebody typed to words: the one tokeniser of questions, names and examples."""

import re
import unicodedata
from dataclasses import dataclass

import Stemmer

_TAG = re.compile(r"<[^<>]{0,80}>|&[a-z]{2,8};|https?://\S+")
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[,;.?!+&/:()\"-]|\n")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "_": " ", "…": "."})
_STEMMER = Stemmer.Stemmer("english")


@dataclass(frozen=True)
class Token:
    """A word of the question; `text` may be repaired or expanded, `said` is what stood there."""

    text: str
    said: str
    breaks: bool = False  # a comma, full stop, "and", "?" ... stood before it


def fold(text: str) -> str:
    """Lower case, plain quotes and dashes, no mark-up, no accents."""
    plain = unicodedata.normalize("NFKD", text.translate(_QUOTES).lower())
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
        elif part not in '-"/':
            breaks = True
    return found


def words(text: str) -> list[str]:
    """The plain words of a name or phrase."""
    return [token.text for token in tokens(text)]


def stem(word: str) -> str:
    """The Snowball stem (Porter 2), so that near forms of a word share a feature."""
    found: str = _STEMMER.stemWord(word.removesuffix("'s").replace("'", ""))
    return found
