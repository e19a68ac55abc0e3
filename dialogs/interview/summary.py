"""What an interview comes to: over all its questions, as figures and as next steps. No mark, no verdict."""

from collections import Counter
from collections.abc import Iterable, Sequence

from dialogs import wording
from dialogs.interview import commands
from dialogs.interview.asking import TOPIC
from dialogs.interview.course import Interview, Round, Try
from dialogs.messages import Bar, Block, Bullets, Chart, Choice, Heading, Note, Paragraph, Reply, Report
from dialogs.records import Practice
from dialogs.wording import interview as say
from dialogs.wording import summary as words
from knowledge.library import Library

PARTS = ("situation", "task", "action", "result")
_WEIGHT = {"clear": 0, "thin": 1, "missing": 2}
AGAIN_AND_AGAIN = 2  # answers in which a part is thin or missing, from which it is worth practising
MOST_ADVICE = 3


def summary(interview: Interview, library: Library) -> Reply:
    """The summary over all questions of an interview."""
    tried = [(current, current.best) for current in interview.rounds if current.best]
    plan = interview.plan
    if not tried or plan is None:
        return Reply("action", (Paragraph(say.STOPPED),), TOPIC, _after(None, library))
    judged = [(current, last) for current, last in tried if last.judged]
    skipped = sum(current.skipped and not current.tries for current in interview.rounds)
    blocks: list[Block] = [Heading(words.TITLE), Paragraph(words.counted(len(tried), len(judged), skipped))]
    if plan.gentle:
        first = [Paragraph(f"{words.FIRST} {row}") for row in advice([last for _, last in judged])[:1]]
        blocks += [Paragraph(words.GENTLE), *first]
        return Reply("action", tuple(blocks), TOPIC, _after(None, library))
    rows = [words.row(say.target(current.target, library), last.ratings) for current, last in judged]
    if rows:
        tries = [last for _, last in judged]
        blocks += [*chart(tries), Bullets(tuple(rows)), *_prepare(tries)]
    weakest = weakest_target(judged) if len({current.target for current, _ in judged}) > 1 else None
    if weakest:
        blocks.append(Paragraph(words.weakest(say.target(weakest, library))))
    marks = [(say.target(current.target, library), last.mark) for current, last in tried if last.mark is not None]
    if marks:
        blocks.append(Paragraph(words.marks(marks)))
    if not plan.private:
        blocks.append(Report(interview.id))
    blocks.append(Note(wording.STAR_NOTE))
    return Reply("action", tuple(blocks), TOPIC, _after(weakest, library, report=not plan.private))


def thin_parts(tries: Iterable[Try | Practice]) -> list[tuple[str, int]]:
    """How many answers have a part thin or missing, the commonest first; only parts of which there are some."""
    counts = Counter(name for tried in tries for name in PARTS if tried.ratings.get(name, "clear") != "clear")
    return sorted(counts.items(), key=lambda pair: (-pair[1], PARTS.index(pair[0])))


def chart(tries: Sequence[Try | Practice]) -> list[Block]:
    """How each part came out, as a picture; nothing for a single answer."""
    if len(tries) < 2:
        return []
    counts: dict[str, Counter[str]] = {
        name: Counter(tried.ratings.get(name, "missing") for tried in tries) for name in PARTS
    }
    bars = (
        Bar(name.capitalize(), tuple((rating, counts[name][rating]) for rating in _WEIGHT if counts[name][rating]))
        for name in PARTS
    )
    return [Chart(words.CHART.format(count=len(tries)), tuple(bars))]


def weakest_target(judged: Sequence[tuple[Round, Try]]) -> str | None:
    """The target whose answers show the least; None where all are clear."""
    gaps: dict[str, list[int]] = {}
    for current, tried in judged:
        gaps.setdefault(current.target, []).append(sum(_WEIGHT[rating] for rating in tried.ratings.values()))
    found = max(gaps, key=lambda target: sum(gaps[target]) / len(gaps[target]), default=None)
    return found if found and sum(gaps[found]) else None


def advice(tries: Sequence[Try | Practice]) -> list[str]:
    """What to prepare: parts that come out thin again and again, then what was flagged most."""
    return _rows(tries, AGAIN_AND_AGAIN) or _rows(tries, 1)


def _rows(tries: Sequence[Try | Practice], least: int) -> list[str]:
    parts = [words.part(name, count, len(tries)) for name, count in thin_parts(tries) if count >= least]
    flagged = Counter(flag for tried in tries for flag in tried.flags if flag in words.FLAGS)
    flags = [words.FLAGS[name] for name, count in flagged.most_common() if count >= least]
    return (parts + flags)[:MOST_ADVICE]


def _prepare(tries: Sequence[Try]) -> list[Block]:
    rows = tuple(advice(tries))
    return [Heading(words.PREPARE), Bullets(rows)] if rows else [Paragraph(words.ALL_CLEAR)]


def _after(weakest: str | None, library: Library, *, report: bool = False) -> tuple[Choice, ...]:
    found = [Choice(say.REPORT, f"{commands.HERE}{commands.REPORT}")] if report else []
    if weakest:
        found.append(Choice(say.WEAKEST.format(what=say.target(weakest, library)), f"{commands.HERE}new={weakest}"))
    again = Choice(say.AGAIN, "do/interview")
    return (
        *found,
        again,
        *(Choice(wording.label(topic, library), topic) for topic in ("do/progress", "prepare/examples")),
    )


def report(interview: Interview, library: Library) -> tuple[Reply, ...]:
    """The interview with its full answers, a message for each question, for channels without a page."""
    replies = []
    for number, current in enumerate(interview.rounds, 1):
        last = current.best
        if last is None:
            continue
        blocks: list[Block] = [
            Heading(f"{number}. {say.target(current.target, library)}"),
            Paragraph(library.bank.questions[current.question].ask),
            Paragraph(last.text or words.NOT_KEPT),
        ]
        if last.judged:
            blocks.append(Bullets((words.row("STAR", last.ratings),)))
        replies.append(Reply("action", tuple(blocks), ("do/export",)))
    last_reply = replies[-1] if replies else Reply("action", (Paragraph(words.NO_REPORT),), ("do/export",))
    ended = Reply(last_reply.kind, last_reply.blocks, last_reply.topics, _after(None, library))
    return (*replies[:-1], ended)
