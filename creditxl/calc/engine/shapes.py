"""What lies over the cells: buttons, pictures, drawings. They can be found, named, moved and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlwings import base_classes

from creditxl.calc import unoapi
from creditxl.calc.engine.formats import from_points, points
from creditxl.calc.engine.mirror import Mirror

if TYPE_CHECKING:
    from collections.abc import Iterator

    from creditxl.calc.engine.sheets import Sheet

_TYPES: Final = {
    "com.sun.star.drawing.ControlShape": "form_control",
    "com.sun.star.drawing.GraphicObjectShape": "picture",
    "com.sun.star.drawing.OLE2Shape": "chart",
    "com.sun.star.drawing.TextShape": "text_box",
    "com.sun.star.drawing.LineShape": "line",
    "com.sun.star.drawing.GroupShape": "group",
}


class Shapes(Mirror, base_classes.Collection):
    """The shapes of a sheet. Notes, which Calc draws as shapes too, are left out."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def parent(self) -> Sheet:
        return self.sheet

    @property
    def api(self) -> unoapi.UnoObject:
        return self.sheet.api.DrawPage

    def __iter__(self) -> Iterator[Shape]:
        page = self.api
        for place in range(page.Count):
            shape = page.getByIndex(place)
            if shape.ShapeType != "com.sun.star.drawing.CaptionShape":
                yield Shape(self.sheet, shape)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: str) -> bool:
        return any(shape.name == name for shape in self)

    def __call__(self, name_or_index: str | int) -> Shape:
        shapes = list(self)
        if isinstance(name_or_index, int):
            return shapes[name_or_index - 1]
        for shape in shapes:
            if shape.name == name_or_index:
                return shape
        raise KeyError(name_or_index)


class Shape(Mirror, base_classes.Shape):
    def __init__(self, sheet: Sheet, shape: unoapi.UnoObject) -> None:
        self.sheet = sheet
        self._shape = shape

    @property
    def api(self) -> unoapi.UnoObject:
        return self._shape

    @property
    def parent(self) -> Sheet:
        return self.sheet

    @property
    def type(self) -> str:
        return _TYPES.get(self._shape.ShapeType, "auto_shape")

    @property
    def name(self) -> str:
        return str(self._named.Name)

    @name.setter
    def name(self, value: str) -> None:
        self._named.Name = value

    @property
    def text(self) -> str:
        """What is written on it: a button's caption, a drawing's text."""
        return str(self._shape.Control.Label if self.type == "form_control" else self._shape.String)

    @text.setter
    def text(self, value: str) -> None:
        if self.type == "form_control":
            self._shape.Control.Label = value
        else:
            self._shape.String = value

    @property
    def left(self) -> float:
        return points(self._shape.Position.X)

    @left.setter
    def left(self, value: float) -> None:
        self._place(X=from_points(value))

    @property
    def top(self) -> float:
        return points(self._shape.Position.Y)

    @top.setter
    def top(self, value: float) -> None:
        self._place(Y=from_points(value))

    @property
    def width(self) -> float:
        return points(self._shape.Size.Width)

    @width.setter
    def width(self, value: float) -> None:
        self._measure(Width=from_points(value))

    @property
    def height(self) -> float:
        return points(self._shape.Size.Height)

    @height.setter
    def height(self, value: float) -> None:
        self._measure(Height=from_points(value))

    def delete(self) -> None:
        self.sheet.api.DrawPage.remove(self._shape)

    @property
    def _named(self) -> unoapi.UnoObject:
        """What carries the name: a button's control where the file named that alone."""
        return self._shape.Control if self.type == "form_control" and not self._shape.Name else self._shape

    def _place(self, **changes: int) -> None:
        now = self._shape.Position
        fields = {"X": now.X, "Y": now.Y} | changes
        self._shape.setPosition(unoapi.struct("com.sun.star.awt.Point", **fields))

    def _measure(self, **changes: int) -> None:
        now = self._shape.Size
        fields = {"Width": now.Width, "Height": now.Height} | changes
        self._shape.setSize(unoapi.struct("com.sun.star.awt.Size", **fields))
