import pytest

from knowledge.library import HOME, load_library
from knowledge.star.names import Names


@pytest.fixture(scope="module")
def names() -> Names:
    words = (HOME / "weights" / "words.txt").read_text(encoding="utf-8").split()
    return Names(load_library().answers.names, words)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I spoke to Darren Whitlock at the gate.", "Darren Whitlock"),
        ("so i rang priya chowdhury and told her", "priya chowdhury"),
        ("He lives at 14 Mafeking Road with his mum.", "14 Mafeking Road"),
        ("she was at forty one mafeking terrace", "forty one mafeking terrace"),
        ("The car was AB12 CDE, a grey one.", "AB12 CDE"),
        ("It was crime number 4512/23 in the end.", "crime number 4512/23"),
        ("PC 4471 was with me.", "PC 4471"),
        ("He moved to LS6 2AB after that.", "LS6 2AB"),
    ],
)
def test_what_identifies_somebody_is_found(names: Names, text: str, found: str) -> None:
    assert [text[start:end] for start, end in names.found(text)] == [found]


@pytest.mark.parametrize(
    "text",
    [
        "My sergeant, Dave, told me in April I could go.",
        "I was on patrol in Market Street near St James Park, by the Travis Perkins.",
        "Mrs Patel from the flat upstairs rang the station.",
        "In Thornaby Lane the Environment Agency met us at ten minutes past nine.",
        "so in the summer protest will told them in may that hope was gone",
        "On the 14th of May 2023 we had 30 officers and 200 fans.",
    ],
)
def test_what_identifies_nobody_is_left_alone(names: Names, text: str) -> None:
    assert names.found(text) == []
