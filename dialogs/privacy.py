"""What is kept about a person: told, and deleted on request."""

from dataclasses import dataclass, replace

from dialogs import wording
from dialogs.messages import Block, Bullets, Choice, Heading, Paragraph, Reply
from dialogs.records import Person
from knowledge.library import Library
from knowledge.understanding.text import words

FORGET, PRIVACY, EXPORT, HELP = "do/forget", "do/privacy", "do/export", "do/help"
FORGET_NOW = "do/forget#now"  # the value of the button that deletes
# Deletes at once. Any other wording asks back first: what a model guesses must not delete.
_PLAIN = frozenset(
    tuple(phrase.split())
    for phrase in ("delete my data", "delete all my data", "delete everything about me", "forget me", "erase my data")
)


@dataclass(frozen=True)
class Keeping:
    """How long a deployment keeps what people write, in days; None where nothing is kept.

    `questions`: whether the words of questions are kept for the people who look after the answers.
    """

    days: int | None = None
    questions: bool = False


class Privacy:
    """Answers to what is stored, and to the wish to have it deleted."""

    def __init__(self, library: Library, keeping: Keeping) -> None:
        self._library = library
        self._keeping = keeping

    @staticmethod
    def asks_to_forget(text: str) -> bool:
        """Whether a message is one of the plain phrases: then nothing needs to be asked back."""
        return tuple(words(text)) in _PLAIN

    def reply(self, reply: Reply, person: Person) -> Reply:
        """The reply to a privacy topic, filled with what this deployment does; any other reply as it is."""
        days = self._keeping.days
        if days is None or not reply.topics:
            return reply
        match reply.topics[0]:
            case "do/privacy":
                counts = wording.held(len(person.practices), len(person.examples))
                rows = (*wording.KEPT, wording.QUESTIONS_KEPT) if self._keeping.questions else wording.KEPT
                blocks = (Paragraph(wording.kept(days)), Bullets((*rows, counts)))
                return self._told(reply, blocks, (Choice(wording.FORGET_ASKED, FORGET), self._choice(EXPORT)))
            case "do/forget":
                return self._told(
                    reply,
                    (Paragraph(wording.FORGET_WHAT),),
                    (Choice(wording.FORGET_YES, FORGET_NOW), self._choice(PRIVACY)),
                )
            case _:
                return reply

    def forgotten(self) -> Reply:
        """What is said once everything has been deleted."""
        text = wording.FORGOTTEN if self._keeping.days else wording.NOTHING_STORED
        return Reply("action", (Paragraph(text),), (FORGET,), (self._choice(HELP),))

    def _told(self, reply: Reply, blocks: tuple[Block, ...], choices: tuple[Choice, ...]) -> Reply:
        title = Heading(self._library.entries[reply.topics[0]].title)
        return replace(reply, blocks=(title, *blocks), choices=choices)

    def _choice(self, topic: str) -> Choice:
        return Choice(wording.label(topic, self._library), topic)
