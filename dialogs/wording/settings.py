"""What the coach says of a person's settings."""

from dialogs.wording import interview as say

TITLE = "How you practise"
CHANGED = "Done."
NO_TIMERS = "No timers"
THINK = "Minutes to think (0 for none)"
ANSWER = "Minutes to answer (0 for none)"
WRONG_TIME = "Give whole minutes, from 0 to 60."
SET_TIMES = "Set the times"
TIMES_SET = "{think} minutes to think and {answer} minutes to answer"  # read like a message
NO_LEVEL = "No level of your own: I ask where one is needed"
NO_AUDIENCE = "Questions that suit everybody"
GENTLE = "Gently: three questions, one strength and one next step for each"
FULL = "With the whole check of each answer"
HOW = "Change them in your own words: “5 minute timer”, “2 minutes to think”, “no timer”, “I am police staff”."
# What a button says for the person: read like a message.
BUTTONS = {
    "no timer": "No timers",
    "1 minute to think and 5 minutes to answer": "1 min to think, 5 to answer",
    "i am not in the police": "I am not in the police",
    "questions for officers": "I am an officer",
    "questions for police staff": "I am police staff",
}


def timers(think: int | None, answer: int | None) -> str:
    """The times set."""
    first = say.minutes(think) if think else "none"
    second = say.minutes(answer) if answer else "none"
    return f"Thinking time: {first}; answering time: {second}"


def level(number: int) -> str:
    """The level set."""
    return f"Competencies at level {number}"
