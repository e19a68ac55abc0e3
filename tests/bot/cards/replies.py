"""Replies of every kind, as the coach gives them, by name: for the golden cards and the pictures of them.

`python -m tests.bot.cards.replies` writes the golden files again; look at what has changed before you keep it.
"""

import datetime as dt
import json
from pathlib import Path

from bot.cards.adaptive import card
from dialogs.acts import HandOver, Join, Steer
from dialogs.conversation import Coach
from dialogs.messages import Joined, Reply, Said
from dialogs.privacy import Keeping
from dialogs.seat import Noted, Sheet
from dialogs.setup import Plan
from dialogs.state import NEW
from dialogs.workshop.conducting import Conductor
from dialogs.workshop.course import Workshop
from knowledge.library import Library, load_library
from knowledge.official.matching import marks_of
from knowledge.official.wordings import Official, Wordings
from tests.dialogs.practising import CARE_HOME, NO_RESULT, Practising

MADE_UP = "I am the official sentence of this statement, with its own commas, and its full stop."
GOLDEN = Path(__file__).parent / "golden"


def replies(library: Library) -> dict[str, Reply]:
    """One reply of each kind."""
    coach = Coach(library, Keeping(90))
    found = {name: _asked(coach, text) for name, text in ASKED.items()}
    found["official"] = _quoted(library)
    someone = Practising(coach)
    found["welcome"] = someone.take(Joined()).replies[0]
    found["in-a-group"] = coach.step(NEW, Said("practise an interview"), someone.now, shared=True).replies[0]
    return found | _practised(someone) | _workshop(library)


def _workshop(library: Library) -> dict[str, Reply]:
    """The cards of a round's roles, a sheet as it comes, and what the facilitator sees."""
    conductor, now = Conductor(library, "https://cvf.example.org"), dt.datetime(2026, 11, 28, 9, tzinfo=dt.UTC)
    plan = Plan("Leeds, courage", ("value/courage",), scale="1-5")
    names = {"id": "w1", "code": "ABCD-EFGH-JKLM-NPQR", "key": "0123456789abcdef"}
    workshop = Workshop(plan, "boss", "c-boss", now, **names)
    found = {"workshop-open": conductor.opened(workshop, now).posts[0].reply}
    for name in ("Ann", "Bob", "Cy"):
        workshop = conductor.take(workshop, Join(f"c-{name}", name), name, now).workshop
    for _ in range(2):
        taken = conductor.take(workshop, Steer("next", workshop.round, workshop.stage), "boss", now)
        workshop = taken.workshop
    posts = {post.to: post.reply for post in taken.posts}
    found |= {
        f"workshop-{who}": posts[to] for to, who in enumerate(("facilitator", "candidate", "interviewer", "observer"))
    }
    for _ in range(2):
        workshop = conductor.take(workshop, Steer("next", workshop.round, workshop.stage), "boss", now).workshop
    sheet = Sheet(
        (Noted("I sat down with her first", "value/courage/positive#1"),),
        "Calm and concrete",
        "Say what came of it",
        "4",
    )
    taken = conductor.take(workshop, HandOver(1, sheet), "Cy", now)
    found["workshop-sheet"] = next(post.reply for post in taken.posts if post.received)
    return found


ASKED = {
    "level": "what's level 2 ownership?",
    "indicators": "negative indicators for courage",
    "which": "indicators",
    "conflict": "how many values are there?",
    "unknown": "how do I join the dog unit?",
    "settings": "5 minute timer",
}


def _quoted(library: Library) -> Reply:
    """An answer in official wording, for which made-up sentences stand here."""
    coach, marks = Coach(library), marks_of(library)
    held = ((str(m.print), Official(MADE_UP, m.print.document, "framework.pdf", f"page {m.item}")) for m in marks)
    coach.official = Wordings(marks, held)
    return coach.say("competency/take-ownership/level-2").reply


def _asked(coach: Coach, text: str) -> Reply:
    someone = Practising(coach)
    someone.say(text)
    return someone.replies[-1]


def _practised(someone: Practising) -> dict[str, Reply]:
    """An interview with two answers, the second without a result."""
    someone.say("two questions on courage with a timer")
    found = {"question": someone.replies[-1]}
    someone.say(CARE_HOME)
    someone.say("done")
    found["mark"] = someone.replies[-1]
    someone.say("4")
    found["feedback"] = someone.replies[-1]
    someone.say("next")
    someone.say(NO_RESULT)
    someone.say("done")
    someone.say("no more to add")
    someone.say("3")
    found["feedback-with-a-gap"] = someone.replies[-1]
    someone.say("next")
    found["summary"] = someone.replies[-1]
    someone.say("my progress")
    return found | {"progress": someone.replies[-1]}


def written(reply: Reply) -> str:
    """A card as its golden file holds it."""
    return json.dumps(card(reply), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, reply in replies(load_library()).items():
        (GOLDEN / f"{name}.json").write_text(written(reply), encoding="utf-8")
