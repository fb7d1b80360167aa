"""The plain text for messages asks the same questions, and nothing in it is taken for markup."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from alongside.formats import text
from alongside.formats.text import harmless
from alongside.shapes import Choice, Many, One, Table, Total
from alongside.tool import Form
from forms import forms, named, sample


@pytest.mark.parametrize("form", forms(), ids=named)
def test_every_question_and_every_choice_is_there(form: Form) -> None:
    told = text.write(form).decode()
    asked = [question for question in form.questions if not isinstance(question.shape, Total)]
    for number, question in enumerate(asked, 1):
        assert f"\n{number}. {harmless(question.label)}" in told
        if isinstance(question.shape, One | Many):
            assert all(f") {harmless(choice.text)}" in told for choice in question.shape.choices)
        if isinstance(question.shape, Table):
            assert all(f" {harmless(row.text)}" in told for row in question.shape.rows)
            columns = (column for column in question.shape.columns if not isinstance(column.shape, Total))
            assert all(f"• {harmless(column.text)}" in told for column in columns)
    assert f"\n{len(asked) + 1}. " not in told


@pytest.mark.parametrize("form", forms(), ids=named)
def test_nothing_is_taken_for_markup_by_programs_for_messages(form: Form) -> None:
    told = text.write(form).decode()
    assert not re.search(r"[*~`]|(?<!\w)_|_(?!\w)|^[>#]|^[-+] |\t|\r| $|\n\n\n", told, re.MULTILINE)
    assert len(told.encode()) < 60_000


@pytest.mark.parametrize("form", forms(), ids=named)
def test_a_text_says_how_to_answer_safely_and_which_tool_it_is(form: Form) -> None:
    lines = text.write(form).decode().splitlines()
    say = form.words.say
    before = lines[: next(index for index, line in enumerate(lines) if line.startswith("▪"))]
    assert any(say("You may skip any question. Nobody has to give a reason.") in line for line in before)
    warning = (
        "Messages can be read by others. Send no names and no places, nothing that could bring someone into danger."
    )
    assert say(warning) in before
    assert lines[0] == form.tool.title
    assert lines[-1] == f"{form.stem} {form.tool.version}"
    assert text.write(form) == text.write(form)


def test_signs_that_make_words_bold_are_replaced() -> None:
    assert harmless("*bold* _slanted_ ~struck~ `code` snake_case") == "∗bold∗ slanted ∼struck∼ ’code’ snake_case"
    assert harmless("> quoted") == "› quoted"
    assert harmless("- item") == "– item"


def test_arabic_choices_have_arabic_letters_and_many_choices_enough_of_them() -> None:
    form = sample("notation")
    many = One(tuple(Choice(f"c{number}", f"choice {number}") for number in range(30)))
    question = replace(form.questions[0], shape=many)
    section = replace(form.tool.sections[0], parts=(question,))
    long = Form(replace(form.tool, sections=(section,)), form.words)
    told = text.write(long).decode()
    assert "\na) choice 0\n" in told
    assert "\nz) choice 25\n1) choice 26\n" in told
    arabic = [form for form in forms() if form.tool.language == "ar"]
    assert all("\nأ) " in text.write(form).decode() for form in arabic)
