"""What must hold for pictures before any of them is shown.

In:   data/images.yml, data/images/, the partners
Out:  faults of the list; pictures that nobody listed

A picture shows more than its caption. So each is on a list that says who agreed, who could be recognised, until when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image, ImageOps

from alongside.identifying import identifying
from alongside.partner_checks import Fault
from alongside.partners import Partner
from alongside.records import Picture

PICTURE_TYPES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".tif", ".tiff", ".heic", ".bmp"})


def check_pictures(
    folder: Path, pictures: dict[int, Picture], partners: dict[int, Partner]
) -> Iterator[tuple[int, Fault]]:
    """Faults of the list, with the position of the entry they belong to."""
    by_id = {partner.id: partner for partner in partners.values()}
    for index, picture in pictures.items():
        partner = by_id.get(picture.partner)
        if picture_size(folder / picture.file) is None:
            what = "there is no such picture in data/images/, or the file is no picture."
            yield index, Fault(("file",), "picture-missing", what, "add it as JPEG or PNG.")
        for place, text in [
            (("credit",), picture.credit),
            *((("alt", code), text) for code, text in picture.alt.root.items()),
        ]:
            for kind, name in identifying(text):
                yield index, Fault(place, f"identifying-{kind}", f"this text holds {name}.", "leave it out.")
        if picture.children and not picture.guardian_agreed:
            what = "a child could be recognised, and no guardian's agreement is noted."
            yield index, Fault(("children",), "picture-of-child", what, "do not use this picture.")
        if partner is None or partner.level != "A":
            what = "the partner is not in data/partners.yml with level A."
            yield index, Fault(("partner",), "picture-partner", what, "write the id of the partner that agreed.")
        elif partner.sensitivity in {"high", "severe"} and picture.people:
            what = "people could be recognised, and the risk for this partner is high."
            yield index, Fault(("people",), "picture-of-people", what, "use a picture without faces.")
    known = {picture.id for picture in pictures.values()}
    for partner in partners.values():
        if partner.image and partner.image not in known:
            yield (
                -1,
                Fault((), "picture-unknown", "a partner names a picture that is not on this list.", "add it here."),
            )


def picture_size(path: Path) -> tuple[int, int] | None:
    """Width and height as shown, in pixels; None where the file is no picture."""
    try:
        with Image.open(path) as picture:
            return ImageOps.exif_transpose(picture).size
    except (OSError, ValueError, Image.DecompressionBombError, SyntaxError):
        return None


def unlisted_pictures(project: Path, listed: Iterable[str]) -> list[str]:
    """Pictures in docs/ or data/ that are not on the list; the theme's own drawings are SVG."""
    allowed = {f"data/images/{name}" for name in listed}
    found = (
        path.relative_to(project).as_posix()
        for folder in ("docs", "data")
        for path in (project / folder).rglob("*")
        if path.suffix.lower() in PICTURE_TYPES
    )
    return sorted(set(found) - allowed)
