"""A person's practice so far: how much, how the parts of STAR come out, what to do next."""

from collections import Counter
from collections.abc import Sequence

from dialogs import wording
from dialogs.interview.commands import HERE
from dialogs.interview.summary import chart
from dialogs.messages import Block, Bullets, Choice, Heading, Note, Paragraph, Reply
from dialogs.records import Person, Practice
from dialogs.wording import interview as words
from dialogs.wording import progress as say
from dialogs.wording import workshop as of_workshop
from knowledge.library import Library

PARTS = ("situation", "task", "action", "result")
MOST_SHEETS = 5  # of workshops, the latest
RECENT = 4  # answers that count as the latest, where there are twice as many
TOPIC = ("do/progress",)


def progress(person: Person, library: Library) -> Reply:
    """Practices, trends and the next suggestion."""
    judged = [practice for practice in person.practices if practice.judged]
    written = _received(person, library)
    if not person.practices:
        blocks: list[Block] = [Heading(say.TITLE), *written] if written else [Paragraph(say.NOTHING)]
        return Reply("action", tuple(blocks), TOPIC, (Choice(say.BEGIN, "do/interview"),))
    interviews = len({practice.interview for practice in person.practices})
    blocks = [Heading(say.TITLE), Paragraph(say.counted(interviews, len(person.practices), len(judged)))]
    if judged:
        blocks += [*chart(judged), Bullets(tuple(_trend(name, judged) for name in PARTS))]
        rows = [say.of_target(words.target(target, library), clear, parts) for target, clear, parts in _targets(judged)]
        blocks += [Heading(say.BY_TARGET), Bullets(tuple(rows[:6]))]
    blocks += written
    following = suggested(person, library)
    blocks += [Paragraph(say.next_step(words.target(following, library))), Note(wording.STAR_NOTE)]
    choices = (
        Choice(words.WEAKEST.format(what=words.target(following, library)), f"{HERE}new={following}"),
        Choice(words.AGAIN, "do/interview"),
        Choice(wording.label("do/example", library), "do/example"),
        Choice(wording.label("do/export", library), "do/export"),
    )
    return Reply("action", tuple(blocks), TOPIC, choices)


def _received(person: Person, library: Library) -> list[Block]:
    """What observers wrote for them in workshops, the latest first."""
    if not person.received:
        return []
    rows = []
    for received in reversed(person.received[-MOST_SHEETS:]):
        sheet = received.sheet
        said = [of_workshop.STRENGTH.format(text=sheet.strength)] if sheet.strength else []
        said += [of_workshop.SUGGESTION.format(text=sheet.suggestion)] if sheet.suggestion else []
        said += [say.OWN_MARK.format(mark=received.own)] if received.own else []
        said += [say.MARKED.format(mark=sheet.mark)] if sheet.mark else []
        said += [say.NOTED.format(notes="; ".join(f"“{note.text}”" for note in sheet.notes))] if sheet.notes else []
        rows.append(f"{words.target(received.target, library)}: {' '.join(said)}")
    return [Heading(say.RECEIVED), Bullets(tuple(rows))]


def suggested(person: Person, library: Library) -> str:
    """What to practise next: what has gaps, the most first; else the Met value practised least."""
    shares = {target: clear / parts for target, clear, parts in _targets([p for p in person.practices if p.judged])}
    weakest = min(shares, key=lambda target: shares[target], default=None)
    if weakest and shares[weakest] < 1 and weakest in library.bank.targets:
        return weakest
    times = Counter(practice.target for practice in person.practices)
    values = [target for target in library.bank.targets if target.startswith("value/")]
    return min(values, key=lambda target: times[target])


def _targets(judged: Sequence[Practice]) -> list[tuple[str, int, int]]:
    """Each target with the clear parts of its answers and all their parts, the one with most gaps first."""
    found: dict[str, tuple[int, int]] = {}
    for practice in judged:
        clear, parts = found.get(practice.target, (0, 0))
        own = sum(rating == "clear" for rating in practice.ratings.values())
        found[practice.target] = (clear + own, parts + len(practice.ratings))
    rows = [(target, clear, parts) for target, (clear, parts) in found.items()]
    return sorted(rows, key=lambda row: row[1] / max(row[2], 1))


def _trend(name: str, judged: Sequence[Practice]) -> str:
    clear = [practice.ratings.get(name) == "clear" for practice in judged]
    if len(clear) < 2 * RECENT:
        return say.share(name, sum(clear), len(clear))
    early, late = clear[:-RECENT], clear[-RECENT:]
    return say.trend(name, (sum(early), len(early)), (sum(late), len(late)))
