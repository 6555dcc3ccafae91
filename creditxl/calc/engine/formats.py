"""How cells look: numbers, fonts, colours, sizes, alignment, links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from xlwings import base_classes

from creditxl.calc import unoapi
from creditxl.calc.engine.mirror import Mirror
from creditxl.calc.engine.numberformats import NumberFormats
from creditxl.errors import WorkbookError, msg

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from creditxl.calc.engine.addresses import Area
    from creditxl.calc.engine.sheets import Sheet

Value = TypeVar("Value")
Rgb = tuple[int, int, int]

_BOLD, _NORMAL = 150.0, 100.0
_HUNDREDTHS_OF_MM_A_POINT: Final = 2540 / 72
_HUNDREDTHS_OF_MM_A_PIXEL: Final = 2540 / 96
# A column of n characters of Calibri 11, Excel's default font, is 7 n + 5 pixels wide.
_PIXELS_A_CHARACTER, _PIXELS_OF_PADDING = 7, 5

_HORIZONTAL: Final = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "fill": "REPEAT",
    "justify": "BLOCK",
}
# com.sun.star.table.CellVertJustify2
_VERTICAL: Final = {"top": 1, "center": 2, "bottom": 3, "justify": 4}


def points(hundredths_of_mm: float) -> float:
    return round(hundredths_of_mm / _HUNDREDTHS_OF_MM_A_POINT, 2)


def from_points(value: float) -> int:
    return round(value * _HUNDREDTHS_OF_MM_A_POINT)


def rgb(colour: int) -> Rgb:
    return colour >> 16 & 255, colour >> 8 & 255, colour & 255


def packed(colour: str | Rgb | int) -> int:
    """Return UNO's number of `#rrggbb`, of red, green and blue, or of Excel's number (blue first)."""
    if isinstance(colour, str):
        return int(colour.removeprefix("#"), 16)
    red, green, blue = (colour & 255, colour >> 8 & 255, colour >> 16 & 255) if isinstance(colour, int) else colour
    return red << 16 | green << 8 | blue


class Formats:
    """Members of a range that show or change its look. A property that differs from cell to cell reads as None."""

    if TYPE_CHECKING:
        sheet: Sheet
        area: Area

        @property
        def api(self) -> unoapi.UnoObject: ...

        def changing(self, *, formats: bool = False) -> AbstractContextManager[None]: ...

    def get_look(self, name: str) -> unoapi.UnoObject:
        """Return a UNO property of all the cells, or None where they differ."""
        differ = self.api.getPropertyState(name).value == "AMBIGUOUS_VALUE"
        return None if differ else self.api.getPropertyValue(name)

    def set_look(self, name: str, value: object) -> None:
        with self.changing(formats=True):
            self.api.setPropertyValue(name, value)

    @property
    def number_format(self) -> str | None:
        key = self.get_look("NumberFormat")
        return None if key is None else NumberFormats(self.sheet.document).code(int(key))

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.set_look("NumberFormat", NumberFormats(self.sheet.document).key(value))

    @property
    def color(self) -> Rgb | None:
        colour = self.get_look("CellBackColor")
        return None if colour is None or colour < 0 else rgb(int(colour))

    @color.setter
    def color(self, value: str | Rgb | int | None) -> None:
        self.set_look("CellBackColor", -1 if value is None else packed(value))

    @property
    def font(self) -> Font:
        return Font(self)

    @property
    def wrap_text(self) -> bool | None:
        wraps = self.get_look("IsTextWrapped")
        return None if wraps is None else bool(wraps)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.set_look("IsTextWrapped", bool(value))

    @property
    def horizontal_alignment(self) -> str | None:
        found = self.get_look("HoriJustify")
        names = {uno: name for name, uno in _HORIZONTAL.items()}
        return None if found is None else names.get(found.value, "general")

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self.set_look("HoriJustify", unoapi.enum("com.sun.star.table.CellHoriJustify", _known(_HORIZONTAL, value)))

    @property
    def vertical_alignment(self) -> str | None:
        found = self.get_look("VertJustify")
        return None if found is None else {uno: name for name, uno in _VERTICAL.items()}.get(int(found), "bottom")

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self.set_look("VertJustify", _known(_VERTICAL, value))

    @property
    def column_width(self) -> float:
        """Width of a column in characters of Excel's default font; of several columns, the first."""
        pixels = int(self.api.Columns.getByIndex(0).Width) / _HUNDREDTHS_OF_MM_A_PIXEL
        return max(0.0, round((pixels - _PIXELS_OF_PADDING) / _PIXELS_A_CHARACTER, 2))

    @column_width.setter
    def column_width(self, value: float) -> None:
        pixels = value * _PIXELS_A_CHARACTER + _PIXELS_OF_PADDING
        with self.changing(formats=True):
            self.api.Columns.Width = round(pixels * _HUNDREDTHS_OF_MM_A_PIXEL)

    @property
    def row_height(self) -> float:
        """Height of a row in points; of several rows, the first."""
        return points(self.api.Rows.getByIndex(0).Height)

    @row_height.setter
    def row_height(self, value: float) -> None:
        with self.changing(formats=True):
            self.api.Rows.Height = from_points(value)

    @property
    def width(self) -> float:
        return points(self.api.Size.Width)

    @property
    def height(self) -> float:
        return points(self.api.Size.Height)

    @property
    def left(self) -> float:
        return points(self.api.Position.X)

    @property
    def top(self) -> float:
        return points(self.api.Position.Y)

    @property
    def row_hidden(self) -> bool | None:
        return _hidden(self.api.Rows, self.area.rows)

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        with self.changing(formats=True):
            self.api.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        return _hidden(self.api.Columns, self.area.columns)

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        with self.changing(formats=True):
            self.api.Columns.IsVisible = not value

    def autofit(self, axis: str | None = None) -> None:
        """Fit columns (`c`), rows (`r`) or both to what they show."""
        with self.changing(formats=True):
            if axis in {None, "columns", "c"}:
                self.api.Columns.OptimalWidth = True
            if axis in {None, "rows", "r"}:
                self.api.Rows.OptimalHeight = True

    @property
    def hyperlink(self) -> str:
        fields = self.api.getCellByPosition(0, 0).TextFields
        if not fields.Count:
            message = "The cell doesn't seem to contain a hyperlink!"  # xlwings' own words, which macros may look for
            raise LookupError(message)
        return str(fields.getByIndex(0).URL)

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: str | None = None) -> None:  # noqa: ARG002 - Calc shows its own
        """Put a link into the first cell in place of what it holds."""
        field = self.sheet.document.createInstance("com.sun.star.text.TextField.URL")
        field.URL, field.Representation = address, text_to_display or address
        with self.changing(formats=True):
            cell = self.api.getCellByPosition(0, 0)
            cell.setString("")
            cell.insertTextContent(cell.createTextCursor(), field, False)  # noqa: FBT003 - UNO takes no keywords


class Font(Mirror, base_classes.Font):
    """The font of a range's cells."""

    def __init__(self, owner: Formats) -> None:
        self.owner = owner

    @property
    def api(self) -> unoapi.UnoObject:
        return self.owner.api

    @property
    def bold(self) -> bool | None:
        weight = self.owner.get_look("CharWeight")
        return None if weight is None else bool(weight > _NORMAL)

    @bold.setter
    def bold(self, value: bool) -> None:
        self.owner.set_look("CharWeight", _BOLD if value else _NORMAL)

    @property
    def italic(self) -> bool | None:
        posture = self.owner.get_look("CharPosture")
        return None if posture is None else bool(posture.value != "NONE")

    @italic.setter
    def italic(self, value: bool) -> None:
        self.owner.set_look("CharPosture", unoapi.enum("com.sun.star.awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float | None:
        height = self.owner.get_look("CharHeight")
        return None if height is None else float(height)

    @size.setter
    def size(self, value: float) -> None:
        self.owner.set_look("CharHeight", float(value))

    @property
    def color(self) -> Rgb | None:
        """The colour; None where the cells differ or leave it to the program."""
        colour = self.owner.get_look("CharColor")
        return None if colour is None or colour < 0 else rgb(int(colour))

    @color.setter
    def color(self, value: str | Rgb | int) -> None:
        self.owner.set_look("CharColor", packed(value))

    @property
    def name(self) -> str | None:
        name = self.owner.get_look("CharFontName")
        return None if name is None else str(name)

    @name.setter
    def name(self, value: str) -> None:
        self.owner.set_look("CharFontName", value)


def _hidden(lines: unoapi.UnoObject, count: int) -> bool | None:
    """Return whether rows or columns are hidden, or None where some are."""
    found = {not lines.getByIndex(place).IsVisible for place in range(count)}
    return found.pop() if len(found) == 1 else None


def _known(values: dict[str, Value], name: str) -> Value:
    if name not in values:
        raise WorkbookError(
            msg("Calc has no alignment {name}", name=name),
            where="Range",
            fix=msg("use one of {names}", names=", ".join(values)),
        )
    return values[name]
