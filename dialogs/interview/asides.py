"""Whether a message in the middle of an interview or an example is about something else: a question, a cry for help."""

import re

from dialogs.messages import Reply
from knowledge.understanding.reader import Understood
from knowledge.understanding.text import words

LONGEST_QUESTION = 30  # words
LONGEST_UNMARKED = 16  # words of a question without its mark
LONGEST_NAMES = 6  # words of a message that only names something of the framework
LONGEST_ACTION = 8
LONGEST_WORRY = 40
# Margin of the intent model from which somebody is troubled now rather than telling of trouble. Measured on sentences
# of training answers (the highest 0.18) and on cries for help of the development questions (all but one from 0.40 on).
TROUBLED = 0.3
_OPENINGS = (
    "what|whats|what's|how|hows|which|who|why|where|when|define|explain|remind me|show me|tell me about|tell me what"
    "|can you|could you|can i|do i|should i|must i|am i|is it|is there|are there|does|do you|did the|is the|are the"
)
_BEFORE = (
    "and|so|but|ok|okay|sorry|please|right|um|uh|er|actually|just|wait|hang on|hold on"
    "|quick question|question|no|hi|well"
)
_STARTS = re.compile(rf"^(?:(?:{_BEFORE}) )*(?:{_OPENINGS})\b")
# Without its mark a question has to begin more plainly: "what happened next was ..." tells.
_PLAIN_OPENINGS = (
    "whats|what's|what (?:is|are|does|do|about|mean|counts?|level|value)|how (?:do|does|many|is|are|long|should|can)"
    "|which (?:value|competenc|level|is|are|one)|define|explain|remind me|show me|tell me about|tell me what|can you"
    "|could you|can i|do i|should i|must i|am i|is it|is there|are there|does|do you"
)
_UNMARKED = re.compile(rf"^(?:(?:{_BEFORE}) )*(?:{_PLAIN_OPENINGS})\b")
_HELLO = ("hi", "hello", "hey")  # no part of an answer, whatever came before
# Somebody telling of their own deeds, not asking what to do.
_ASKED = re.compile(r"\b(?:can|could|should|do|does|may|must|am|will|would|shall|might) (?:i|we)\b")
_TELLS = re.compile(r"\b(?:i|we|i'd|i'm|we'd|we're)\b(?! (?:need|have to|should|can|must)\b)")


def is_aside(text: str, understood: Understood, reply: Reply, *, begun: bool) -> bool:
    """Whether a message is not a part of an answer. What it takes for one can still be added to the answer.

    Once an answer has `begun`, a question within somebody's telling is more likely a part of it.
    """
    plain = " ".join(words(text))
    length = len(plain.split())
    if understood.refusal == "distress" and length <= LONGEST_WORRY and understood.guesses[0].margin >= TROUBLED:
        return True
    if reply.kind == "action":
        if begun and reply.topics == ("do/greeting",):
            return plain in _HELLO
        return length <= LONGEST_ACTION and not _tells(plain)
    asks = text.rstrip().endswith("?") and length <= LONGEST_QUESTION
    if asks and not begun and reply.kind in ("answer", "clarify"):
        return True
    if _tells(plain) or length > LONGEST_QUESTION:
        return False
    if asks:
        return True
    if _UNMARKED.match(plain):
        return length <= LONGEST_UNMARKED and reply.kind in ("answer", "clarify")
    return understood.reason.startswith("names") and length <= LONGEST_NAMES


def is_question(text: str) -> bool:
    """Whether a message is put as a question."""
    return text.rstrip().endswith("?") or bool(_STARTS.match(" ".join(words(text))))


def _tells(plain: str) -> bool:
    return bool(_TELLS.search(_ASKED.sub(" ", plain)))
