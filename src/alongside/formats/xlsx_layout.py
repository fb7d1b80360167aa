"""Lay a form out on a sheet: a question stands at the left and its answer beside it; long words and tables stand below.

In:   a Form, and the answers that it already holds
Out:  Plan
"""

from __future__ import annotations

from collections.abc import Sequence

from alongside.answers import Answers
from alongside.formats import telling
from alongside.formats.xlsx_measure import Run
from alongside.formats.xlsx_plan import FEWEST_COLUMNS, Plan, Spot, style_of
from alongside.formats.xlsx_words import (
    choices_lines,
    explain,
    figure_note,
    is_long,
    shared_line,
    shared_print,
    ticks_note,
)
from alongside.shapes import Column, Day, Many, Number, One, Row, Table, Text, Total
from alongside.tool import Block, Form, Leaf, Question, Section
from alongside.words import N_

_TABLE_KEPT_WHOLE = 330.0  # points; a lower table is not torn by the end of a page
_USUAL_WORDS = 30  # letters of words that nobody has written yet


def lay_out(form: Form, answers: Answers) -> Plan:
    widest = max((columns_of(item.shape) for item in form.questions if isinstance(item.shape, Table)), default=0)
    plan = Plan(max(FEWEST_COLUMNS, widest))
    _add_head(form, plan)
    for section in form.sections:
        _add_section(form, answers, section, plan)
    return plan


def columns_of(table: Table) -> int:
    return len(table.columns) + table.given + table.by_hand


def rows_of(question: Question, table: Table, answers: Answers) -> tuple[Row, ...]:
    """The rows of a table, with those that somebody added in another file."""
    if table.given:
        return table.rows
    known = {row.id for row in table.rows}
    added = {address.split(".")[1] for address in answers if address.startswith(f"{question.id}.")} - known
    return table.rows + tuple(Row(number) for number in sorted(filter(str.isdigit, added), key=int))


def _add_head(form: Form, plan: Plan) -> None:
    plan.add_full("title", Run(form.tool.title, "title"))
    plan.add_full("plain", Run(telling.edition(form), "small"))
    for notice in telling.notices(form):
        plan.add_full("notice", Run(notice))
    plan.add_gap()
    plan.add_full("plain", Run(form.tool.summary))
    plan.add_gap()
    for name, text in telling.facts(form):
        plan.add(Spot(0, 0, "fact", (Run(name, "strong"),)), Spot(1, plan.last, "fact", (Run(text),)))
    plan.add_gap()
    plan.add_full("notice", Run(explain(form)))


def _add_section(form: Form, answers: Answers, section: Section, plan: Plan) -> None:
    plan.add_gap(20)
    plan.add_full("h2", Run(section.title, "h2"), glued=True)
    shared = shared_print(form, section)
    if shared:
        plan.add_full("plain", Run(shared_line(form, shared), "small"), glued=True)
    plan.add_gap(4)
    for part in section.parts:
        if isinstance(part, Block):
            _add_block(part, plan)
        else:
            small = telling.small_print(form, part)
            _add_question(form, answers, part, "" if small == shared else small, plan)


def _add_block(block: Block, plan: Plan) -> None:
    if block.kind == "heading":
        plan.add_gap(12)
        plan.add_full("h3", Run(block.text, "h3"), glued=True)
        return
    mark = {"bullet": "• ", "number": f"{block.number}. "}.get(block.kind, "")
    look = "code" if block.kind == "code" else "plain"
    runs = [Run(span.text, "strong" if span.bold else look) for span in block.spans if span.text]
    if mark:
        runs.insert(0, Run(mark))
    plan.add_full("item" if mark else "plain", *runs)
    if not mark:
        plan.add_gap(4)


def _add_question(form: Form, answers: Answers, question: Question, small: str, plan: Plan) -> None:
    label = _label(form, question, small)
    shape = question.shape
    if isinstance(shape, Table):
        plan.add_gap(10)
        plan.add_full("question", *label, glued=True)
        _add_table(form, answers, question, shape, plan)
        plan.add_gap(10)
        return
    leaf = Leaf(question.id, question, shape)
    typed = str(answers.get(leaf.address, "")) if isinstance(shape, Text) else ""
    if isinstance(shape, Many):
        _add_many(form, leaf, shape, label, plan)
    elif is_long(shape) or (isinstance(shape, Text) and shape.lines > 1):
        plan.add_gap()
        plan.add_full("question", *label, glued=True)
        plan.add(Spot(0, plan.last, style_of(leaf), leaf=leaf, typed=typed))
        plan.add_gap()
    else:
        _add_beside(form, leaf, label, typed, plan)


def _label(form: Form, question: Question, small: str) -> list[Run]:
    runs = [Run(question.label, "label")]
    if question.required:
        runs.append(Run(" " + form.words.say(N_("(needed)")), "hint"))
    if question.hint:
        runs.append(Run("\n" + question.hint, "hint"))
    runs += [Run("\n" + line, "small") for line in choices_lines(form, question)]
    return [*runs, Run("\n" + small, "small")] if small else runs


def _add_beside(form: Form, leaf: Leaf, label: Sequence[Run], typed: str, plan: Plan) -> None:
    question = Spot(0, plan.split - 1, "question", tuple(label))
    if isinstance(leaf.shape, Number | Total | Day):
        note = figure_note(form, leaf.shape)
        answer = Spot(plan.split, plan.last - 1, style_of(leaf), leaf=leaf)
        plan.add(question, answer, Spot(plan.last, plan.last, "unit", (Run(note, "unit"),) if note else ()))
    else:
        plan.add(question, Spot(plan.split, plan.last, style_of(leaf), leaf=leaf, typed=typed))
    plan.add_gap()


def _add_many(form: Form, leaf: Leaf, shape: Many, label: Sequence[Run], plan: Plan) -> None:
    plan.add_gap()
    plan.add_full("question", *label, Run("\n" + ticks_note(form), "hint"), glued=True)
    for choice in shape.choices:
        words = Spot(0, plan.split - 1, "choice", (Run(choice.text),))
        glued = choice is not shape.choices[-1]
        plan.add(words, Spot(plan.split, plan.split, "tick", leaf=leaf, choice=choice.id), glued=glued)
    plan.add_gap()


def _add_table(form: Form, answers: Answers, question: Question, table: Table, plan: Plan) -> None:
    spans = spread(table, plan.columns)
    beginning = [(Run(table.heading, "head"),)] if table.given else []
    heads = [*beginning, *(_head(form, column) for column in table.columns)]
    if table.by_hand:
        heads.append((Run(form.words.say(N_("Signature")), "head"),))
    plan.add(*(Spot(*span, "head", runs) for span, runs in zip(spans, heads, strict=True)), glued=True)
    first = len(plan.lines)
    for row in rows_of(question, table, answers):
        spots = [Spot(*spans[0], "given", (Run(row.text),))] if table.given else []
        for column, span in zip(table.columns, spans[table.given :], strict=False):
            leaf = Leaf(f"{question.id}.{row.id}.{column.id}", question, column.shape, row, column)
            typed = str(answers.get(leaf.address, "")) if isinstance(column.shape, Text) else ""
            spots.append(Spot(*span, style_of(leaf), leaf=leaf, typed=typed))
        if table.by_hand:
            spots.append(Spot(*spans[-1], "hand"))
        plan.add(*spots)
    rows = plan.lines[first:]
    whole = sum(line.height for line in rows) < _TABLE_KEPT_WHOLE
    for line in rows[:-1] if whole else (*rows[:1], *rows[-2:-1]):
        line.glued = True


def _head(form: Form, column: Column) -> tuple[Run, ...]:
    note = figure_note(form, column.shape)
    return (Run(column.text, "head"), Run("\n" + note, "unit")) if note else (Run(column.text, "head"),)


def spread(table: Table, columns: int) -> list[tuple[int, int]]:
    """First and last column of the sheet for each column of the table.

    Figures and days keep single cells, so that a column of them can be copied from another sheet; words share what is
    left over, most to those that need most.
    """
    needs = [max(len(row.text) for row in table.rows)] if table.given else []
    needs += [_need(column) for column in table.columns]
    if table.by_hand:
        needs.append(_USUAL_WORDS)
    cells = [1] * len(needs)
    for left in range(columns - len(needs), 0, -1):
        lacks = [need / (cells[index] + (1.5 if index == 0 else 0)) for index, need in enumerate(needs)]
        poorest = max(lacks)
        alike = lacks.count(poorest) > left  # columns alike stay of one width
        cells[0 if alike or not poorest else lacks.index(poorest)] += 1
    starts = [sum(cells[:index]) for index in range(len(cells))]
    return [(start, start + count - 1) for start, count in zip(starts, cells, strict=True)]


def _need(column: Column) -> int:
    if isinstance(column.shape, One):
        return max(len(choice.text) for choice in column.shape.choices)
    return _USUAL_WORDS if isinstance(column.shape, Text) else 0
