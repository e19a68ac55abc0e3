"""What whoever keeps the knowledge learns: questions refused or asked back, and whether an answer was right."""

from dataclasses import replace

from dialogs import wording
from dialogs.messages import Choice, Paragraph, Reply
from dialogs.records import Asked, Changes, Heard
from dialogs.state import State
from dialogs.step import Step
from dialogs.wording import verdicts as say
from knowledge.library import Library
from knowledge.understanding.reader import Understood

TOPIC = ("do/help",)
ASK, RIGHT, WRONG = "verdict#ask", "verdict#right", "verdict#wrong"
MOST_CHOICES = 6
LONGEST = 600  # characters; what is longer is somebody's story and never kept for others to read


class Verdicts:
    """Notes questions. `texts`: whether the deployment keeps their words, else only what became of them."""

    def __init__(self, library: Library, *, texts: bool) -> None:
        self._library = library
        self._texts = texts

    def noted(self, text: str, understood: Understood, reply: Reply, *, practising: bool) -> tuple[Heard, ...]:
        """A question that was not answered; nothing for any other. `practising`: it may be part of an answer."""
        kept = self._kept(text) if not practising else ""
        if reply.kind == "decline":
            name = understood.refusal or "general"
            refusal = self._library.refusals.get(name)
            return (Heard("refused", (name,), kept if refusal and refusal.expert else ""),)
        return (Heard("asked back", reply.topics, kept),) if reply.kind == "clarify" else ()

    def offered(self, state: State, text: str, reply: Reply) -> tuple[State, Reply]:
        """An answer with the question whether it was right, and what it was about remembered until the next message."""
        if reply.kind != "answer" or not text or len(reply.choices) >= MOST_CHOICES:
            return state, reply
        asked = Asked(self._kept(text), reply.topics)
        return replace(state, asked_last=asked), replace(reply, choices=(*reply.choices, Choice(say.ASK, ASK)))

    def press(self, state: State, value: str, asked: Asked | None) -> Step | None:
        """A button of a verdict; None for any other. `asked` is what was remembered."""
        if value not in (ASK, RIGHT, WRONG):
            return None
        if asked is None:
            return Step(state, (self._said(say.GONE),))
        if value == ASK:
            choices = (Choice(say.YES, RIGHT), Choice(say.NO, WRONG))
            kept = say.WITH_WORDS if asked.text else say.WITHOUT_WORDS
            reply = Reply("action", (Paragraph(say.QUESTION), Paragraph(kept)), TOPIC, choices)
            return Step(replace(state, asked_last=asked), (reply,))
        heard = (Heard("right" if value == RIGHT else "wrong", asked.topics, asked.text),)
        return Step(state, (self._said(say.THANKS if value == RIGHT else say.SORRY),), Changes(heard=heard))

    def _kept(self, text: str) -> str:
        return text if self._texts and len(text) <= LONGEST else ""

    def _said(self, text: str) -> Reply:
        help_too = Choice(wording.label("do/help", self._library), "do/help")
        return Reply("action", (Paragraph(text),), TOPIC, (help_too,))
