"""What an answer is judged by: numbers for each part and for the whole, taken from its labelled units."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping

from knowledge.star.leanings import ACTION, LABELS
from knowledge.star.reading import PARTS, Answer

_CUES = (
    "when",
    "where",
    "task",
    "result",
    "vague",
    "hope",
    "step",
    "reason",
    "because",
    "would",
    "habit",
    "learning",
    "values",
)
_OWN_CUE = {"situation": "when", "task": "task", "action": "step", "result": "result"}
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")
_PRESENT = ("I+other", "I+present")


def _done(acts: Mapping[str, int]) -> int:
    return acts.get("I+past", 0) + acts.get("I+past-to", 0)


def _of(acts: Mapping[str, int], who: str) -> int:
    return sum(count for act, count in acts.items() if act.startswith(who))


def whole(answer: Answer, recited: float) -> dict[str, float]:
    """What tells something of the whole answer; `recited` is the share of it that is the framework's."""
    total = max(answer.length, 1)
    row = {"words": math.log1p(answer.length), "units": math.log1p(len(answer.units)), "recited": recited}
    row["subject"] = answer.subject
    for label in LABELS:
        weight = sum(likely[label] * len(unit.words) for likely, unit in zip(answer.likely, answer.told, strict=True))
        row[f"all {label}"] = math.log1p(weight)
        row[f"share {label}"] = weight / total
        row[f"most {label}"] = max((likely[label] for likely in answer.likely), default=0.0)
    for name in (*_CUES, "refuse"):
        count = sum(unit.cues[name] for unit in answer.told)
        row[f"cue {name}"] = math.log1p(count)
        row[f"rate {name}"] = 20 * count / total  # about the cues in a sentence
    row["question"] = math.log1p(answer.text.count("?"))
    for name in ("reason", "because"):
        in_action = sum(
            likely[ACTION] * unit.cues[name] for likely, unit in zip(answer.likely, answer.told, strict=True)
        )
        row[f"{name} in action"] = math.log1p(in_action)
        row[f"{name} a step"] = in_action / (sum(likely[ACTION] for likely in answer.likely) + 0.5)
    return row | _subjects(answer)


def _subjects(answer: Answer) -> dict[str, float]:
    """Who does what: the shares that tell "we" from "I", deeds from wishes and events from habits."""
    acts = [Counter(unit.acts) for unit in answer.told]
    row = {
        "done": math.log1p(sum(map(_done, acts))),
        "we": math.log1p(sum(_of(act, "we+") for act in acts)),
        "they": math.log1p(sum(_of(act, "they+") for act in acts)),
        "I": math.log1p(sum(_of(act, "I+") for act in acts)),
        "present": math.log1p(sum(act[name] for act in acts for name in _PRESENT)),
    }
    row["we share"] = row["we"] / (row["we"] + row["I"] + 0.5)
    in_action = [likely[ACTION] for likely in answer.likely]
    we = sum(chance * _of(act, "we+") for chance, act in zip(in_action, acts, strict=True))
    own = sum(chance * _of(act, "I+") for chance, act in zip(in_action, acts, strict=True))
    row["action we share"] = we / (we + own + 0.5)
    would = sum(act["I+would"] + act["we+would"] for act in acts)
    done = sum(act["I+past"] + act["I+past-to"] + act["I+was"] + act["I+had"] for act in acts)
    row["would share"] = would / (would + done + 0.5)
    row["done share"] = done / (answer.length / 15 + 1)
    present = sum(act["I+other"] + act["I+present"] for act in acts)
    row["present share"] = present / (present + done + 0.5)
    return row


def of_part(answer: Answer, part: str, shared: Mapping[str, float]) -> dict[str, float]:
    """What tells how clear a part is; `shared` are the measures of the whole."""
    label = PARTS[part]
    chances = [likely[label] for likely in answer.likely]
    units, acts = answer.told, [Counter(unit.acts) for unit in answer.told]
    clear = [clearly[label] for clearly in answer.clearly]
    vague = [chance - more for chance, more in zip(chances, clear, strict=True)]

    def weighed(count: Callable[[int], float]) -> float:
        return math.log1p(sum(chance * count(i) for i, chance in enumerate(chances)))

    most = [*sorted(chances, reverse=True), 0.0, 0.0, 0.0]
    kept = ("words", "units", "done", "we", "cue would", "cue habit", *(f"all {name}" for name in LABELS))
    row = {name: shared[name] for name in kept}
    row |= {"1st": most[0], "2nd": most[1], "3rd": most[2], "log 1st": math.log(most[0] + 1e-3), "sum": sum(chances)}
    row |= {"clear": max(clear, default=0.0), "vague": max(vague, default=0.0)}
    row |= {"log clear": math.log(row["clear"] + 1e-2), "log vague": math.log(row["vague"] + 1e-2)}
    row |= {"all clear": math.log1p(sum(clear)), "all vague": math.log1p(sum(vague))}
    for name, other in PARTS.items():
        total = sum(likely[other] for likely in answer.likely)
        row[f"clear share {name}"] = sum(clearly[other] for clearly in answer.clearly) / (total + 0.3)
    row["part words"] = weighed(lambda i: len(units[i].words))
    row["part share"] = shared[f"share {label}"]
    row["longest"] = max((c * min(1.0, len(u.words) / 12) for c, u in zip(chances, units, strict=True)), default=0.0)
    for name in _CUES:
        row[f"part {name}"] = weighed(lambda i, name=name: units[i].cues[name])  # type: ignore[misc]  # bound on purpose
    row["own cue"] = shared[f"cue {_OWN_CUE[part]}"]
    row["any where"] = shared["cue where"]
    row["part done"] = weighed(lambda i: _done(acts[i]))
    row["part I"] = weighed(lambda i: _of(acts[i], "I+"))
    row["part we"] = weighed(lambda i: _of(acts[i], "we+"))
    row["part they"] = weighed(lambda i: _of(acts[i], "they+"))
    row["part numbers"] = weighed(lambda i: sum(any(c.isdigit() for c in word) for word in units[i].words))
    row["part names"] = weighed(lambda i: len(_NAME.findall(answer.units[i].text)))
    row["steps"] = math.log1p(sum(c > 0.5 and _done(act) > 0 for c, act in zip(chances, acts, strict=True)))
    return row
