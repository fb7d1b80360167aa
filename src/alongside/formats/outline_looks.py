"""How a form looks in a word processor, whichever it is: sizes, weights, spaces, colours.

In:   nothing
Out:  LOOKS, the look of every style of paragraph; colours

Nothing is told by colour alone. Quiet words are dark enough to be read (6 : 1 on white), also where ink is saved.
"""

from __future__ import annotations

from dataclasses import dataclass

INK, QUIET, ACCENT = "1D2B2F", "53656A", "0B4F5C"
RULE, SHADE, NOTICE = "A9BABD", "EEF5F5", "FDF3EA"
INDENT = 6.0  # millimetres of a list


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """A style of paragraphs. title is what a word processor calls it.

    size           points; before and after, too
    lines          percent of a single line
    keep           it stays with what follows; together: it is not torn over two pages
    level          of a heading
    rule           a thin line below it
    """

    title: str
    size: float = 10
    before: float = 0
    after: float = 0
    lines: int = 110
    bold: bool = False
    color: str = INK
    fill: str = ""
    keep: bool = False
    level: int = 0
    rule: bool = False


LOOKS = {
    "title": ParagraphLook("Title", 21, after=3, lines=100, bold=True, color=ACCENT, keep=True),
    "edition": ParagraphLook("Edition", 8.5, after=8, color=QUIET),
    "notice": ParagraphLook("Notice", 9.5, after=4, fill=NOTICE),
    "summary": ParagraphLook("Subtitle", 11.5, after=8, lines=115),
    "heading1": ParagraphLook(
        "Heading 1", 14.5, before=18, after=5, lines=100, bold=True, color=ACCENT, keep=True, level=1, rule=True
    ),
    "heading2": ParagraphLook("Heading 2", 11.5, before=10, after=3, bold=True, keep=True, level=2),
    "text": ParagraphLook("Body Text", after=5),
    "bullet": ParagraphLook("List Bullet", after=3),
    "number": ParagraphLook("List Number", after=3),
    "code": ParagraphLook("Code", 9, after=5),
    "question": ParagraphLook("Question", 10.5, before=8, after=1.5, keep=True),
    "hint": ParagraphLook("Hint", 9, after=2, lines=105, color=QUIET),
    "small": ParagraphLook("Small Print", 7.5, before=2, after=4, lines=100, color=QUIET),
    "answer": ParagraphLook("Answer", 10, before=1, after=1, lines=105),
    "cell": ParagraphLook("Table Text", 9.5, before=1, after=1, lines=105),
    "head": ParagraphLook("Table Heading", 9, before=1, after=1, lines=100, bold=True, keep=True),
    "footer": ParagraphLook("Footer", 8, lines=100, color=QUIET),
}
SAME = {"side": "hint", "sum": "answer"}  # styles of cells that look like another one
