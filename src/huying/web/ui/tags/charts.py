"""What the service draws: lines, heat, maps. Each picture has its table beside it."""

from collections.abc import Sequence

from django import template

from huying.web.ui.geometry import fitted, middle, round_top, shade, trace
from huying.web.ui.shapes import Area, HeatRow, Series, Words
from huying.web.ui.tags import Parts

register = template.Library()
WIDTH, HEIGHT = 600, 180
MAP_WIDTH, MAP_HEIGHT = 600, 420


@register.inclusion_tag("ui/lines_chart.html")
def lines_chart(
    series: Sequence[Series], labels: Sequence[Words], caption: Words, note: Words = ""
) -> Parts:
    """Values over time, a line for each series, with the same figures as a table below it."""
    top = round_top(value for one in series for value in one.values)
    return {
        "drawn": [(one, trace(one.values, top, WIDTH, HEIGHT)) for one in series],
        "rows": list(zip(labels, *(one.values for one in series), strict=True)),
        "first": labels[0] if labels else "",
        "last": labels[-1] if labels else "",
        "top": top,
        "width": WIDTH,
        "height": HEIGHT,
        "caption": caption,
        "note": note,
    }


@register.inclusion_tag("ui/heat.html")
def heat(
    rows: Sequence[HeatRow], columns: Sequence[Words], caption: Words, note: Words = ""
) -> Parts:
    """How much fell where two things meet, such as weekday and hour: a table whose cells darken."""
    most = max((value for row in rows for value in row.values), default=0)
    shaded = [(row.label, [(value, shade(value, most)) for value in row.values]) for row in rows]
    return {"rows": shaded, "columns": columns, "caption": caption, "note": note}


@register.inclusion_tag("ui/map_panel.html")
def map_panel(areas: Sequence[Area], caption: Words, measure: Words, note: Words = "") -> Parts:
    """Areas drawn to scale, darker for more, edged in vermilion where something is late.

    `measure` names what is counted. Needs no map service: what has no outline stands in the
    table alone.
    """
    most = max((area.value for area in areas), default=0)
    outlined = [area for area in areas if area.ring]
    rings = fitted([area.ring for area in outlined], MAP_WIDTH, MAP_HEIGHT)
    drawn = [
        (area, " ".join(f"{x:g},{y:g}" for x, y in ring), middle(ring), shade(area.value, most))
        for area, ring in zip(outlined, rings, strict=True)
    ]
    return {
        "drawn": sorted(drawn, key=lambda each: bool(each[0].late)),  # late edges lie on top
        "areas": areas,
        "caption": caption,
        "measure": measure,
        "note": note,
        "width": MAP_WIDTH,
        "height": MAP_HEIGHT,
    }
