"""The questions of a form for phones, line by line.

In:   the forms of one tool, one for each language, English first
Out:  Survey: the lines of the sheets `survey` and `choices`

Short questions that follow each other share a screen, with the guidance before them. Each given row of a table is a
screen; rows that people begin themselves are repeats. What is not in the light size is left out where that is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from alongside.formats import xlsform_texts as texts
from alongside.formats.xlsform_cells import Asked, cell_lines
from alongside.formats.xlsform_formulas import helper, helper_name
from alongside.formats.xlsform_lines import Line, Lists, begin, end
from alongside.formats.xlsform_names import SIZE, TOOL, VERSION, Names
from alongside.formats.xlsform_texts import Texts, each
from alongside.formula import Formula, Over, parts
from alongside.shapes import One, Table, Total
from alongside.tool import Block, Form, Question, Section

_MOST_ON_A_SCREEN = 6
_SCREEN = "field-list"


@dataclass
class Survey:
    lines: list[Line] = field(default_factory=list)
    lists: Lists = field(default_factory=Lists)


def survey(forms: Sequence[Form]) -> Survey:
    return _Surveyor(forms).make()


class _Surveyor:
    def __init__(self, forms: Sequence[Form]) -> None:
        self.forms = forms
        self.first = forms[0]
        self.names = Names(self.first.tool)
        self.survey = Survey()
        self.has_light = "light" in self.first.tool.sizes
        self.whole_only = f"${{{SIZE}}} != 'light'"
        self.summed = _summed(self.first)

    def make(self) -> Survey:
        tool = self.first.tool
        self._add(Line("calculate", TOOL, calculation=f"'{tool.id}'"))
        self._add(Line("calculate", VERSION, calculation=f"'{tool.version}'"))
        self._add(Line("note", f"{SIZE}__head", each(self.forms, texts.head)))
        if self.has_light:
            sizes = {str(size): tuple(texts.size_words(form, size) for form in self.forms) for size in tool.sizes}
            listed = self.survey.lists.name(SIZE, sizes)
            words = each(self.forms, texts.size_question)
            self._add(Line(f"select_one {listed}", SIZE, words, default="standard"))
        for number in range(len(self.first.sections)):
            self._section(tuple(form.sections[number] for form in self.forms))
        return self.survey

    def _add(self, *lines: Line) -> None:
        self.survey.lines += lines

    def _section(self, sections: tuple[Section, ...]) -> None:
        section = sections[0]
        light = any(question.light for question in section.questions)
        if not section.questions:
            light = section.id != "facilitator"
        whole_only = "" if light or not self.has_light else self.whole_only
        title = tuple(texts.plain(item.title) for item in sections)
        self._add(begin("group", section.id, title, relevant=whole_only))
        screen = _Screens(section.id)
        prose = zip(*(texts.runs(item) for item in sections), strict=True)
        for number, blocks in enumerate(prose):
            self._add(*screen.begin(_note(section.id, number, blocks, self._only(number == 0, whole_only))))
            if number < len(section.questions):
                asked = Asked(self.forms, tuple(item.questions[number] for item in sections), self.names)
                only = self._only(asked.first.light, whole_only)
                if isinstance(asked.first.shape, Table):
                    self._add(*screen.close(), *self._table(asked, asked.first.shape, only))
                else:
                    self._add(*screen.put(self._question(asked, only)))
        self._add(*screen.close(), end("group", section.id))

    def _only(self, light: bool, whole_only: str) -> str:
        """When a line is asked, where it is not asked always."""
        return "" if light or whole_only or not self.has_light else self.whole_only

    def _question(self, asked: Asked, only: str) -> list[Line]:
        question = asked.first
        labels = tuple(texts.plain(item.label) for item in asked.questions)
        lines = cell_lines(asked, self.names.of(question.id), labels, self.survey.lists)
        main = replace(lines[-1], guidance_hint=asked.small_print)
        if question.required:
            main = replace(main, required="yes", required_message=each(self.forms, texts.please_answer))
        return [replace(line, relevant=only) for line in (*lines[:-1], main)]

    def _table(self, asked: Asked, table: Table, only: str) -> Iterator[Line]:
        note = Line("note", f"{asked.first.id}__note", guidance_hint=asked.small_print)
        labels = tuple(texts.plain(item.label) for item in asked.questions)
        if table.given:
            yield begin("group", asked.first.id, labels, relevant=only)
            yield replace(note, label=asked.each(texts.about_rows))
            yield from self._given_rows(asked, table)
            yield end("group", asked.first.id)
            return
        yield replace(note, label=asked.each(texts.before_rows), relevant=only)
        yield begin("repeat", asked.first.id, labels, relevant=only, appearance=_SCREEN)
        for index in range(len(table.columns)):
            yield from self._column(asked, index, "", asked.column_texts(index))
        for column, function in self.summed.get(asked.first.id, ()):
            cell = self.names.of(asked.first.id, column)
            yield Line("calculate", helper_name(cell, function), calculation=helper(function, f"${{{cell}}}"))
        yield end("repeat", asked.first.id)

    def _given_rows(self, asked: Asked, table: Table) -> Iterator[Line]:
        """A single column of figures or words shares a screen; otherwise each row has its own."""
        if len(table.columns) == 1:
            shared = f"{asked.first.id}__rows"
            alone = isinstance(table.columns[0].shape, One)
            if not alone:
                yield begin("group", shared, (), appearance=_SCREEN)
            for index, row in enumerate(table.rows):
                yield from self._column(asked, 0, row.id, asked.row_texts(index), asked.column_texts(0))
            if not alone:
                yield end("group", shared)
            return
        for index, row in enumerate(table.rows):
            group = f"{asked.first.id}__{row.id}"
            yield begin("group", group, asked.row_texts(index), appearance=_SCREEN)
            for column in range(len(table.columns)):
                yield from self._column(asked, column, row.id, asked.column_texts(column))
            yield end("group", group)

    def _column(self, asked: Asked, index: int, row: str, labels: Texts, hints: Texts = ()) -> Iterator[Line]:
        column = asked.columns(index)[0]
        cell = replace(asked, column=index, row=row)
        yield from cell_lines(cell, self.names.of(asked.first.id, column.id, row), labels, self.survey.lists, hints)


class _Screens:
    """Gathers lines that share a screen."""

    def __init__(self, section: str) -> None:
        self.section = section
        self.number = 0
        self.lines: list[Line] = []
        self.questions = 0

    def begin(self, note: Line | None) -> list[Line]:
        """A new screen where guidance stands before it; what was on the one before."""
        if note is None:
            return []
        done = self.close()
        self.lines = [note]
        return done

    def put(self, lines: Sequence[Line]) -> list[Line]:
        done = self.close() if self.questions == _MOST_ON_A_SCREEN else []
        self.lines += lines
        self.questions += 1
        return done

    def close(self) -> list[Line]:
        lines, self.lines, self.questions = self.lines, [], 0
        if sum(line.type != "calculate" for line in lines) < 2:
            return lines
        self.number += 1
        name = f"{self.section}__{self.number}"
        return [begin("group", name, (), appearance=_SCREEN), *lines, end("group", name)]


def _note(section: str, number: int, blocks: tuple[tuple[Block, ...], ...], only: str) -> Line | None:
    """The guidance before a question in each language."""
    said = tuple(map(texts.prose, blocks))
    return Line("note", f"{section}__guidance_{number}", said, relevant=only) if any(said) else None


def _summed(form: Form) -> dict[str, list[tuple[str, str]]]:
    """The columns that formulas add up or count, by table."""
    found: dict[str, list[tuple[str, str]]] = {}
    for question in form.questions:
        for formula in _formulas(question):
            for part in parts(formula):
                if isinstance(part, Over) and (part.column, part.function) not in found.setdefault(part.table, []):
                    found[part.table].append((part.column, part.function))
    return found


def _formulas(question: Question) -> Iterator[Formula]:
    table = question.shape
    shapes = [column.shape for column in table.columns] if isinstance(table, Table) else [table]
    return (shape.formula for shape in shapes if isinstance(shape, Total))
