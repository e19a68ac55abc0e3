"""Every sentence that the coach says of its own, and how figures are printed.

What the documents say is in knowledge/.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from dialogs.messages import Timer
from knowledge.entries import PLACEHOLDER, Document, Reading, Source, Value
from knowledge.library import Library
from knowledge.official.wordings import Official
from knowledge.topics import parse
from knowledge.understanding.readings import Premise

WELCOME = "Hello, I am the CVF coach"
WELCOME_WHAT = (
    "Ask me about the police Competency and Values Framework or the Met's sergeant process of 2023, in your own "
    "words: “what's level 2 ownership”, “negative indicators for courage”. I answer from the documents, "
    "always say where from, and say so when I do not know. Or practise with me: “start a mock interview”."
)
KEPT = (
    "On the web page: what you write and what I answer.",
    "In the terminal and other chats: what I answer, your words only where you practise.",
    "Practised answers with what I found in them, for the same time, unless you practise without keeping anything.",
    "Your examples, each until you delete it or a year passes without use.",
    "In a workshop: the name that you chose there, and what observers wrote for you, which comes to you alone.",
    "On the web page also a random name for you, not your real one.",
)
QUESTIONS_KEPT = (
    "Questions that I could not answer, or of which you said whether the answer was right: the people who look after "
    "the answers read the words, without your name."
)
NOTHING_KEPT = "Nothing that you type here is stored or sent anywhere; it is gone when the program ends."
NOTHING_STORED = "Nothing that you type here is stored, so there is nothing to delete."
FORGET_ASKED = "Delete my data"
FORGET_YES = "Yes, delete everything now"
FORGET_WHAT = (
    "I can delete everything stored about you here: this conversation, your practice, your examples and what I "
    "remember of them. It cannot be undone."
)
FORGOTTEN = "Everything that was stored about you here has been deleted. This message is the only thing left."
EXPORT = (
    "On the web page, “Download what is stored” in the menu gives you everything kept about you as a file; in the "
    "terminal “python app.py report” writes your practice and examples. Here I can send them as messages."
)
OUTDATED = "That button belongs to something that is no longer there. Type what you would like to know, or say “help”."
FAILED = (
    "Something went wrong on my side and I could not answer that. "
    "Nothing is lost: try it in other words, or say “help”."
)

CLARIFY = "I am not sure which of these you mean:"
OWN_WORDS = "In plain words: no official wording is loaded here. Whoever runs the coach can add it (“documents add”)."
PLAIN = "In plain words, not the official wording."
OFFICIAL = "Official wording, word for word:"
MIXED = "Official wording where it is loaded here, the other statements in plain words:"
NO_OFFICIAL = "The official wording of this is not among the documents loaded here, so these are plain words."
IN_PLAIN_WORDS = "In plain words"
IN_OFFICIAL_WORDS = "Official wording"
PAST = "This was the process of 2023: every date is past."
PRACTICE = "General practice, not from the documents."
DIFFER = "The documents differ"
FLAWED = "Note on the source"
MORE = "Show everything"
MOST_PLACES = 3  # pages named one by one
CLOSEST = "The closest statement:"

PREMISES: dict[Premise, str] = {
    "values-have-no-levels": "Values have no levels: levels belong to the competencies only.",
    "competencies-have-no-negatives": "No document has negative indicators for competencies, only for the Met values.",
    "only-met-values-have-sides": "This value has one list of behaviours: only the four Met values have two sides.",
    "level-only-in-2016": "The later table holds level 2 only, so this is the 2016 text.",
    "value-not-in-edition": "The edition that you named does not have this value.",
    "no-such-level": "There are three levels: 1, 2 and 3.",
    "collaborative-at-level-1": "Sergeants are asked for level 2, but for We are collaborative at level 1.",
}
EDITIONS = {"met": "Met value", "college": "National value, 2016", "revised": "Later national value"}
CUMULATIVE = "Levels build on each other: someone at this level also shows the levels below."
SERGEANTS = "The Met handbook places sergeants at level 1 for this competency."


STAR_CHECK = "STAR check of your answer"
PARTS = {"situation": "Situation", "task": "Task", "action": "Action", "result": "Result"}
UNSURE = "I could not find it for sure. Is it this?"
MISSING = {
    "situation": "I found none. Which one occasion was it: when, where, who was there?",
    "task": "I found none. What was yours to do, or what was at stake for you?",
    "action": "I found none of your own. What did you yourself do or say, step by step?",
    "result": "I found none. What came of it: what changed, what was decided, what did people tell you?",
}
CHANGES = {
    ("situation", "missing"): "To change next: start from one real occasion, so that a stranger can picture it.",
    ("task", "missing"): "To change next: say in one sentence what you had to achieve.",
    ("action", "missing"): "To change next: tell what you yourself did, in at least two steps.",
    ("result", "missing"): "To change next: end with what came of it.",
    ("situation", "thin"): "To change next: place the occasion: when, where, and who was involved.",
    ("task", "thin"): "To change next: say plainly what was yours to do.",
    ("action", "thin"): "To change next: tell your own part in at least two concrete steps.",
    (
        "result",
        "thin",
    ): "To change next: name something that a stranger could check: a change, a decision, a reply you got.",
}
FLAG_CHANGES = {
    "names-people": "All four parts are there. To change next: tell it without what identifies people.",
    "hypothetical": "To change next: tell what you did on one occasion, not what you would do.",
    "generalised": "To change next: tell one occasion, not what you usually do.",
    "we-not-i": "All four parts are there. To change next: say “I” where it was you.",
    "quotes-framework": "All four parts are there. To change next: leave the framework's words out.",
    "no-reasoning": "All four parts are there. To change next: say why you did it that way.",
    "no-reflection": "All four parts are there. To change next: close with what you learned.",
}
ALL_CLEAR = "All four parts are there. Next, try to tell it in fewer words without losing one."
WORTH_A_LOOK = "Worth a look"
FLAGS = {
    "names-people": "This may identify somebody. Leave out full names, addresses and reference numbers:",
    "hypothetical": "This tells what you would do. A board asks for what you did:",
    "generalised": "This tells what you usually do. Pick one occasion:",
    "we-not-i": "“We” hides your own part. What did you do yourself?",
    "quotes-framework": "This repeats words of the framework. Let what you did show it instead:",
    "no-reasoning": "I found no reason for what you did. Why did you do this?",
    "no-reflection": "I found nothing that you learned or would do differently. The answer ends with:",
}
MAY_SHOW = "May show"
MAY_SHOW_NOTE = (
    "Found by words that often tell of it; whether it counts is for the people who listen to you. In plain words."
)
STAR_NOTE = "General practice, not from the documents. I look at how complete an answer is; I give no mark."
NOT_JUDGED = "I cannot judge this: I do not see an answer in it that tells of something you did."
NOT_JUDGED_NEXT = (
    "Tell me of one time when you did something yourself: what was going on, what you did, what came of it."
)


def kept(days: int | None) -> str:
    """How long what people write is kept."""
    if days is None:
        return NOTHING_KEPT
    where = f"This conversation is kept on this service for {in_days(days)} and sent nowhere else."
    return f"{where} Say “delete my data” to delete it."


def held(practices: int, examples: int) -> str:
    """What is held of this person now."""
    answers = "1 practised answer" if practices == 1 else f"{practices} practised answers"
    own = "1 example" if examples == 1 else f"{examples} examples"
    return f"At the moment: {answers} and {own} of yours."


def in_days(days: int) -> str:
    """1 day, 90 days."""
    return "1 day" if days == 1 else f"{days} days"


def number(value: float) -> str:
    """A count: whole numbers without a point."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def money(value: Value) -> str:
    """Pounds, with pence only where there are any, millions and billions in words."""
    amount = value.money or 0.0
    for size, word in ((1_000_000_000, "billion"), (1_000_000, "million")):
        if amount >= size:
            return f"£{number(amount / size)} {word}" + (f" a {value.per}" if value.per else "")
    text = f"£{amount:,.0f}" if amount == int(amount) else f"£{amount:,.2f}"
    return text + (f" a {value.per}" if value.per else "")


def day(date: dt.date) -> str:
    """Friday 16 June 2023."""
    return f"{date:%A} {date.day} {date:%B} {date.year}"


def figure(value: Value) -> str:
    """A figure as people read it."""
    if value.datetime is not None:
        return f"{day(value.datetime.date())} at {value.datetime:%H:%M}"
    if value.date is not None:
        return day(value.date)
    if value.money is not None:
        return money(value)
    return number(value.number or 0.0) + (f" {value.unit}" if value.unit else "")


def filled(text: str, values: Mapping[str, Value]) -> str:
    """The text with its figures put in."""
    return PLACEHOLDER.sub(lambda match: figure(values[match[1]]), text)


def source(place: Source, library: Library) -> str:
    """A source as the reader sees it."""
    return f"{library.documents[place.document].title}, “{place.section}”"


def places(found: int, shown: int) -> str:
    """How many places deal with a theme."""
    return f"{found} places deal with this" + (":" if found == shown else f"; the {shown} closest:")


def citations(places: Iterable[Source], library: Library) -> list[str]:
    """The sources of an answer, one line a document."""
    sections: dict[str, list[str]] = {}
    for place in dict.fromkeys(places):
        sections.setdefault(place.document, []).append(f"“{place.section}”")
    return [f"{library.documents[name].title}, {'; '.join(found)}" for name, found in sections.items()]


def quoted_from(quoted: Iterable[Official]) -> list[str]:
    """The files that official wording was read in, each with its pages or sections."""
    found: dict[str, list[str]] = {}
    for official in quoted:
        found.setdefault(official.file, []).append(official.place)
    return [f"{name}, {_between(list(dict.fromkeys(places)))} (official wording)" for name, places in found.items()]


def _between(places: Sequence[str]) -> str:
    return ", ".join(places) if len(places) <= MOST_PLACES else f"{places[0]} to {places[-1]}"


def pasted(*, whole: bool) -> str:
    """Before the places where a sentence stands that somebody has pasted."""
    return "That sentence stands word for word here:" if whole else "Most of that stands here, in nearly these words:"


def stands(title: str, number: int, document: Document) -> str:
    """One such place."""
    return f"{title}: statement {number} ({document.title})"


def damaged(number: int, document: Document, what: Mapping[str, str]) -> str:
    """What is wrong with the official sentence of a statement."""
    return f"Statement {number} is damaged in the {document.title}: {what[document.name]}."


def reading(side: Reading, library: Library, *, brief: bool) -> str:
    """One side of a conflict with its source; only the document where that tells the sides apart."""
    place = library.documents[side.source.document].title if brief else source(side.source, library)
    return f"{filled(side.text, side.values)} ({place})"


def also_differ(others: Sequence[str]) -> str:
    """Names further conflicts that the answer touches."""
    return f"{DIFFER} here too: {'; '.join(others)}. Ask about one to see both readings."


def label(topic: str, library: Library, among: str | None = None) -> str:
    """What the button for a topic says; short where it belongs to the topic shown."""
    here, shown = parse(topic), parse(among) if among else None
    if shown and here.key == shown.key and here.family in ("competency", "value"):
        names = {
            "why": "Why it matters",
            "positive": "Positive indicators",
            "negative": "Negative indicators",
            "definition": "Definition",
        }
        if here.aspect == "level":
            return f"Level {here.level}" + (
                ", later table" if here.edition == "revised" else ", 2016" if shown.edition == "revised" else ""
            )
        if here.edition == shown.edition or here.family == "competency":
            return names[here.aspect]
        return EDITIONS.get(here.edition or "", library.entries[topic].title)
    return library.entries[topic].title


def timer(block: Timer) -> str:
    """A timer in words."""
    whole, rest = divmod(max(block.seconds, 0), 60)
    left = f"{whole} min {rest} s" if whole and rest else f"{whole} min" if whole else f"{rest} s"
    return f"{block.label}: {left} left" + ("" if block.running else ", paused")


def strength(part: str) -> str:
    """What is good about an answer."""
    return f"Strongest here: your {part}."
