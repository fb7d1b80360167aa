"""What is wrong in the sources, said so that the person who wrote them can mend it.

In:   a place, a fault, a repair
Out:  Problem, and the errors that carry a list of them

A message names the place and never repeats what a person wrote: logs of a build are public.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in one place.

    file  path as the person knows it, relative to the project
    line  counted from 1; 0 where the whole file is meant
    """

    file: str
    line: int
    code: str
    what: str
    fix: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.what} Fix: {self.fix}"


class AlongsideError(Exception):
    """Something a person can put right. exit_code is what the command returns."""

    exit_code = 4


class SourceError(AlongsideError):
    """Every problem of every file, found in one run."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class CallError(AlongsideError):
    """The command was called with something it cannot work with."""

    exit_code = 2


class PrivacyError(AlongsideError):
    """Something that must not be public was about to be published."""

    exit_code = 3


class BuildError(AlongsideError):
    """The sources are fine and the site could not be made from them."""

    exit_code = 4
