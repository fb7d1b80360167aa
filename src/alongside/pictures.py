"""Make the pictures that are published: small, in three formats, without any metadata.

In:   the pictures of data/images/ that the gate let through
Out:  assets/pictures/<id>.avif, .webp and .jpg, each at most 60 kB

A photograph carries the place and time it was taken in its metadata. Only the pixels are copied.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageOps

from alongside.load import Sources
from alongside.problems import BuildError
from alongside.public import PublicBook, PublicPicture

FOLDER = "assets/pictures"
LARGEST_FILE = 60_000  # bytes
FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}
_QUALITIES = (80, 70, 60, 50, 40, 30)


def make_pictures(sources: Sources, books: Iterable[PublicBook], target: Path) -> None:
    """Write every picture that some page of some language may show."""
    wanted = {partner.picture.id: partner.picture for book in books for partner in book.partners if partner.picture}
    files = {picture.id: sources.project / "data" / "images" / picture.file for picture in sources.pictures.values()}
    if wanted:
        (target / FOLDER).mkdir(parents=True, exist_ok=True)
    for picture in wanted.values():
        pixels = _pixels(files[picture.id], picture)
        for ending, kind in FORMATS.items():
            (target / FOLDER / f"{picture.id}.{ending}").write_bytes(_encode(pixels, kind, picture.id))


def _pixels(file: Path, picture: PublicPicture) -> Image.Image:
    """The picture upright and small, copied into a new one that never had metadata."""
    with Image.open(file) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
        small = upright.resize((picture.width, picture.height), Image.Resampling.LANCZOS)
    clean = Image.new("RGB", small.size)
    clean.paste(small)
    return clean


def _encode(pixels: Image.Image, kind: str, identifier: str) -> bytes:
    for quality in _QUALITIES:
        buffer = io.BytesIO()
        pixels.save(buffer, kind, quality=quality)
        if buffer.tell() <= LARGEST_FILE:
            return buffer.getvalue()
    raise BuildError(f"The picture {identifier} stays above 60 kB. Fix: choose one with less detail.")
