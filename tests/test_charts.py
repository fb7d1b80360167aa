"""Charts stand where they should, in both directions of writing; what is missing is drawn as what it is."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from alongside.charts import WIDTH, Canvas, Mark, Pair, bars, dots, line

LEFT = Canvas("kept", "Promises kept", "Kept: 3; not kept: 1")
RIGHT = Canvas("kept", "Promises kept", "Kept: 3; not kept: 1", mirrored=True)
MARKS = [Mark("Kept", 75.0, "3 (75%)"), Mark("Not kept", 25.0, "1 (25%)"), Mark("Withdrawn", 0.0, "0 (0%)")]
PAIRS = [Pair("Locally led", Mark("Locally led", 10.0, "10"), Mark("Locally led", 20.0, "20"))]
YEARS = [
    Mark("2023", None, "not collected", "not-collected"),
    Mark("2024", 40.0, "40%"),
    Mark("2025", None, "withheld", "withheld"),
    Mark("2026", 60.0, "60%"),
    Mark("2027", 80.0, "80%"),
]


def drawn(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def of_class(root: etree._Element, name: str) -> list[etree._Element]:
    return [item for item in root.iter() if name in str(item.get("class", "")).split()]


def places(items: list[etree._Element], *names: str) -> list[tuple[float, ...]]:
    return [tuple(float(item.attrib[name]) for name in names) for item in items]


def test_bars_begin_where_reading_begins_and_are_as_long_as_their_figures() -> None:
    found = places(of_class(drawn(bars(LEFT, MARKS, 100)), "al-chart-bar"), "x", "y", "width", "height")
    assert found == [(0, 17, 187.5, 14), (0, 60, 62.5, 14), (0, 103, 2, 14)]


def test_bars_are_mirrored_where_reading_begins_at_the_right() -> None:
    left = places(of_class(drawn(bars(LEFT, MARKS, 100)), "al-chart-bar"), "x", "width")
    right = places(of_class(drawn(bars(RIGHT, MARKS, 100)), "al-chart-bar"), "x", "width")
    assert right == [(WIDTH - x - width, width) for x, width in left]


def test_two_views_are_a_dot_and_a_ring_with_the_gap_between_them() -> None:
    root = drawn(dots(LEFT, PAIRS, 40))
    assert places(of_class(root, "al-chart-dot"), "cx", "cy", "r") == [(93, 23, 4)]
    assert places(of_class(root, "al-chart-ring"), "cx", "cy", "r") == [(180, 23, 6)]
    assert places(of_class(root, "al-chart-gap"), "x1", "x2") == [(93, 180)]
    mirrored = drawn(dots(RIGHT, PAIRS, 40))
    assert places(of_class(mirrored, "al-chart-dot"), "cx") == [(WIDTH - 93,)]


def test_a_line_goes_only_between_years_that_follow_each_other_and_have_a_figure() -> None:
    root = drawn(line(LEFT, YEARS, 100))
    assert places(of_class(root, "al-chart-line"), "x1", "y1", "x2", "y2") == [(255, 58.4, 330, 41.2)]
    assert places(of_class(root, "al-chart-dot"), "cx", "cy") == [(105, 75.6), (255, 58.4), (330, 41.2)]


def test_what_is_withheld_not_collected_and_zero_is_drawn_in_three_ways() -> None:
    root = drawn(line(LEFT, [*YEARS, Mark("2028", 0.0, "0%")], 100))
    assert len(of_class(root, "al-chart-withheld")) == 1
    assert len(of_class(root, "al-chart-not-collected")) == 1
    assert {"withheld", "not collected", "0%"} <= {str(text.text) for text in root.iter("text")}


@pytest.mark.parametrize("svg", [bars(LEFT, MARKS, 100), dots(LEFT, PAIRS, 40), line(LEFT, YEARS, 100)])
def test_a_chart_says_its_title_and_its_figures_to_those_who_hear_it(svg: str) -> None:
    root = drawn(svg)
    named = str(root.get("aria-labelledby")).split()
    assert root.get("role") == "img"
    assert [str(root.xpath("string(//*[@id=$name])", name=name)) for name in named] == [LEFT.title, LEFT.description]


def test_what_people_wrote_is_escaped() -> None:
    canvas = Canvas("x", "<script>", 'a "b" & c')
    root = drawn(bars(canvas, [Mark("<b>&", 1.0, "</svg>")], 1))
    assert not root.xpath("//*[local-name()='script' or local-name()='b']")


def test_long_labels_stand_on_several_lines_above_their_bar() -> None:
    label = "Away from local leadership, without agreement between the two sides of it"
    root = drawn(bars(LEFT, [Mark(label, 50.0, "1")], 100))
    lines = [text for text in root.iter("text") if text.get("class") == "al-chart-label"]
    assert " ".join(str(text.text) for text in lines) == label
    assert max(places(lines, "y"))[0] < min(places(of_class(root, "al-chart-bar"), "y"))[0]


def test_nothing_is_drawn_outside_the_picture() -> None:
    for canvas in (LEFT, RIGHT):
        for svg in (bars(canvas, MARKS, 100), dots(canvas, PAIRS, 40), line(canvas, YEARS, 100)):
            for number in re.findall(r'(?:x|cx|x1|x2)="([\d.-]+)"', svg):
                assert 0 <= float(number) <= WIDTH
