"""Write a table of questions as HTML for print.

In:   a Form, a question whose shape is a Table
Out:  HTML

Given rows with nothing but choices become a grid: a circle for each answer, its words above it, upright where there is
room and turned where there is none. In every other table a cell holds its choices with their words. So nobody has to
look up what a number means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from alongside.formats.pdf_places import choices_in_line, dot, measure, place
from alongside.formats.pdf_widths import CELL, grid_widths, row_height, turned_height, widths
from alongside.shapes import Choice, Column, One, Row, Table, Text, Total
from alongside.tool import Form, Question
from alongside.words import N_

_UPRIGHT = 8  # so many choices have room for words above them; more are turned
_TURNED = 22
_LONGEST, _LONGEST_TURNED = 40, 36  # letters of a choice above a circle
_WHOLE, _WHOLE_GRID = 5, 7  # a table with fewer rows never continues on the next page


def write_table(form: Form, question: Question, shape: Table) -> str:
    ones = [column.shape for column in shape.columns if isinstance(column.shape, One)]
    if shape.given and len(ones) == len(shape.columns) and _fit(ones):
        parts = " parts" if len(shape.rows) >= _WHOLE_GRID else ""
        return f"<table class='grid{parts}' style='--each:{_each(ones):.1f}mm'>{_grid(form, question, shape)}</table>"
    look = "signed" if shape.by_hand else "cells"
    parts = " parts" if len(shape.rows) >= _WHOLE else ""
    return f"<table class='{look}{parts}'>{_cells(form, question, shape)}</table>"


def _fit(ones: list[One]) -> bool:
    choices = [choice for one in ones for choice in one.choices]
    longest = max(len(choice.text) for choice in choices)
    return len(choices) <= _TURNED and longest <= (_LONGEST if len(choices) <= _UPRIGHT else _LONGEST_TURNED)


def _each(ones: list[One]) -> float:
    return grid_widths(sum(len(one.choices) for one in ones))[-1]


def _grid(form: Form, question: Question, shape: Table) -> str:
    choices = [choice for _, one in _ones(shape) for choice in one.choices]
    turned = turned_height(choices) if len(choices) > _UPRIGHT else 0
    over = "".join(
        f"<th colspan='{len(one.choices)}' class='edge'>{escape(column.text)}</th>" for column, one in _ones(shape)
    )
    under = "".join(_choice_head(look, choice, turned) for _, one in _ones(shape) for look, choice in _looks(one))
    head = f"<tr><th rowspan='2' class='rows'>{escape(shape.heading)}</th>{over}</tr><tr>{under}</tr>"
    rows = []
    for row in shape.rows:
        cells: list[str] = []
        for column, one in _ones(shape):
            leaf = form.leaves[f"{question.id}.{row.id}.{column.id}"]
            cells.extend(f"<td{look}>{dot(leaf, choice)}</td>" for look, choice in _looks(one))
        rows.append(f"<tr><th scope='row'>{escape(row.text)}</th>{''.join(cells)}</tr>")
    return f"{_columns(grid_widths(len(choices)))}<thead>{head}</thead><tbody>{''.join(rows)}</tbody>"


def _ones(shape: Table) -> Iterator[tuple[Column, One]]:
    for column in shape.columns:
        if isinstance(column.shape, One):
            yield column, column.shape


def _looks(one: One) -> Iterator[tuple[str, Choice]]:
    """Each question of a grid begins behind a line, and so do the answers beside its scale."""
    before = False
    for number, choice in enumerate(one.choices):
        apart = choice.aside and not before
        yield " class='edge'" if number == 0 else " class='apart'" if apart else "", choice
        before = choice.aside


def _choice_head(look: str, choice: Choice, turned: int) -> str:
    if not turned:
        return f"<th{look}>{escape(choice.text)}</th>"
    return f"<th{look}><div class='turned t{turned}'>{escape(choice.text)}</div></th>"


def _cells(form: Form, question: Question, shape: Table) -> str:
    heads = [_head(form, column) for column in shape.columns]
    if shape.by_hand:
        signature = escape(form.words.say(N_("Signature")))
        heads.append(f"<th>{signature}</th>")
    else:
        heads.insert(0, f"<th>{escape(shape.heading)}</th>")
    rows = "".join(_row(form, question, shape, row) for row in shape.rows)
    return f"{_columns(widths(shape))}<thead><tr>{''.join(heads)}</tr></thead><tbody>{rows}</tbody>"


def _head(form: Form, column: Column) -> str:
    told = measure(form, column.shape)
    small = f"<br/><span class='unit'>{escape(told)}</span>" if told else ""
    return f"<th>{escape(column.text)}{small}</th>"


def _row(form: Form, question: Question, shape: Table, row: Row) -> str:
    height = row_height(shape)
    cells = []
    for column, width in zip(shape.columns, widths(shape)[0 if shape.by_hand else 1 :], strict=False):
        leaf = form.leaves[f"{question.id}.{row.id}.{column.id}"]
        if isinstance(column.shape, One):
            cells.append(f"<td class='flow'>{choices_in_line(leaf, column.shape, width)}</td>")
        else:
            look = "cell total" if isinstance(column.shape, Total) else "cell"
            tall = height if shape.by_hand or isinstance(column.shape, Text) else CELL
            cells.append(f"<td class='{look}'>{place(leaf.name, look, tall)}</td>")
    if shape.by_hand:
        return f"<tr>{''.join(cells)}<td></td></tr>"
    return f"<tr><th scope='row'>{escape(row.text or row.id)}</th>{''.join(cells)}</tr>"


def _columns(millimetres: Iterable[float]) -> str:
    return "<colgroup>" + "".join(f"<col style='width:{width:.1f}mm'/>" for width in millimetres) + "</colgroup>"
