"""Write the JSON Schemas by which editors complete and check the files in data/.

In:   the records
Out:  data/schema/<name>.schema.json
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from alongside.indicators import Indicator
from alongside.partners import Partner
from alongside.progress import Year
from alongside.records import Commitment, Picture, Privacy, Safety, Site, Theme
from alongside.scales import Scale

_SCHEMAS: dict[str, Any] = {
    "commitments": tuple[Commitment, ...],
    "indicators": tuple[Indicator, ...],
    "partners": tuple[Partner, ...],
    "images": tuple[Picture, ...],
    "privacy": Privacy,
    "progress": Year,
    "safety": Safety,
    "scales": tuple[Scale, ...],
    "site": Site,
    "themes": tuple[Theme, ...],
}


def make_schemas() -> dict[str, str]:
    """File name to content."""
    made = {}
    for name, kind in _SCHEMAS.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **TypeAdapter(kind).json_schema()}
        made[f"{name}.schema.json"] = json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    return made


def write_schemas(project: Path) -> list[Path]:
    folder = project / "data" / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in make_schemas().items():
        (folder / name).write_text(content, encoding="utf-8")
        paths.append(folder / name)
    return paths
