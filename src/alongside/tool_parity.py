"""Find what a translator changed that is not a translation.

In:   the drafts of the English file and of a translation
Out:  problems in the translation, in words a translator understands
"""

from __future__ import annotations

from collections.abc import Sequence

from alongside.drafts import Coded, Draft, DraftQuestion, DraftSection
from alongside.tool import Block


def compare(english: Draft, own: Draft) -> None:
    """Note in `own` where its codes, headings or parts differ from the English."""
    _same_codes(own, "section", english.sections, own.sections, 1)
    if [section.id for section in english.sections] != [section.id for section in own.sections]:
        return
    if [level for level, _ in english.headings] != [level for level, _ in own.headings]:
        pairs = zip(english.headings, own.headings, strict=False)
        line = next((line for (level, _), (mine, line) in pairs if level != mine), 1)
        what = "a heading has another level than in the English file, or one is missing."
        own.complain(line, "heading-level", what, "give it as many # as the English heading has.")
    _same_codes(own, "item", english.about, own.about, 1)
    for theirs, mine in zip(english.sections, own.sections, strict=True):
        _compare_sections(theirs, mine, own)


def _compare_sections(english: DraftSection, mine: DraftSection, own: Draft) -> None:
    _only_the_name(own, mine.slot, mine.line)
    before = len(own.problems)
    _same_codes(own, "question", english.questions, mine.questions, mine.line)
    if len(own.problems) > before:
        return
    if _kinds(english) != _kinds(mine):
        what = "the paragraphs, lists and questions of this section are not those of the English one, in its order."
        own.complain(mine.line, "parts-differ", what, "compare the two sections; add what is missing, in its place.")
    for theirs, ours in zip(english.questions, mine.questions, strict=True):
        _compare_questions(theirs, ours, own)


def _kinds(section: DraftSection) -> list[str]:
    return [part.kind if isinstance(part, Block) else "question" for part in section.parts]


def _compare_questions(english: DraftQuestion, mine: DraftQuestion, own: Draft) -> None:
    _only_the_name(own, mine.slot, mine.line)
    if bool(english.hint) != bool(mine.hint):
        what = "the hint below the code is missing." if english.hint else "there is a hint that the English file lacks."
        own.complain(mine.line, "hint", what, "keep the words before and after the code as in the English file.")
    if bool(english.heading) != bool(mine.heading):
        what = "the first column of this table has lost or gained its heading."
        own.complain(mine.line, "table-heading", what, "give it words where the English table has them.")
    for kind, theirs, ours in (
        ("answer", english.choices, mine.choices),
        ("column", english.columns, mine.columns),
        ("row", english.rows, mine.rows),
    ):
        _same_codes(own, kind, theirs, ours, mine.line)
        for coded in ours:
            _only_the_name(own, coded.slot, coded.line)


def _only_the_name(own: Draft, slot: str, line: int) -> None:
    if slot:
        what = "this code says more than its name; only the English file says what kind of answer it takes."
        own.complain(line, "slot-in-translation", what, "leave the name alone, without the colon and what follows it.")


def _same_codes(
    own: Draft,
    kind: str,
    english: Sequence[Coded | DraftQuestion | DraftSection],
    mine: Sequence[Coded | DraftQuestion | DraftSection],
    line: int,
) -> None:
    """The codes are names of ours, so a message may show them."""
    wanted, found = [item.id for item in english], [item.id for item in mine]
    if wanted == found:
        return
    missing = [identifier for identifier in wanted if identifier not in found]
    for item in mine:
        if item.id and item.id not in wanted:
            what = f"this {kind} has a code that the English file does not have here."
            fix = f"write `{missing[0]}`, if that is what it translates." if missing else f"remove the {kind}."
            own.complain(item.line, "code-unknown", what, fix)
        elif item.id and found.count(item.id) > 1:
            what = f"this {kind} has a code that stands twice."
            own.complain(item.line, "code-doubled", what, "keep one of the two.")
    if missing:
        listed = ", ".join(f"`{identifier}`" for identifier in missing)
        what = f"of the English file's {kind}s this one is missing: {listed}."
        fix = "copy it from the English file and translate its words; look for lost or curly quotation marks around it."
        own.complain(line, "code-missing", what, fix)
    elif len(found) == len(wanted):
        what = f"the {kind}s do not stand in the order of the English file."
        own.complain(line, "order", what, f"put them in this order: {', '.join(wanted)}.")
