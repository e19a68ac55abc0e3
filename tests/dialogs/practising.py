"""A person who practises with the core: what they press and say, and what is kept of it."""

import datetime as dt

from bot.cards.text import plain
from dialogs.conversation import Coach
from dialogs.messages import Choice, Chose, Event, Reply, Said
from dialogs.records import Answered, Example, Person
from dialogs.state import NEW, State, restored, saved
from dialogs.step import Step

CARE_HOME = (
    "Last November I was on the night shift in a care home in Leeds and one of our residents had not eaten for two "
    "days. As the senior carer that night it was my job to find out why and to get some food into her before the "
    "morning. I sat down next to her and asked her what she fancied, because nobody had asked her. She told me her "
    "teeth hurt, so I rang the dentist's emergency line, mashed her some soup and stayed with her while she ate it. "
    "She finished the whole bowl, and the dentist came the next day and took out the bad tooth. I learned to ask "
    "people before I decide what is wrong with them."
)
NO_RESULT = CARE_HOME.partition(" She finished")[0]
NAMED = CARE_HOME.replace("one of our residents", "Margaret Hollingworth of 14 Acacia Avenue")


class Practising:
    """Keeps the state as a channel would: saved and restored at every step."""

    def __init__(self, coach: Coach) -> None:
        self.coach = coach
        self.state: State = NEW
        self.now = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)
        self.answers: dict[str, Answered] = {}
        self.examples: dict[str, Example] = {}
        self.replies: tuple[Reply, ...] = ()

    @property
    def person(self) -> Person:
        return Person(tuple(kept.practice for kept in self.answers.values()), tuple(self.examples.values()))

    def take(self, event: Event, seconds: float = 20) -> Step:
        self.now += dt.timedelta(seconds=seconds)
        step = self.coach.step(self.state, event, self.now, self.person)
        self.state, self.replies = restored(saved(step.state)), step.replies
        assert self.state == step.state
        if step.changes.forget:
            self.answers, self.examples = {}, {}
        self.answers |= {kept.practice.id: kept for kept in step.changes.answered}
        self.examples |= {example.id: example for example in step.changes.examples}
        self.examples = {name: kept for name, kept in self.examples.items() if name not in step.changes.dropped}
        return step

    def say(self, text: str, seconds: float = 20) -> str:
        """Say something; what is shown in return."""
        self.take(Said(text), seconds)
        return self.shown

    def press(self, label: str) -> str:
        """Press the button that begins with a label; what is shown in return."""
        self.take(Chose(self.choice(label).value))
        return self.shown

    def choice(self, label: str) -> Choice:
        found = [choice for reply in self.replies for choice in reply.choices if choice.label.startswith(label)]
        assert found, f"no button {label!r} among {self.buttons}"
        return found[-1]

    @property
    def buttons(self) -> list[str]:
        return [choice.label for reply in self.replies for choice in reply.choices]

    @property
    def shown(self) -> str:
        return "\n".join(plain(reply, choices=False) for reply in self.replies)
