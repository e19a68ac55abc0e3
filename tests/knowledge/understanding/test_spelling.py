import pytest

from knowledge.understanding.spelling import Speller
from knowledge.understanding.text import tokens

OURS = {
    "ownership": 9,
    "compassion": 9,
    "interview": 9,
    "integrity": 9,
    "pension": 5,
    "schemes": 5,
    "level": 9,
    "emotionally": 5,
    "aware": 5,
    "service": 9,
    "serves": 2,
}
COMMON = ["the", "is", "a", "what", "level", "to", "for", "flag", "late", "hate", "inter", "view", "own", "er"]


@pytest.fixture
def speller() -> Speller:
    return Speller(OURS, COMMON, rare=b"flog\n")


def mended(speller: Speller, text: str) -> list[str]:
    return [token.text for token in speller.repair(tokens(text), {"wat": ("what",), "lvl": ("level",)})]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("compasion", "compassion"),
        ("compashun", "compassion"),  # by sound
        ("intergrity", "integrity"),
        ("penshun", "pension"),
        ("owner ship", "ownership"),
        ("inter view", "interview"),
        ("whatislevel3emotionallyaware", "what is level 3 emotionally aware"),
        ("level too", "level 2"),
        ("level free", "level 3"),
        ("label 3", "level 3"),
        ("wat lvl", "what level"),
    ],
)
def test_what_was_meant(speller: Speller, said: str, meant: str) -> None:
    assert mended(speller, said) == meant.split()


@pytest.mark.parametrize("said", ["flog", "late", "xqzzk", "level to", "999"])
def test_what_is_no_mistake_or_no_word_of_ours_stays(speller: Speller, said: str) -> None:
    assert mended(speller, said) == said.split()


def test_a_repair_remembers_what_was_said(speller: Speller) -> None:
    token = speller.repair(tokens("compasion"), {})[0]
    assert (token.text, token.said) == ("compassion", "compasion")
