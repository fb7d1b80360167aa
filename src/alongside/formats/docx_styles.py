"""How a form looks in Word: styles, lists, page.

In:   the direction and the language of a form
Out:  styles.xml and numbering.xml
"""

from __future__ import annotations

from babel.core import get_global

from alongside.formats.outline_looks import INDENT, INK, LOOKS, QUIET, RULE, SAME, SHADE, ParagraphLook

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TWIPS = 56.7  # in a millimetre
_FONTS = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
_CODE_FONTS = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>'
_BUILT_IN = {"Heading 1": "heading 1", "Heading 2": "heading 2", "Footer": "footer"}  # as Word spells them
_INDENT = f'<w:ind w:left="{round(INDENT * TWIPS)}" w:hanging="{round(INDENT * TWIPS)}"/>'
_LISTED = '<w:numPr><w:numId w:val="1"/></w:numPr>'


def style_id(style: str) -> str:
    return LOOKS[SAME.get(style, style)].title.replace(" ", "")


def language_tag(code: str) -> str:
    """`fr-FR` for `fr`: Word wants a country, and does not mind which."""
    parts = str(get_global("likely_subtags").get(code, code)).split("_")
    return "en-GB" if code == "en" else f"{code}-{parts[-1]}" if len(parts) > 1 else code


def _paragraph_style(style: str, look: ParagraphLook) -> str:
    keep = "<w:keepNext/>" if look.keep else ""
    listed = _LISTED if style == "bullet" else ""
    rule = f'<w:bottom w:val="single" w:sz="6" w:space="3" w:color="{RULE}"/>' if look.rule else ""
    border = f"<w:pBdr>{rule}</w:pBdr>" if rule else ""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{look.fill}"/>' if look.fill else ""
    space = f'w:before="{round(look.before * 20)}" w:after="{round(look.after * 20)}"'
    spacing = f'<w:spacing {space} w:line="{round(look.lines * 2.4)}" w:lineRule="auto"/>'
    indent = _INDENT if style in {"bullet", "number"} else ""
    centred = '<w:jc w:val="center"/>' if style == "footer" else ""
    level = f'<w:outlineLvl w:val="{look.level - 1}"/>' if look.level else ""
    paragraph = f"{keep}<w:keepLines/>{listed}{border}{fill}{spacing}{indent}{centred}{level}"
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id(style)}">'
        f'<w:name w:val="{_BUILT_IN.get(look.title, look.title)}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr>{_letters(style, look)}</w:style>"
    )


def _letters(style: str, look: ParagraphLook) -> str:
    """The properties of letters; sizes and weights also for scripts like Arabic, which Word keeps apart."""
    fonts = _CODE_FONTS if style == "code" else ""
    weight = "<w:b/><w:bCs/>" if look.bold else ""
    size = round(look.size * 2)
    tint = f'<w:color w:val="{look.color}"/>'
    return f'<w:rPr>{fonts}{weight}{tint}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'


def _table_style(id: str, name: str, borders: str, *, tight: bool = False) -> str:
    """tight: without room above and below the words of a cell."""
    edges = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "bottom"))
    margins = f"<w:tblCellMar>{edges}</w:tblCellMar>" if tight else ""
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr>'
        f"<w:tblBorders>{borders}</w:tblBorders>{margins}</w:tblPr></w:style>"
    )


def _border(*sides: str) -> str:
    return "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>' for side in sides)


_TABLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/>'
    '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    + _table_style("Facts", "Facts", _border("top", "bottom", "insideH"))
    + _table_style("AnswerBox", "Answer Box", "")
    + _table_style("Choices", "Choices", "", tight=True)
    + _table_style("AnswerTable", "Answer Table", _border("top", "left", "bottom", "right", "insideH", "insideV"))
)
_LETTERS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/>'
    f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:color w:val="{QUIET}"/></w:rPr></w:style>'
)


def write_styles(code: str, *, right_to_left: bool) -> str:
    tag = language_tag(code)
    languages = f'w:val="{"en-GB" if right_to_left else tag}" w:bidi="{tag if right_to_left else "ar-SA"}"'
    bidi = "<w:bidi/>" if right_to_left else ""
    paragraphs = "".join(_paragraph_style(style, look) for style, look in LOOKS.items())
    return (
        f'{HEAD}<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}'
        f'<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang {languages}/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'<w:qFormat/><w:pPr>{bidi}</w:pPr><w:rPr><w:color w:val="{INK}"/></w:rPr></w:style>'
        f"{paragraphs}{_LETTERS}{_TABLES}</w:styles>"
    )


def write_numbering(lists: int) -> str:
    """Bullets as list 1, and as many numbered lists, from 2, each beginning anew."""
    levels = (("0", "bullet", "•"), ("1", "decimal", "%1."))
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f"<w:pPr>{_INDENT}</w:pPr></w:lvl></w:abstractNum>"
        for id, kind, text in levels
    )
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbered = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>{restart}</w:num>' for number in range(2, lists + 2)
    )
    bullets = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'{HEAD}<w:numbering xmlns:w="{MAIN}">{kinds}{bullets}{numbered}</w:numbering>'


HEAD_SHADE = f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>'
BOX_BORDERS = f"<w:tcBorders>{_border('top', 'left', 'bottom', 'right')}</w:tcBorders>"
ASIDE_BORDER = f"<w:tcBorders>{_border('top')}</w:tcBorders>"
