"""Decide how much of a breakdown may be printed: all of it, its total alone, or nothing.

In:   one breakdown: whole numbers per group, and the smallest number that may be printed of their unit
Out:  "whole", "total" or "nothing"
Rule: data/privacy.yml (the numbers), docs/en/developers/decisions.md, 17 (the reasons)

Pure functions: no files, no wording. Hiding single cells is not enough: with minimum 4, the row 4, 3, 3 printed as
"4 . . of 10" can only be 3 and 3. So a breakdown goes as a whole. Zero is printed where the rest may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Extent = Literal["whole", "total", "nothing"]


def extent(counts: Sequence[int], *, minimum: int) -> Extent:
    """How much of a breakdown may be printed.

    counts   units per group, each >= 0
    minimum  the smallest number we print, at least 3; or 1 where everything may be printed
    raises   ValueError for a negative count or another minimum

    A minimum of 2 would hide nothing but ones: a hidden breakdown of 2 could only be 1 and 1.
    """
    if minimum in {2, 0} or minimum < 0 or any(count < 0 for count in counts):
        raise ValueError("counts are at least 0; a minimum is 1, or at least 3")
    if all(count == 0 or count >= minimum for count in counts):
        return "whole"
    return "total" if sum(counts) >= minimum else "nothing"


def extent_of_shares(base: int, parts: Sequence[int], *, minimum: int) -> Extent:
    """The same for several shares of one base that may overlap: each part and its rest are a breakdown of their own.

    They go together: one that is missing beside others that are printed would stand out as small.
    """
    extents = [extent((part, base - part), minimum=minimum) for part in parts]
    if all(found == "whole" for found in extents):
        return "whole"
    return "total" if base >= minimum else "nothing"


def is_dominated(largest: float, whole: float) -> bool:
    """Whether one contributor gives more than half of a sum: the sum would tell what it gave."""
    return largest * 2 > whole
