"""Chance that repeats: a stream named after its purpose, the same on every machine and Python."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import TypeVar

from kam_core.sample import SEED

T = TypeVar("T")


class Dice:
    """All draws come from `random.random()`, the one method whose sequence Python promises to keep."""

    def __init__(self, purpose: str) -> None:
        self._random = random.Random(f"{SEED}/{purpose}").random

    def share(self) -> float:
        """Even between 0 and 1."""
        return self._random()

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self._random()

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._random() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        return self._random() < probability

    def bell(self, mean: float, deviation: float) -> float:
        """Normal (Box and Muller), cut at three deviations so that no single draw makes a tale of its own."""
        z = math.sqrt(-2 * math.log(1 - self._random())) * math.cos(2 * math.pi * self._random())
        return mean + deviation * max(-3.0, min(3.0, z))

    def pick(self, of: Sequence[T]) -> T:
        return of[int(self._random() * len(of))]

    def weighted(self, of: Sequence[T], weights: Sequence[float]) -> T:
        left = self._random() * sum(weights)
        for one, weight in zip(of, weights):
            left -= weight
            if left < 0:
                return one
        return of[-1]

    def mixed(self, of: Sequence[T]) -> list[T]:
        """All of them in another order."""
        return [one for _, _, one in sorted((self._random(), i, one) for i, one in enumerate(of))]
