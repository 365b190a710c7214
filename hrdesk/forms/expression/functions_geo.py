"""Functions on places written as ODK writes them: `latitude longitude altitude accuracy; …`."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

from hrdesk.forms.expression.context import Context
from hrdesk.forms.expression.registry import function
from hrdesk.forms.expression.values import Value, to_text

_EARTH_METRES: Final = 6_378_100.0
Point = tuple[float, float]


def _points(values: list[Value]) -> list[Point] | None:
    """Latitude and longitude of every point; None when any is not one."""
    texts: list[str] = []
    for value in values:
        nodes = [node.text() for node in value] if isinstance(value, list) else [to_text(value)]
        for text in nodes:
            texts.extend(piece.strip() for piece in text.split(";"))
    points: list[Point] = []
    for text in [text for text in texts if text]:
        point = _point(text)
        if point is None:
            return None
        points.append(point)
    return points


def _point(text: str) -> Point | None:
    parts = text.replace(",", " ").split()
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    if not 2 <= len(numbers) <= 4 or abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
        return None
    return numbers[0], numbers[1]


@function("distance", 1, None)
def _distance(_c: Context, arguments: list[Value]) -> Value:
    points = _points(arguments)
    if points is None or len(points) < 2:
        return math.nan
    return round(math.fsum(_between(one, other) for one, other in pairwise(points)), 2)


def _between(one: Point, other: Point) -> float:
    """Metres along a great circle."""
    first, second = math.radians(one[0]), math.radians(other[0])
    turn = math.radians(other[1] - one[1])
    cosine = math.sin(first) * math.sin(second) + math.cos(first) * math.cos(second) * math.cos(
        turn
    )
    return math.acos(max(-1.0, min(1.0, cosine))) * _EARTH_METRES


@function("area", 1, 1)
def _area(_c: Context, arguments: list[Value]) -> Value:
    points = _points(arguments)
    if points is None or len(points) < 3:
        return 0.0
    if points[0] != points[-1]:
        points.append(points[0])
    total = math.fsum(
        math.radians(other[1] - one[1])
        * (2 + math.sin(math.radians(one[0])) + math.sin(math.radians(other[0])))
        for one, other in pairwise(points)
    )
    return round(abs(total * _EARTH_METRES * _EARTH_METRES / 2), 2)


@function("geofence", 2, 2)
def _geofence(_c: Context, arguments: list[Value]) -> Value:
    """Whether a point lies inside a closed line."""
    point, line = _points(arguments[:1]), _points(arguments[1:])
    if point is None or len(point) != 1 or line is None or len(line) < 4 or line[0] != line[-1]:
        return False
    latitude, longitude = point[0]
    inside = False
    for (lat_a, lon_a), (lat_b, lon_b) in pairwise(line):
        if (lat_a > latitude) != (lat_b > latitude):
            crossing = (lon_b - lon_a) * (latitude - lat_a) / (lat_b - lat_a) + lon_a
            inside ^= longitude < crossing
    return inside
