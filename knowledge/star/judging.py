"""Calibrated judgements from measures: small linear models, in plain Python."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Rating = Literal["missing", "thin", "clear"]
RATINGS: tuple[Rating, ...] = ("missing", "thin", "clear")


@dataclass(frozen=True)
class Linear:
    """A logistic model over named measures; several rows make it multinomial."""

    names: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    rows: tuple[tuple[float, ...], ...]  # one a class (or one alone for yes and no), the constant last

    def chances(self, measures: Mapping[str, float]) -> list[float]:
        """The probability of each class; of yes alone where there is one row."""
        at = [(measures[name] - m) / s for name, m, s in zip(self.names, self.mean, self.scale, strict=True)]
        sums = [sum(w * x for w, x in zip(row, at, strict=False)) + row[-1] for row in self.rows]
        if len(sums) == 1:
            return [1 / (1 + math.exp(-max(-40.0, min(40.0, sums[0]))))]
        top = max(sums)
        powers = [math.exp(value - top) for value in sums]
        return [power / sum(powers) for power in powers]


@dataclass(frozen=True)
class PartModel:
    """Rates one part. `missing` is the probability from which "missing" is said, for it must be sure."""

    model: Linear
    missing: float

    def rate(self, measures: Mapping[str, float]) -> tuple[Rating, list[float]]:
        """The rating, and the probabilities of missing, thin and clear."""
        chances = self.model.chances(measures)
        if chances[0] >= self.missing:
            return "missing", chances
        return ("clear" if chances[2] >= chances[1] else "thin"), chances
