"""What the coach says at the end of an interview and of a person's progress."""

from collections.abc import Mapping, Sequence

from dialogs.wording import interview as say

LEAST_MARK = 3  # on each value, by the sergeant pack of 2023
TITLE = "Your interview in short"
PREPARE = "To prepare"
CHART = "The four parts in {count} answers"
ALL_CLEAR = "Situation, task, action and result are clear throughout. Practise telling them in fewer words."
GENTLE = "You have done it: well done for staying with it. Rest a while before the next practice."
FIRST = "One thing to take along:"
NOT_KEPT = "(This answer was not kept.)"
NO_REPORT = "There is no finished interview to report on yet."
FLAGS = {
    "we-not-i": "“We” hid your own part more than once: say what you yourself did.",
    "hypothetical": "You told what you would do: choose something that happened.",
    "generalised": "You told what you usually do: choose one occasion.",
    "quotes-framework": "Words of the framework stood in for deeds: let what you did show it.",
    "no-reasoning": "Say why you did it that way: your reasons show the value.",
    "no-reflection": "Close with what you learned or have done differently since.",
    "names-people": "Leave out names, addresses and reference numbers.",
}
_PARTS = {
    "situation": "begin with when, where and who.",
    "task": "say in one sentence what was yours to do.",
    "action": "tell your own part in at least two steps.",
    "result": "end with what changed and how you know.",
}


def counted(answered: int, judged: int, skipped: int) -> str:
    """How many questions were answered, judged and skipped."""
    said = [f"{say.count(answered, 'question')} answered"]
    if skipped:
        said.append(f"{skipped} skipped")
    if judged < answered:
        said.append(f"{answered - judged} that I could not judge")
    return ", ".join(said) + "."


def row(what: str, ratings: Mapping[str, str]) -> str:
    """Courage: situation clear, task thin ..."""
    return f"{what}: " + ", ".join(f"{name} {rating}" for name, rating in ratings.items())


def part(name: str, count: int, every: int) -> str:
    """A part that comes out thin again and again."""
    often = f" in {count} of {every} answers" if every > 1 else ""
    return f"The {name} was thin or missing{often}: {_PARTS[name]}"


def weakest(what: str) -> str:
    """Which value or competency has the weakest evidence."""
    return f"The weakest evidence so far is for {what}: look for another example of it."


def marks(given: Sequence[tuple[str, int]]) -> str:
    """The person's own marks; the process asked for 3 at least on each value."""
    low = [what for what, mark in given if mark < LEAST_MARK]
    said = f"Your own marks: {', '.join(f'{what} {mark}' for what, mark in given)} of 5."
    return said + (
        f" The 2023 process asked for 3 at least on each value; you are below it on {say.listed(low)}." if low else ""
    )
