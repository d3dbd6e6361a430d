"""A small map as a picture, drawn here and without tiles: a paper shows whose house is where.

Letters on it are Latin capitals and digits, which the drawing library brings its own face for;
names stand in the text beside it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from string import ascii_uppercase
from typing import Final

import shapely
from PIL import Image, ImageDraw, ImageFont
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from apps.assignments.papers.content import HomeLine, PersonPart, Place, UnitLine
from apps.assignments.papers.layout import Picture
from apps.assignments.papers.mapframe import Frame, Pixel, frame_of, near_enough, scale_bar, spread
from apps.assignments.papers.outlines import Outlines

# Enough for print: 200 dots an inch.
_DOTS_A_MILLIMETRE: Final = 200 / 25.4
_PAPER, _INK, _GROUND = "#ffffff", "#1a1a1a", "#f4efe2"
_VILLAGE, _GROUP, _LETTER = "#6b4a1f", "#9a8a6a", "#8a7850"
_DOT, _HOME = "#a61b1b", "#14489c"
_TALL: Final = 20
_NUMBER_RADIUS: Final = 15
_TOO_MANY_LETTERS: Final = len(ascii_uppercase)


@dataclass(frozen=True, slots=True)
class SmallMap:
    """``png``: the picture; ``units``: "A: Tổ 1"; ``missing``: numbers of lines without a place."""

    png: bytes
    units: Sequence[str]
    missing: Sequence[int]
    has_home: bool
    has_provisional: bool


def small_map(part: PersonPart, outlines: Outlines, size: Picture) -> SmallMap | None:
    """The person's households or units by their numbers; None if none has a place."""
    placed = [(line, line.place) for line in part.homes if line.place is not None]
    if not placed:
        return None
    places = [place for _line, place in placed]
    home = part.home if part.home is not None and near_enough(part.home, places) else None
    width, height = (round(side * _DOTS_A_MILLIMETRE) for side in (size.width, size.height))
    ground = _corners(part, outlines)
    frame = frame_of([*places, *ground, *([home] if home else [])], width, height)
    image = Image.new("RGB", (width, height), _PAPER)
    sheet = ImageDraw.Draw(image)
    units = _draw_units(sheet, frame, part, outlines)
    if home:
        _draw_home(sheet, frame.pixel(home))
    _draw_numbers(sheet, frame, placed, [frame.pixel(home)] if home else [])
    _draw_scale(sheet, frame)
    _draw_north(sheet, frame)
    sheet.rectangle((0, 0, width - 1, height - 1), outline=_INK, width=2)
    return SmallMap(
        png=_png(image),
        units=units,
        missing=[line.number for line in part.homes if line.place is None],
        has_home=home is not None,
        has_provisional=any(line.is_provisional for line, _place in placed),
    )


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@cache
def _face(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _draw_units(
    sheet: ImageDraw.ImageDraw, frame: Frame, part: PersonPart, outlines: Outlines
) -> list[str]:
    """Villages and groups of the households; what each letter stands for."""
    seen = shapely.box(*frame.extent)
    is_of_units = any(isinstance(line, UnitLine) for line in part.homes)
    villages = [outlines.villages[key] for key in _keys(line.village for line in part.homes)]
    groups = [outlines.groups[key] for key in _keys(line.group for line in part.homes)]
    for village in villages:
        _fill(sheet, frame, village.shape.intersection(seen))
    told = []
    for number, group in enumerate(groups):
        inside = group.shape.intersection(seen)
        _trace(sheet, frame, group.shape, _GROUP, 2)
        # A unit in charge has its number in the middle.
        if not inside.is_empty and not is_of_units and number < _TOO_MANY_LETTERS:
            letter = ascii_uppercase[number]
            _write(sheet, frame.pixel(_inner(inside)), letter, 2 * _TALL, _LETTER)
            told.append(f"{letter}: {group.name}")
    for village in villages:
        _trace(sheet, frame, village.shape, _VILLAGE, 4)
    return told


def _corners(part: PersonPart, outlines: Outlines) -> list[Place]:
    """Of units, which are shown whole: two corners of each."""
    found: list[Place] = []
    for line in part.homes:
        if isinstance(line, UnitLine) and line.place is not None:
            west, south, east, north = _outline(line, outlines).bounds
            found += [(west, south), (east, north)]
    return found


def _outline(line: UnitLine, outlines: Outlines) -> BaseGeometry:
    if line.group is not None:
        return outlines.groups[line.group].shape
    return outlines.villages[line.village].shape


def _keys(keys: Iterable[int | None]) -> list[int]:
    """Each once, in the order of the lines."""
    return [key for key in dict.fromkeys(keys) if key is not None]


def _inner(shape: BaseGeometry) -> Place:
    point = shape.representative_point()
    return point.x, point.y


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]


def _pixels(frame: Frame, ring: BaseGeometry) -> list[Pixel]:
    return [frame.pixel((lon, lat)) for lon, lat in shapely.get_coordinates(ring)]


def _fill(sheet: ImageDraw.ImageDraw, frame: Frame, shape: BaseGeometry) -> None:
    for polygon in _polygons(shape):
        sheet.polygon(_pixels(frame, polygon.exterior), fill=_GROUND)


def _trace(
    sheet: ImageDraw.ImageDraw, frame: Frame, shape: BaseGeometry, colour: str, width: int
) -> None:
    """The outline itself, cut at the map's edge without a line along it."""
    lines = shapely.boundary(shape).intersection(shapely.box(*frame.extent))
    for line in shapely.get_parts(shapely.line_merge(lines) if not lines.is_empty else lines):
        if line.geom_type == "LineString":
            sheet.line(_pixels(frame, line), fill=colour, width=width, joint="curve")


def _draw_numbers(
    sheet: ImageDraw.ImageDraw,
    frame: Frame,
    placed: Sequence[tuple[HomeLine | UnitLine, Place]],
    kept_free: Sequence[Pixel],
) -> None:
    """A dot where the house is; its number on it, or beside it at the end of a line."""
    dots = [frame.pixel(place) for _line, place in placed]
    apart = 2 * _NUMBER_RADIUS + 2
    every = spread([*kept_free, *dots], apart=apart, width=frame.width, height=frame.height)
    ends = every[len(kept_free) :]
    for dot, end in zip(dots, ends, strict=True):
        if dot != end:
            sheet.line([dot, end], fill=_INK, width=1)
            sheet.circle(dot, 4, fill=_DOT)
    for (line, _place), (x, y) in zip(placed, ends, strict=True):
        fill = _PAPER if line.is_provisional else _DOT
        sheet.circle((x, y), _NUMBER_RADIUS, fill=fill, outline=_DOT, width=2)
        ink = _DOT if line.is_provisional else _PAPER
        _write(sheet, (x, y), str(line.number), _TALL - 2, ink)


def _write(sheet: ImageDraw.ImageDraw, middle: Pixel, text: str, size: int, colour: str) -> None:
    sheet.text(middle, text, fill=colour, font=_face(size), anchor="mm")


def _draw_home(sheet: ImageDraw.ImageDraw, at: Pixel) -> None:
    x, y = at
    sheet.polygon([(x - 20, y), (x, y - 20), (x + 20, y)], fill=_HOME)
    sheet.rectangle((x - 13, y, x + 13, y + 17), fill=_HOME)


def _draw_scale(sheet: ImageDraw.ImageDraw, frame: Frame) -> None:
    metres = scale_bar(frame)
    long = metres * frame.scale
    left, low = 26, frame.height - 26
    sheet.rectangle((left - 12, low - 36, left + long + 12, low + 12), fill=_PAPER)
    sheet.line([(left, low - 8), (left, low), (left + long, low), (left + long, low - 8)], _INK, 3)
    label = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    _write(sheet, (left + long / 2, low - 20), label, _TALL, _INK)


def _draw_north(sheet: ImageDraw.ImageDraw, frame: Frame) -> None:
    """An arrow with B for Bắc."""
    x, top = frame.width - 34, 14
    sheet.rectangle((x - 22, top - 6, x + 22, top + 74), fill=_PAPER)
    sheet.polygon([(x, top), (x + 12, top + 40), (x, top + 30), (x - 12, top + 40)], fill=_INK)
    _write(sheet, (x, top + 57), "B", _TALL + 4, _INK)
