"""What an answer is judged by: numbers for each part and each flag, taken from its labelled units."""

import math
import re
from collections.abc import Callable

from knowledge.star.reading import ACTION, LABELS, RESULT, SITUATION, TASK, Answer

PARTS = {"situation": SITUATION, "task": TASK, "action": ACTION, "result": RESULT}
_CUES = ("when", "where", "task", "result", "vague", "hope", "step", "reason", "would", "habit", "learning", "values")
_OWN_CUE = {"situation": "when", "task": "task", "action": "step", "result": "result"}
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")
_PRESENT = ("I+other", "I+present")


def _done(acts: dict[str, int]) -> int:
    return acts.get("I+past", 0) + acts.get("I+past-to", 0)


def _of(acts: dict[str, int], who: str) -> int:
    return sum(count for act, count in acts.items() if act.startswith(who))


def shared(answer: Answer) -> dict[str, float]:
    """What tells something of the whole answer."""
    units = range(len(answer.units))
    total = max(answer.length, 1)
    row = {"words": math.log1p(answer.length), "units": math.log1p(len(answer.units))}
    for label in LABELS:
        weight = sum(likely[label] * len(words) for likely, words in zip(answer.likely, answer.words, strict=True))
        row[f"all {label}"] = math.log1p(weight)
        row[f"share {label}"] = weight / total
        row[f"most {label}"] = max((likely[label] for likely in answer.likely), default=0.0)
    row["done"] = math.log1p(sum(_done(answer.acts[i]) for i in units))
    row["we"] = math.log1p(sum(_of(answer.acts[i], "we+") for i in units))
    row["they"] = math.log1p(sum(_of(answer.acts[i], "they+") for i in units))
    row["I"] = math.log1p(sum(_of(answer.acts[i], "I+") for i in units))
    row["present"] = math.log1p(sum(answer.acts[i][act] for i in units for act in _PRESENT))
    row["question"] = math.log1p(answer.text.count("?"))
    for name in (*_CUES, "refuse"):
        count = sum(cues[name] for cues in answer.cues)
        row[f"cue {name}"] = math.log1p(count)
        row[f"rate {name}"] = 20 * count / total  # about the cues in a sentence
    return row


def of_part(answer: Answer, part: str, whole: dict[str, float]) -> dict[str, float]:
    """What tells how clear a part is."""
    label = PARTS[part]
    chances = [likely[label] for likely in answer.likely]

    def weighed(count: Callable[[int], float]) -> float:
        return math.log1p(sum(chance * count(i) for i, chance in enumerate(chances)))

    most = [*sorted(chances, reverse=True), 0.0, 0.0, 0.0]
    kept = ("words", "units", "done", "we", "cue would", "cue habit", *(f"all {name}" for name in LABELS))
    row = {name: whole[name] for name in kept}
    row |= {"1st": most[0], "2nd": most[1], "3rd": most[2], "log 1st": math.log(most[0] + 1e-3), "sum": sum(chances)}
    row["part words"] = weighed(lambda i: len(answer.words[i]))
    row["part share"] = whole[f"share {label}"]
    row["longest"] = max((c * min(1.0, len(w) / 12) for c, w in zip(chances, answer.words, strict=True)), default=0.0)
    for name in _CUES:
        row[f"part {name}"] = weighed(lambda i, name=name: answer.cues[i][name])  # type: ignore[misc]  # bound on purpose
    row["own cue"] = whole[f"cue {_OWN_CUE[part]}"]
    row["any where"] = whole["cue where"]
    row["part done"] = weighed(lambda i: _done(answer.acts[i]))
    row["part I"] = weighed(lambda i: _of(answer.acts[i], "I+"))
    row["part we"] = weighed(lambda i: _of(answer.acts[i], "we+"))
    row["part they"] = weighed(lambda i: _of(answer.acts[i], "they+"))
    row["part numbers"] = weighed(lambda i: sum(any(c.isdigit() for c in word) for word in answer.words[i]))
    row["part names"] = weighed(lambda i: len(_NAME.findall(answer.units[i].text)))
    row["steps"] = math.log1p(sum(c > 0.5 and _done(acts) > 0 for c, acts in zip(chances, answer.acts, strict=True)))
    return row
