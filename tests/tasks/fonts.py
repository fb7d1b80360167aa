"""Prepare the letters that printed forms carry, from the whole fonts of Noto and Vazirmatn.

    .venv/bin/python tests/tasks/fonts.py

In:   Debian's package fonts-noto-core, and the npm package @fontsource-variable/vazirmatn, fetched with `npm pack`
Out:  src/alongside/formats/fonts/*.ttf, one file for each weight, each under a name of our own

Run it when a letter is missing. One file for each weight: WeasyPrint draws the wrong letters when a family comes in
several files of one weight. The same sources give the same bytes.
"""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).parents[2] / "src" / "alongside" / "formats" / "fonts"
NOTO = Path("/usr/share/fonts/truetype/noto")
VAZIRMATN = "@fontsource-variable/vazirmatn@5.3.0"
WEIGHTS = {"Regular": 400, "Bold": 700}

LATIN = (
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x0250, 0x02AF), (0x02B0, 0x02FF), (0x0300, 0x036F), (0x0400, 0x04FF),
    (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2113, 0x2122), (0x2190, 0x2193),
    (0x2212, 0x2212), (0x2248, 0x2265), (0x25CC, 0x25CC), (0x2C60, 0x2C7F), (0xA71B, 0xA721), (0xA788, 0xA78E),
)  # fmt: skip
"""Latin with its hooked letters and combining marks, Cyrillic, and the signs of plain texts."""
ARABIC = ((0x0020, 0x0020), (0x00A0, 0x00A0), (0x0600, 0x06FF), (0x0750, 0x077F), (0x200C, 0x200F), (0xFD3E, 0xFD3F))
"""Arabic alone: the source has a lonely Latin A, which would stand out among the letters of the other font."""


def letters_of_forms() -> set[int]:
    """The letters that PDF viewers can all write into a field: WinAnsiEncoding."""
    return {ord(letter) for letter in bytes(range(32, 256)).decode("cp1252", errors="ignore") if letter != "\x7f"}


def spread(ranges: tuple[tuple[int, int], ...]) -> set[int]:
    return {point for first, last in ranges for point in range(first, last + 1)}


def prepare(font: TTFont, points: set[int], family: str, weight: str, *, shaped: bool = True) -> None:
    """Keep some letters, name the font, and write it. shaped: keep the tables that join letters and place marks."""
    options = Options()
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 13, 14]
    options.layout_features = ["*"] if not shaped else ["ccmp", "locl", "liga", "rlig", "calt", "init", "medi", "fina",
                                                       "isol", "mark", "mkmk", "kern", "curs"]  # fmt: skip
    if not shaped:
        options.drop_tables += ["GSUB", "GPOS", "GDEF"]
    options.drop_tables += ["gasp", "STAT", "meta", "MVAR", "HVAR", "avar"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    names = font["name"]
    full = f"{family} {weight}"
    for number, text in ((1, family), (2, weight), (3, f"{full}; Alongside"), (4, full), (6, full.replace(" ", ""))):
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = WEIGHTS[weight]
    path = TARGET / f"{full.replace(' Regular', '-Regular').replace(' Bold', '-Bold').replace(' ', '')}.ttf"
    font.save(path)
    print(f"{path.stat().st_size:>8} bytes  {len(font.getBestCmap()):>5} letters  {path.name}")


def fetch_vazirmatn(folder: Path) -> Path:
    subprocess.run(["npm", "pack", "--silent", VAZIRMATN], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    archive = next(folder.glob("*.tgz"))
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / "package" / "files" / "vazirmatn-arabic-wght-normal.woff2"


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    for weight in WEIGHTS:
        whole = TTFont(NOTO / f"NotoSans-{weight}.ttf", recalcTimestamp=False)
        prepare(whole, spread(LATIN), "Alongside Sans", weight)
    whole = TTFont(NOTO / "NotoSans-Regular.ttf", recalcTimestamp=False)
    prepare(whole, letters_of_forms(), "Alongside Form", "Regular", shaped=False)
    with tempfile.TemporaryDirectory() as folder:
        source = fetch_vazirmatn(Path(folder))
        for weight, value in WEIGHTS.items():
            variable = TTFont(source, recalcTimestamp=False)
            fixed = instantiateVariableFont(variable, {"wght": value})
            fixed.flavor = None
            prepare(fixed, spread(ARABIC), "Alongside Arabic", weight)


if __name__ == "__main__":
    main()
