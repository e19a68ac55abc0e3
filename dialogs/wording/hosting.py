"""What the coach says while a workshop is set up."""

from collections.abc import Mapping

FOUR = 4  # the Met values, which a draft begins with
TITLE = "Workshop of {day}"
NOT_YOURS = (
    "Workshops are set up by facilitators. Whoever runs this coach can make you one, or give you a facilitator's code."
)
TO_JOIN = "To take part in one, say “join” and the code that the facilitator gives you."
NO_DRAFT = "There is no draft any more. Say “set up a workshop” to begin again."
DROPPED = "Dropped: no workshop was opened."
OPENING = "One moment, I open it. Your code to hand out comes next."
WHICH_LEVEL = "At which level: {names}?"
LEVEL = "Level {level}"
ABOUT = "About: {about}"
ROUNDS = "{rounds}, groups of {size}; roles go round, so that everybody has each"
ROUNDS_FEW = "{rounds}, groups of {size}: with fewer rounds than people in a group, not everybody answers"
FROM_BANK = "Questions from the bank, another one in each round"
FROM_PACK = "Questions from “{title}” ({count})"
OWN_PACK = "a pack of your own"
EVIDENCE = "Observers note evidence only: no judgement, no marks"
SCALES: Mapping[str, str] = {
    "none": "Observers give a strength and a suggestion, no marks",
    "1-5": "Observers give a strength, a suggestion and a mark, 1 to 5 as in the sergeant pack of 2023",
    "A-D": "Observers give a strength, a suggestion and a mark, A to D",
    "1-4": "Observers give a strength, a suggestion and a mark, 1 to 4",
}
SCALE_BUTTONS: Mapping[str, str] = {
    "none": "No marks",
    "1-5": "Marks 1 to 5",
    "A-D": "Marks A to D",
    "1-4": "Marks 1 to 4",
}
CHANGE = (
    "Change it in words: “title: Leeds”, “courage and integrity”, “competencies at level 2”, “4 rounds”, “groups of "
    "four”, “2 minutes to think, 6 minutes to answer”, “the sergeant interview”."
)
MARKS_WHOSE = "What observers write goes to the candidate alone; you see who is ready, never answers, sheets or marks."
PACKS = "Packs of questions here: {names}. Say “pack” and its name, or “from the bank”."
OPEN, DROP = "Open the workshop", "Drop it"
GROUPS_OF = "Groups of {size}"
EVIDENCE_ONLY, JUDGED = "Evidence only", "With a strength and a suggestion"


def times(think: int, answer: int, evaluate: int, discuss: int) -> str:
    """The times of a round."""
    parts = {"think": think, "answer": answer, "go through notes": evaluate, "discuss": discuss}
    told = ", ".join(f"{_minutes(seconds)} to {what}" for what, seconds in parts.items())
    return f"Times: {told}"


def _minutes(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} seconds"
    whole = f"{minutes} minute{'' if minutes == 1 else 's'}"
    return f"{whole} {rest} seconds" if rest else whole
