"""The STAR check as a reply: the four parts with the person's own words, one strength, one thing to change."""

from collections.abc import Sequence

from dialogs import messages, wording
from dialogs.messages import Block, Bullets, Choice, Heading, Note, Paragraph, Parts, Reply
from knowledge.library import Library
from knowledge.star.assess import Assessment, Part, Span
from knowledge.star.indicators import Touched

MOST_FLAGS = 2  # more at once reads as a telling-off
MOST_INDICATORS = 4
MOST_QUOTED = 160  # characters of a quotation: two lines and a bit on a phone
# First what identifies people, then what hides the person's own deed, then what would deepen the answer.
FLAGS = ("names-people", "hypothetical", "generalised", "we-not-i", "quotes-framework", "no-reasoning", "no-reflection")
# The weightiest gap first: without a deed there is no evidence, without an outcome it proves little.
GAPS = [(part, rating) for rating in ("missing", "thin") for part in ("action", "result", "situation", "task")]
WEIGHTIEST = ("action", "result", "task", "situation")
NEXT = ("star/what", "star/rear-facing", "prepare/examples")


def feedback(found: Assessment, touched: Sequence[Touched], library: Library, *, gentle: bool = False) -> Reply:
    """What the check says of an answer; `touched` are the indicators that it may show.

    Gently: one strength and one next step, nothing else.
    """
    choices = tuple(Choice(wording.label(topic, library), topic) for topic in NEXT if topic in library)
    if not found.judgeable:
        return Reply("decline", (Paragraph(wording.NOT_JUDGED), Paragraph(wording.NOT_JUDGED_NEXT)), (), choices)
    text = found.answer.text
    if gentle:
        return Reply("answer", (Paragraph(_next_step(found, text)), Note(wording.STAR_NOTE)), (), choices)
    blocks: list[Block] = [
        Heading(wording.STAR_CHECK),
        Parts(tuple(_part(name, found, text) for name in found.parts)),
        Paragraph(_next_step(found, text)),
    ]
    flags = [flag for name in FLAGS for flag in found.flags if flag.name == name][:MOST_FLAGS]
    if flags:
        rows = tuple(_joined(wording.FLAGS[flag.name], quoted(text, flag.evidence[:1])) for flag in flags)
        blocks += [Heading(wording.WORTH_A_LOOK), Bullets(rows)]
    if touched:
        rows = tuple(_indicator(sign, text, library) for sign in touched[:MOST_INDICATORS])
        blocks += [Heading(wording.MAY_SHOW), Bullets(rows), Note(wording.MAY_SHOW_NOTE)]
    blocks.append(Note(wording.STAR_NOTE))
    return Reply("answer", tuple(blocks), (), choices)


def quoted(text: str, spans: Sequence[Span]) -> str:
    """The words of some spans, in quotation marks; long ones are cut at a word. Empty where there are none."""
    return " ".join(f"“{_cut(text[start:end].strip(' ,;-•*'))}”" for start, end in spans)


def _cut(words: str) -> str:
    if len(words) <= MOST_QUOTED:
        return words
    return words[:MOST_QUOTED].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def _part(name: str, found: Assessment, text: str) -> messages.Part:
    part = found.parts[name]
    title = wording.PARTS[name]
    if part.unsure and part.closest:
        return messages.Part(title, "unsure", wording.UNSURE, quoted(text, [part.closest]))
    if part.rating == "missing":
        return messages.Part(title, "missing", wording.MISSING[name])
    return messages.Part(title, part.rating, f"{part.rating}.", quoted(text, _shown(part)))


def _shown(part: Part) -> Sequence[Span]:
    return part.evidence[:1] if part.rating == "thin" else part.evidence[:2]


def _joined(sentence: str, quotation: str) -> str:
    return f"{sentence} {quotation}" if quotation else sentence


def _next_step(found: Assessment, text: str) -> str:
    best = strongest(found)
    strength = _joined(wording.strength(best), quoted(text, found.parts[best].evidence[:1])) if best else ""
    gap = next(((part, rating) for part, rating in GAPS if _is(found, part, rating)), None)
    gap = gap or next(((part, "thin") for part in WEIGHTIEST if found.parts[part].unsure), None)
    flag = next((flag.name for name in FLAGS for flag in found.flags if flag.name == name), None)
    change = wording.CHANGES[gap] if gap else wording.FLAG_CHANGES[flag] if flag else wording.ALL_CLEAR
    return f"{strength} {change}".strip()


def strongest(found: Assessment) -> str | None:
    """The part to praise: the weightiest clear one; None where none is clear."""
    return next((name for name in WEIGHTIEST if found.judgeable and _is(found, name, "clear")), None)


def _is(found: Assessment, name: str, rating: str) -> bool:
    return found.parts[name].rating == rating and not (rating == "clear" and found.parts[name].unsure)


def _indicator(sign: Touched, text: str, library: Library) -> str:
    topic, _, number = sign.indicator.partition("#")
    entry = library.entries[topic]
    statement = entry.items[int(number) - 1]
    return f"{entry.title}: {wording.filled(statement.text, statement.values)} {quoted(text, sign.evidence[:1])}"
