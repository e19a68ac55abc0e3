"""A question that the coach could not answer, handed on to a person: offered, agreed to, sent, and answered."""

from dataclasses import replace

from dialogs import wording
from dialogs.messages import Bullets, Choice, Heading, Note, Paragraph, PersonAnswered, Reply
from dialogs.records import Changes
from dialogs.state import State
from dialogs.step import Step
from dialogs.wording import together as say
from knowledge.library import Library
from knowledge.understanding.reader import Understood

TOPIC = ("do/person",)
ASK, SEND, KEEP_BACK = "do/person#ask", "do/person#send", "do/person#keep"
LONGEST = 600  # characters of a question; a longer one is a story that hardly anybody means to hand on


class Handing:
    """Offers to hand on, where there is somebody to hand on to."""

    def __init__(self, library: Library, *, experts: bool) -> None:
        self._library = library
        self._experts = experts

    def offered(self, state: State, text: str, understood: Understood, reply: Reply) -> tuple[State, Reply]:
        """A refusal with the offer, and the question remembered until the next message."""
        refusal = self._library.refusals.get(understood.refusal or "general")
        if not (self._experts and reply.kind == "decline" and refusal and refusal.expert and len(text) <= LONGEST):
            return state, reply
        choices = (Choice(say.ASK_A_PERSON, ASK), *reply.choices)
        return replace(state, unanswered=text), replace(reply, choices=choices)

    def press(self, state: State, value: str, question: str) -> Step | None:
        """A button of handing on; None for any other. `question` is what was remembered."""
        if value not in (ASK, SEND, KEEP_BACK):
            return None
        if value == KEEP_BACK:
            return Step(state, (self._said(say.NOT_SENT),))
        if not question:
            return Step(state, (self._said(say.NO_QUESTION),))
        if value == SEND:
            return Step(state, (self._said(say.SENT),), Changes(handed=question))
        blocks = (
            Heading(say.ASK_A_PERSON),
            Paragraph(say.CONSENT),
            Bullets((f"“{question}”",)),
            Paragraph(say.CONSENT_WHAT),
        )
        choices = (Choice(say.SEND, SEND), Choice(say.KEEP_BACK, KEEP_BACK))
        return Step(replace(state, unanswered=question), (Reply("action", blocks, TOPIC, choices),))

    def answered(self, state: State, came: PersonAnswered) -> Step:
        """A person's answer; it changes nothing of where the conversation is."""
        blocks = (
            Heading(say.ANSWERED),
            Note(say.YOU_ASKED.format(question=came.question)),
            Paragraph(came.answer),
            Note(say.THEIRS),
        )
        return Step(state, (replace(self._said(""), blocks=blocks),))

    def _said(self, text: str) -> Reply:
        help_too = Choice(wording.label("do/help", self._library), "do/help")
        return Reply("action", (Paragraph(text),), TOPIC, (help_too,))
