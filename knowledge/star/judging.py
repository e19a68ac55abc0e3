"""Calibrated judgements from measures: small linear models, in plain Python."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Rating = Literal["missing", "thin", "clear"]
RATINGS: tuple[Rating, ...] = ("missing", "thin", "clear")


@dataclass(frozen=True)
class Linear:
    """A logistic model over named measures; several rows make it multinomial."""

    names: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    rows: tuple[tuple[float, ...], ...]  # one a class (or one alone for yes and no), the constant last

    @classmethod
    def of(cls, model: Mapping[str, Any]) -> "Linear":
        """From the trained file."""
        rows = tuple(map(tuple, model["rows"]))
        return cls(tuple(model["names"]), tuple(model["mean"]), tuple(model["scale"]), rows)

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
    """Rates one part."""

    model: Linear
    missing: float  # the probability from which "missing" is said, for it must be sure
    evidence: float  # the probability from which a unit is evidence of the part

    @classmethod
    def of(cls, model: Mapping[str, Any]) -> "PartModel":
        """From the trained file."""
        return cls(Linear.of(model), model["missing"], model["evidence"])

    def rate(self, measures: Mapping[str, float]) -> tuple[Rating, tuple[float, float, float]]:
        """The rating, and the probabilities of missing, thin and clear."""
        missing, thin, clear = self.model.chances(measures)
        rating: Rating = "missing" if missing >= self.missing else "clear" if clear >= thin else "thin"
        return rating, (missing, thin, clear)
