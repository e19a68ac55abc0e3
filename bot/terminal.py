"""Questions on the command line: one, or JSON Lines for other programs."""

import json
from typing import Any, TextIO

from pydantic import BaseModel, ConfigDict, Field

from bot.cards.text import plain
from bot.library import library_of
from bot.lines import BadLineError, read_lines
from bot.settings import Settings
from dialogs.conversation import Coach, Turn
from knowledge.understanding.context import NOTHING_SAID, Context
from knowledge.understanding.intents import NAMED

DONE, FOUND, WRONG_USE = 0, 1, 2


class AskLine(BaseModel):
    """A line of `ask --jsonl`."""

    model_config = ConfigDict(extra="ignore")

    conversation: str = Field(max_length=200)
    say: str = Field(max_length=20_000)


def ask_once(question: str, settings: Settings, out: TextIO) -> int:
    """Answer one question."""
    out.write(plain(_coach(settings).say(question).reply) + "\n")
    return DONE


def ask_jsonl(settings: Settings, lines: TextIO, out: TextIO, errors: TextIO) -> int:
    """Answer JSON Lines; every conversation has its own context. A bad line is named and ends the run with 2."""
    coach = _coach(settings)
    contexts: dict[str, Context] = {}
    try:
        for asked in read_lines(lines, AskLine, '{"conversation": "a", "say": "..."}'):
            turn = coach.say(asked.say, contexts.get(asked.conversation, NOTHING_SAID))
            contexts[asked.conversation] = turn.context
            out.write(json.dumps(_line(asked.conversation, turn), ensure_ascii=False) + "\n")
            out.flush()
    except BadLineError as error:
        errors.write(f"{error}\n")
        return WRONG_USE
    return DONE


def _coach(settings: Settings) -> Coach:
    coach = Coach(library_of(settings))
    if settings.has_store:
        from bot.documents.loading import loaded  # noqa: PLC0415 - 0.2 s that a first question need not wait for

        coach.official = loaded(settings, coach.library)
    return coach


def _line(conversation: str, turn: Turn) -> dict[str, Any]:
    reply = turn.reply
    return {
        "conversation": conversation,
        "kind": reply.kind,
        "topics": list(reply.topics),
        "text": plain(reply),
        "sources": list(reply.sources),
        "choices": [{"label": choice.label, "value": choice.value} for choice in reply.choices],
    }


def explain(question: str, settings: Settings, out: TextIO) -> int:
    """Say how a question is read: mended words, names, guesses, and why this reading won."""
    coach = Coach(library_of(settings))
    turn = coach.say(question)
    understood = turn.understood
    parsed = understood.parsed
    rows = [("reading", f"{understood.kind}: {', '.join(understood.topics) or understood.refusal}")]
    rows.append(("because", understood.reason))
    if parsed:
        rows.append(("mended", ", ".join(f"{said} -> {taken}" for said, taken in parsed.repairs) or "nothing"))
        names = (f"{span.kind} {span.value} ({span.score:.0f})" for span in parsed.slots.spans)
        rows.append(("names", ", ".join(names) or "none"))
        rows.append(("left over", " ".join(parsed.slots.residue) or "nothing"))
    if understood.premises:
        rows.append(("corrected", ", ".join(understood.premises)))
    for place, guess in enumerate(understood.guesses[:5], 1):
        name = "(the names decide)" if guess.name == NAMED else guess.name
        rows.append((f"guess {place}", f"{name:46} margin {guess.margin:+.2f}  likeness {guess.likeness:.2f}"))
    if len(understood.guesses) > 1:
        lead = understood.guesses[0].margin - understood.guesses[1].margin
        rows.append(("lead", f"{lead:.2f} over the runner-up"))
    out.writelines(f"{label:10}{text}\n" for label, text in rows)
    return DONE
