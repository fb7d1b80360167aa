"""The parts of a Word file around its text: types, relations, properties, settings, the foot of the page.

In:   an Outline
Out:  members of a package by name
"""

from __future__ import annotations

from alongside.formats.docx_styles import HEAD, MAIN, language_tag, write_numbering, write_styles
from alongside.formats.labels import properties_of
from alongside.formats.outline import Outline
from alongside.formats.outline_form import page_words
from alongside.formats.outline_grids import quiet_words
from alongside.formats.outline_looks import QUIET
from alongside.formats.xml_text import escaped, stretches

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FIELDS = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the name that Office gives to properties of one's own
_PARTS = ("styles", "numbering", "settings", "footer")
_QUIET = "AlongsideQuiet"


def surroundings(sheet: Outline, lists: int) -> dict[str, str]:
    """Everything but the text itself. lists: how many numbered lists the text has."""
    code = sheet.form.words.code
    return {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_OFFICE}/relationships/custom-properties", "docProps/custom.xml"),
        ),
        "word/_rels/document.xml.rels": _relations(
            *((f"{_OFFICE}/relationships/{part}", f"{part}.xml") for part in _PARTS),
            (f"{_OFFICE}/relationships/glossaryDocument", "glossary/document.xml"),
        ),
        "docProps/core.xml": _core(sheet),
        "docProps/custom.xml": _custom(sheet),
        "word/styles.xml": write_styles(code, right_to_left=sheet.right_to_left),
        "word/numbering.xml": write_numbering(lists),
        "word/settings.xml": _settings(code, sheet.right_to_left),
        "word/footer.xml": _footer(sheet),
        "word/glossary/document.xml": _glossary(sheet),
    }


FOOTER_ID = f"r{_PARTS.index('footer') + 1}"


def _types() -> str:
    parts = {f"/word/{part}.xml": f"{_TYPE}.{part}+xml" for part in _PARTS}
    parts["/word/document.xml"] = f"{_TYPE}.document.main+xml"
    parts["/word/glossary/document.xml"] = f"{_TYPE}.document.glossary+xml"
    parts["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    parts["/docProps/custom.xml"] = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(*relations: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations, 1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _core(sheet: Outline) -> str:
    """No author and no dates: they would tell on people, and change from build to build."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escaped(sheet.form.tool.title)}</dc:title>"
        f"<dc:language>{sheet.form.words.code}</dc:language></cp:coreProperties>"
    )


def _custom(sheet: Outline) -> str:
    listed = "".join(
        f'<property fmtid="{_FIELDS}" pid="{number}" name="{name}"><vt:lpwstr>{escaped(value)}</vt:lpwstr></property>'
        for number, (name, value) in enumerate(properties_of(sheet.form).items(), 2)
    )
    return (
        f'{HEAD}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
        f"{listed}</Properties>"
    )


def _settings(code: str, right_to_left: bool) -> str:
    """Word is asked to store no names and no times of whoever saves the form.

    The form is not protected: people add rows, and a protected document would keep them from it.
    """
    tag = language_tag(code)
    language = f'w:val="en-GB" w:bidi="{tag}"' if right_to_left else f'w:val="{tag}"'
    return (
        f'{HEAD}<w:settings xmlns:w="{MAIN}"><w:removePersonalInformation/><w:removeDateAndTime/>'
        '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f'</w:compat><w:themeFontLang {language}/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def quiet_name(sheet: Outline, quiet: str) -> str:
    """How the glossary calls the words that stand in a place until somebody answers."""
    return f"{_QUIET}{sorted(quiet_words(sheet.form)).index(quiet)}"


def _glossary(sheet: Outline) -> str:
    """Word puts these words back when somebody empties a place; without them it takes words of its own."""
    listed = "".join(
        f'<w:docPart><w:docPartPr><w:name w:val="{quiet_name(sheet, quiet)}"/><w:category><w:name w:val="General"/>'
        '<w:gallery w:val="placeholder"/></w:category><w:types><w:type w:val="bbPlcHdr"/></w:types>'
        '<w:behaviors><w:behavior w:val="content"/></w:behaviors></w:docPartPr><w:docPartBody><w:p>'
        + escaped_runs(quiet, right_to_left=sheet.right_to_left, marks=f'<w:color w:val="{QUIET}"/>')
        + "</w:p></w:docPartBody></w:docPart>"
        for quiet in sorted(quiet_words(sheet.form))
    )
    return f'{HEAD}<w:glossaryDocument xmlns:w="{MAIN}"><w:docParts>{listed}</w:docParts></w:glossaryDocument>'


def _footer(sheet: Outline) -> str:
    title = escaped_runs(f"{sheet.form.tool.title} · {sheet.code} · ", right_to_left=sheet.right_to_left)
    pages = "".join(
        f'<w:fldSimple w:instr=" {"PAGE" if part == "page" else "NUMPAGES"} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        if index % 2
        else escaped_runs(part, right_to_left=sheet.right_to_left)
        for index, part in enumerate(page_words(sheet.form))
    )
    return f'{HEAD}<w:ftr xmlns:w="{MAIN}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{title}{pages}</w:p></w:ftr>'


def escaped_runs(text: str, *, right_to_left: bool, marks: str = "") -> str:
    """A text as runs. marks: properties of its letters that come before their direction."""
    runs = []
    for line_number, line in enumerate(text.split("\n")):
        if line_number:
            runs.append("<w:r><w:br/></w:r>")
        for piece, from_right in stretches(line, right_to_left=right_to_left):
            inside = f"{marks}<w:rtl/>" if from_right else marks
            letters = f"<w:rPr>{inside}</w:rPr>" if inside else ""
            words = "<w:tab/>".join(f'<w:t xml:space="preserve">{escaped(part)}</w:t>' for part in piece.split("\t"))
            runs.append(f"<w:r>{letters}{words}</w:r>")
    return "".join(runs)
