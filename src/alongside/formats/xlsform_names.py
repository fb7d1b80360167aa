"""What each place for an answer is called in a form for phones, and back.

In:   a tool
Out:  Names: name by address, address by name

A name says the same wherever it stands: `steps_what` for a column of a table that grows, `views_trust_answer` for a
cell of given rows. Names are unique in the whole form, so that a flat list of answers, as servers export it, is enough
to read them. What is no answer has `__` in its name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from alongside.shapes import Table
from alongside.tool import Tool

PREFIX = "alongside_"
TOOL, VERSION, SIZE = "alongside_tool", "alongside_version", "alongside_size"


@dataclass(frozen=True, slots=True)
class Place:
    """column and row are empty where there is no table; row alone where people begin rows themselves."""

    question: str
    column: str = ""
    row: str = ""

    def address(self, number: int) -> str:
        """number: which repeat of the rows, from 1."""
        return f"{self.question}.{self.row or number}.{self.column}" if self.column else self.question


@dataclass
class Names:
    """places: what stands behind each name; taken: every name of the form."""

    tool: Tool
    places: dict[str, Place] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.taken |= {section.id for section in self.tool.sections} | {question.id for question in self.tool.questions}
        self.taken |= {"meta", TOOL, VERSION, SIZE}
        self.names: dict[Place, str] = {}
        for question in self.tool.questions:
            if not isinstance(question.shape, Table):
                self._add(Place(question.id), question.id)
                continue
            rows = [row.id for row in question.shape.rows] if question.shape.given else [""]
            for row in rows:
                for column in question.shape.columns:
                    wanted = "_".join(filter(None, (question.id, row, column.id)))
                    self._add(Place(question.id, column.id, row), self._new(wanted))

    def _new(self, wanted: str) -> str:
        """A name like the wanted one that nothing else has."""
        name, number = wanted, 2
        while name in self.taken:
            name, number = f"{wanted}_{number}", number + 1
        self.taken.add(name)
        return name

    @property
    def growing(self) -> frozenset[str]:
        """The tables whose rows people begin themselves."""
        tables = (question for question in self.tool.questions if isinstance(question.shape, Table))
        return frozenset(item.id for item in tables if isinstance(item.shape, Table) and not item.shape.given)

    def of(self, question: str, column: str = "", row: str = "") -> str:
        return self.names[Place(question, column, row)]

    def _add(self, place: Place, name: str) -> None:
        self.places[name] = place
        self.names[place] = name


def form_id(tool: Tool) -> str:
    return PREFIX + tool.id.replace("-", "_")
