"""The best value of a piecewise linear function in any window of its bins, for many at once."""

from __future__ import annotations

import numpy as np

from planner.domain.money import FloatArray


class Peaks:
    """Piecewise linear `here` (n, N) or (k, n, N), risen above its chords, to find the best of any window."""

    def __init__(self, here: FloatArray, rise: FloatArray) -> None:
        """rise (n, N - 1) of the bins, the same for every k."""
        self.shape = here.shape
        self.values = here.reshape(-1, here.shape[-2] * here.shape[-1])
        risen = np.zeros(here.shape[-2:])
        risen[:, :-1] = rise
        self.over = risen.ravel()
        peaks = np.full(here.shape, -np.inf)
        np.maximum(here[..., :-1], here[..., 1:], out=peaks[..., :-1])
        peaks[..., :-1] += rise
        self.levels = [peaks]
        self.stacked = peaks.reshape(self.values.shape)

    def best(
        self,
        left: np.ndarray,
        left_share: FloatArray,
        right: np.ndarray,
        right_share: FloatArray,
        first: int | None = None,
    ) -> FloatArray:
        """Largest value in each window, its ends given as flat bins and shares of them, shaped as `here`.

        first  look at the first so many k only
        """
        values = self.values[:first]
        bottom, top = left.ravel(), right.ravel()
        after_left, beyond_right = values.take(bottom + 1, axis=1), values.take(top, axis=1)
        at_left = values.take(bottom, axis=1)
        at_left += left_share.ravel() * (after_left - at_left)
        at_right = values.take(top + 1, axis=1)
        at_right -= beyond_right
        at_right *= right_share.ravel()
        at_right += beyond_right
        over_left, over_right = self.over[bottom], self.over[top]
        at_left += over_left
        at_right += over_right
        best = np.maximum(at_left, at_right, out=at_left)
        apart = top > bottom
        after_left += over_left
        beyond_right += over_right
        ends = np.maximum(after_left, beyond_right, out=after_left)
        np.maximum(best, ends, out=best, where=apart)
        # Bins wholly inside: the maximum over a range from two overlapping power-of-two ranges.
        length = top - bottom - 1
        longest = int(length.max(initial=0))
        if longest >= 1:
            stacked = self._doubled(longest)[:first]
            level = _LOG2[np.maximum(length, 1)]
            offset = level * values.shape[1]
            filled = length >= 1
            begun = np.where(filled, offset + bottom + 1, 0)
            ended = np.where(filled, offset + top - (1 << level), 0)
            middle = np.maximum(stacked.take(begun, axis=1), stacked.take(ended, axis=1))
            np.maximum(best, middle, out=best, where=filled)
        found: FloatArray = (
            best.reshape(-1, *self.shape[1:]) if len(self.shape) == 3 else best.reshape(self.shape)
        )
        return found

    def _doubled(self, longest: int) -> FloatArray:
        """Maxima over runs of 1, 2, 4 ... bins, up to half of `longest` at least, side by side."""
        span = 1 << (len(self.levels) - 1)
        grown = False
        while span * 2 <= longest:
            last = self.levels[-1]
            merged = last.copy()
            np.maximum(last[..., :-span], last[..., span:], out=merged[..., :-span])
            self.levels.append(merged)
            grown = True
            span *= 2
        if grown:
            flat = [level.reshape(self.values.shape) for level in self.levels]
            self.stacked = np.concatenate(flat, axis=1)
        return self.stacked


_LOG2 = np.concatenate([[0], np.floor(np.log2(np.arange(1, 1 << 14))).astype(int)])
