"""How somebody likes to practise, told and changed by a message."""

from dialogs.interview.commands import HERE
from dialogs.interview.wishes import MOST_MINUTES, Wish
from dialogs.messages import Bullets, Choice, Form, Heading, Input, Note, Paragraph, Reply
from dialogs.wording import interview as words
from dialogs.wording import settings as say


def settings(wish: Wish, *, changed: bool) -> Reply:
    """The settings as they are."""
    timers = say.NO_TIMERS if not wish.timers else say.timers(wish.think, wish.answer)
    level = say.level(wish.level) if wish.level else say.NO_LEVEL
    who = words.AUDIENCES[wish.audience].capitalize() if wish.audience else say.NO_AUDIENCE
    ways = [say.GENTLE if wish.gentle else say.FULL]
    blocks = (Heading(say.TITLE), Bullets((timers, level, who, *ways)), _times(wish), Note(say.HOW))
    done = (Paragraph(say.CHANGED),) if changed else ()
    choices = (
        *(Choice(label, f"{HERE}set={what}") for what, label in say.BUTTONS.items()),
        Choice(words.BEGIN, "do/interview"),
    )
    return Reply("action", (*done, *blocks), ("do/settings",), choices)


def _times(wish: Wish) -> Form:
    """Inputs for the two times, as they are."""
    think, answer = ((seconds or 0) // 60 if wish.timers else 0 for seconds in (wish.think, wish.answer))
    inputs = (
        Input("think", say.THINK, 0, MOST_MINUTES, say.WRONG_TIME, think),
        Input("answer", say.ANSWER, 0, MOST_MINUTES, say.WRONG_TIME, answer),
    )
    return Form(inputs, say.SET_TIMES, f"{HERE}set={say.TIMES_SET}")
