"""What every question of the bank must keep to, so that an interview is fair and always has one to ask."""

import re
from collections.abc import Iterator, Sequence

from knowledge.bank import AUDIENCES, BankQuestion
from knowledge.topics import Topic, parse
from knowledge.understanding.text import words

LONGEST = 45  # words: a question is heard once
_FUTURE = re.compile(
    r"\b(would you|will you|how would|what would|what if|imagine|suppose|hypothetical\w*|in future|do you usually"
    r"|do you normally|are you going to|do you plan)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(time|times|occasion|moment|situation|example|case|decision|did|had|were|was|have you|led|made|brought"
    r"|took|gave|chose|\w+ed)\b",
    re.IGNORECASE,
)


def least_questions(topic: Topic) -> int:
    """How many questions a target needs: 8 for a Met value, 6 for another value, 4 for a competency at a level."""
    return 4 if topic.family == "competency" else 8 if topic.edition == "met" else 6


def least_for_each(topic: Topic) -> int:
    """How many of them must suit each group of people."""
    return 2 if topic.family == "competency" else 3


def question_problems(questions: Sequence[BankQuestion]) -> Iterator[tuple[str, str, str]]:
    """(id of the question, what is wrong, what to do)."""
    seen: dict[str, str] = {}
    for question in questions:
        said = " ".join(words(question.ask))
        if seen.setdefault(said, question.id) != question.id:
            yield question.id, f"asks the same as {seen[said]}", "ask something else"
        found = _FUTURE.search(question.ask)
        if found:
            yield question.id, f"{found[0]!r} asks for intentions", "ask for one past occasion"
        elif not _PAST.search(question.ask):
            yield question.id, "does not ask for something past", "ask for one past occasion"
        if len(said.split()) > LONGEST:
            yield question.id, f"is longer than {LONGEST} words", "shorten it"
        for name, probe in question.probes.items():
            found = _FUTURE.search(probe)
            if found:
                yield question.id, f"{found[0]!r} in the probe for {name} asks for intentions", "ask for what was"


def target_problems(questions: Sequence[BankQuestion], targets: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(target, what is wrong, what to do) for targets with too few questions."""
    for target in targets:
        own, topic = [question for question in questions if question.target == target], parse(target)
        if len(own) < least_questions(topic):
            yield target, f"{len(own)} questions, {least_questions(topic)} are needed", "write more"
        for audience in AUDIENCES:
            suited = sum(audience in question.suits for question in own)
            if suited < least_for_each(topic):
                yield target, f"only {suited} questions suit {audience}", f"write {least_for_each(topic)} at least"


def practised(topics: Sequence[str]) -> list[str]:
    """Which entries can be practised: every value, and every competency's level of the 2016 edition."""
    read = map(parse, topics)
    return [
        topic.id
        for topic in read
        if (topic.family == "value" and topic.aspect == "definition")
        or (topic.family == "competency" and topic.aspect == "level" and topic.edition == "college")
    ]
