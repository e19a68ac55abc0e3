"""What the coach says of a person's practice so far."""

from dialogs.wording import interview as say

RECEIVED = "From workshops, for you alone"
OWN_MARK = "Your own mark: {mark} of 5."
MARKED = "Mark: {mark}."
NOTED = "Noted: {notes}"
TITLE = "Your practice so far"
NOTHING = "Nothing is kept of a practice of yours yet. Begin with one question; it takes about ten minutes."
BEGIN = "Begin an interview"
BY_TARGET = "By value and competency"


def counted(interviews: int, answers: int, judged: int) -> str:
    """How much was practised."""
    said = f"{say.count(interviews, 'interview')} with {say.count(answers, 'answer')}"
    return f"{said}, of which I could judge {judged}." if judged < answers else f"{said}."


def share(name: str, clear: int, every: int) -> str:
    """How often a part was clear."""
    return f"{name.capitalize()}: clear in {clear} of {every}"


def trend(name: str, early: tuple[int, int], late: tuple[int, int]) -> str:
    """How often a part was clear at first and lately."""
    first, last = early[0] / early[1], late[0] / late[1]
    word = "better than" if last > first else "less often than" if last < first else "as often as"
    return f"{name.capitalize()}: clear in {late[0]} of the last {late[1]}, {word} before ({early[0]} of {early[1]})"


def of_target(what: str, clear: int, parts: int) -> str:
    """How many of the parts of the answers for a target were clear."""
    return f"{what}: {clear} of {parts} parts clear"


def next_step(what: str) -> str:
    """What to practise next."""
    return f"Next I would practise {what}."
