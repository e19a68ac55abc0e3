"""How somebody likes to practise, told and changed by a message."""

from dialogs.interview.commands import HERE
from dialogs.interview.wishes import Wish
from dialogs.messages import Bullets, Choice, Heading, Note, Paragraph, Reply
from dialogs.wording import interview as words
from dialogs.wording import settings as say


def settings(wish: Wish, *, changed: bool) -> Reply:
    """The settings as they are."""
    timers = say.NO_TIMERS if not wish.timers else say.timers(wish.think, wish.answer)
    level = say.level(wish.level) if wish.level else say.NO_LEVEL
    who = words.AUDIENCES[wish.audience].capitalize() if wish.audience else say.NO_AUDIENCE
    ways = [say.GENTLE if wish.gentle else say.FULL]
    blocks = (Heading(say.TITLE), Bullets((timers, level, who, *ways)), Note(say.HOW))
    done = (Paragraph(say.CHANGED),) if changed else ()
    choices = (
        *(Choice(label, f"{HERE}set={what}") for what, label in say.BUTTONS.items()),
        Choice(words.BEGIN, "do/interview"),
    )
    return Reply("action", (*done, *blocks), ("do/settings",), choices)
