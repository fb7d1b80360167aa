"""Which partners are alike, so that they find each other: the same theme, best in the same region.

In:   the partners of one language's pages
Out:  up to three others for each, always the same ones

Time grows with the number of partners, not with its square: each looks only at its nearest in a few sorted lists.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from alongside.public import PublicPartner

MOST = 3
_NEAR = 3  # places to either side in a list


def neighbours(partners: Sequence[PublicPartner]) -> dict[str, tuple[PublicPartner, ...]]:
    """By id, the partners most alike."""
    lists: dict[tuple[str, ...], list[PublicPartner]] = defaultdict(list)
    for partner in partners:
        for theme in partner.themes:
            lists["theme", theme].append(partner)
            if partner.region:
                lists["both", theme, partner.region].append(partner)
        if partner.region:
            lists["region", partner.region].append(partner)
    points: dict[str, Counter[str]] = defaultdict(Counter)
    for key, members in lists.items():
        weight = 3 if key[0] == "both" else 1
        for place, partner in enumerate(members):
            for step in range(1, min(_NEAR, len(members) - 1) + 1):
                for other in (members[(place + step) % len(members)], members[place - step]):
                    if other.id != partner.id:
                        points[partner.id][other.id] += weight
    by_id = {partner.id: partner for partner in partners}
    return {
        identifier: tuple(
            by_id[other] for other, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST]
        )
        for identifier, found in points.items()
    }
