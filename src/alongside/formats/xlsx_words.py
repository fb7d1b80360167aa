"""What a workbook says beside the words of its tool: how to fill it in, lists of choices, messages about wrong entries.

In:   a Form, a shape
Out:  texts in the language of the form
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from alongside.formats import telling
from alongside.shapes import Choice, Day, Number, One, Shape, Table, Total
from alongside.tool import Form, Question, Section
from alongside.words import N_

_LONG_CHOICE = 36  # letters; longer answers stand on lines of their own
_LONGEST_MESSAGE = 255  # characters that Excel shows


def explain(form: Form) -> str:
    say = form.words.say
    write = say(N_("Write in the framed cells. Cells with a list show a small arrow when you choose them."))
    locked = say(
        N_("All else is locked without a password, so that nothing is overwritten by accident. You may unlock it.")
    )
    if not any(isinstance(leaf.shape, Total) for leaf in form.leaves.values()):
        return f"{write} {locked}"
    totals = say(N_("Bold figures are worked out by the sheet."))
    return f"{write} {totals} {locked}"


def ticks_note(form: Form) -> str:
    return form.words.say(N_("Put an x beside each answer that is true."))


def shared_print(form: Form, section: Section) -> str:
    """The small print that most questions of a section have; empty where no two have the same."""
    found = Counter(telling.small_print(form, question) for question in section.questions)
    text, times = found.most_common(1)[0] if found else ("", 0)
    return text if times > 1 else ""


def shared_line(form: Form, text: str) -> str:
    return form.words.say(N_("Unless a question says otherwise: %(small_print)s")) % {"small_print": text}


def is_long(shape: Shape) -> bool:
    """Whether answers of a closed list need a line of their own."""
    return isinstance(shape, One) and max(len(choice.text) for choice in shape.choices) > _LONG_CHOICE


def choices_lines(form: Form, question: Question) -> list[str]:
    """The closed lists of a question, for those who read it on paper or aloud."""
    shape = question.shape
    if isinstance(shape, One):
        return [_in_lines(shape.choices) if is_long(shape) else _in_one_line(shape.choices)]
    if not isinstance(shape, Table):
        return []
    columns: dict[tuple[Choice, ...], list[str]] = {}
    for column in shape.columns:
        if isinstance(column.shape, One):
            columns.setdefault(column.shape.choices, []).append(column.text)
    comma = telling.comma(form)
    return [f"{comma.join(names)}: {_in_one_line(choices)}" for choices, names in columns.items()]


def _in_one_line(choices: Sequence[Choice]) -> str:
    points = " · ".join(choice.text for choice in choices if not choice.aside)
    asides = " · ".join(choice.text for choice in choices if choice.aside)
    return f"{points}  |  {asides}" if asides else points


def _in_lines(choices: Sequence[Choice]) -> str:
    return "\n".join(f"– {choice.text}" for choice in choices)


def figure_note(form: Form, shape: Shape) -> str:
    """Unit and bounds of a figure, as far as it has them."""
    if isinstance(shape, Number):
        return " ".join(filter(None, (telling.bounds(form, shape), telling.unit(form, shape))))
    if isinstance(shape, Day):
        return form.words.say(N_("year-month-day, like 2026-11-30"))
    return telling.unit(form, shape) if isinstance(shape, Total) else ""


def message(form: Form, shape: Shape) -> str:
    """What to do about an entry that the sheet refuses."""
    say = form.words.say
    if isinstance(shape, One):
        text = say(N_("Choose an answer of the list, or leave the cell empty."))
    elif isinstance(shape, Day):
        text = say(N_("Write a day, for example 2026-11-30, or leave the cell empty."))
    elif isinstance(shape, Number):
        bounds = telling.bounds(form, shape)
        if bounds:
            asked = N_("Write one figure without words, from %(bounds)s, or leave the cell empty.")
            text = say(asked) % {"bounds": bounds}
        elif shape.decimals == 0:
            text = say(N_("Write one whole figure without words, or leave the cell empty."))
        else:
            text = say(N_("Write one figure without words, or leave the cell empty."))
    else:
        text = say(N_("Write an x, or leave the cell empty."))
    return text[:_LONGEST_MESSAGE]
