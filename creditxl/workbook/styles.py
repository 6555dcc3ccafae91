"""How cells look: one accent, much white, and a colour only where a mark says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from creditxl.workbook.layout import Kind, Look, Role
from creditxl.workbook.marks import Tone

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from creditxl.workbook.bulk import BulkBook

ACCENT = "#1F5C66"
INK = "#22303A"
GREY = "#66737C"
HAIRLINE = "#E1E6E8"
SHADE = "#EEF2F3"  # behind headings of what came as it is
COMPUTED_SHADE = "#D9E8EA"  # behind headings of what the rules reckon
INPUT_SHADE = "#FFF4D6"  # where people type
INPUT_LINE = "#E8D9A8"
BAR = "#CFE3E6"
DONE = "#9AA5AB"

TONE_COLOURS = {
    Tone.GOOD: "#2E6B3E",
    Tone.WATCH: "#8A5A00",
    Tone.ACT: "#A3211F",
    Tone.APART: "#5B3A8C",
    Tone.QUIET: GREY,
    Tone.WRONG: "#A3211F",
}

# Formats as files hold them: Excel shows its own language's separators. 14 is the short date of the reader's system.
NUMBERS: dict[Kind, Any] = {
    Kind.TEXT: 49,  # the format that Excel itself has for text, which keeps it as it is typed or written
    Kind.ID: 49,
    Kind.MONEY: '#,##0.00;\\-#,##0.00;"–"',
    Kind.CENTS: '#,##0.00;\\-#,##0.00;"–"',
    Kind.WHOLE: '#,##0;\\-#,##0;"–"',
    Kind.DATE: 14,
    Kind.MONTH: "m\\/yyyy",
    Kind.MOMENT: "yyyy\\-mm\\-dd\\ hh:mm",
    Kind.INTEGER: "#,##0",
    Kind.FACTOR: "0.00####",
    Kind.PERCENT: "0.0\\ %",
}
RIGHT = frozenset(NUMBERS) - {Kind.TEXT, Kind.ID} | {Kind.PLAIN}
SHADES = {Role.OUTPUT: SHADE, Role.COMPUTED: COMPUTED_SHADE, Role.INPUT: INPUT_SHADE}
LOOKS: dict[Look, dict[str, Any]] = {
    Look.TITLE: {"font_size": 20, "bold": True, "font_color": ACCENT},
    Look.SUBTITLE: {"font_size": 11, "font_color": GREY},
    Look.NOTE: {"font_size": 10, "font_color": GREY},
    Look.SECTION: {"font_size": 13, "bold": True, "font_color": ACCENT},
    Look.BAND: {"bold": True, "font_color": ACCENT},
    Look.TOTAL: {"bold": True, "font_color": INK, "indent": 1},
    Look.STATUS: {"bold": True, "font_color": INK},
    Look.MARK: {"font_color": INK, "indent": 1},
    Look.LINK: {"font_color": ACCENT, "underline": 1, "indent": 1},
    Look.TEXT: {"font_color": INK, "indent": 1},
    Look.INPUT: {"font_color": INK, "bg_color": INPUT_SHADE, "bottom": 1, "bottom_color": INPUT_LINE, "indent": 1},
    Look.SAMPLE_OUTPUT: {"font_color": INK, "bg_color": SHADE, "indent": 1},
    Look.SAMPLE_COMPUTED: {"font_color": INK, "bg_color": COMPUTED_SHADE, "indent": 1},
    Look.SAMPLE_INPUT: {"font_color": INK, "bg_color": INPUT_SHADE, "indent": 1},
}
FIGURE_LINE = {"left": 5, "left_color": ACCENT, "indent": 1}


class Styles:
    """The formats of one book, each made when it is first asked for."""

    def __init__(self, book: BulkBook, currency: str) -> None:
        self._book = book
        self._known: dict[tuple[object, ...], Format] = {}
        self._large = f'#,##0\\ "{currency}"' if currency else "#,##0"

    def cell(self, kind: Kind, role: Role, *, top: bool, shrink: bool) -> Format:
        """Return the format of a table's cell.

        Args:
            kind: What the cell holds.
            role: Who fills it.
            top: The row may be several lines high.
            shrink: A long text is written smaller, for it has no room beside it.
        """
        look: dict[str, Any] = {"font_color": INK, "bottom": 1, "bottom_color": HAIRLINE, "indent": 1}
        if kind in NUMBERS:
            look["num_format"] = NUMBERS[kind]
        look["align"] = "right" if kind in RIGHT else "left"
        if kind is Kind.LONG:
            look["text_wrap"] = True
        if kind is Kind.LINK:
            look |= {"font_color": ACCENT, "underline": 1}
        if top:
            look["valign"] = "top"
        if role is Role.INPUT:
            look |= {"bg_color": INPUT_SHADE, "bottom_color": INPUT_LINE}
        if shrink and kind is Kind.TEXT:
            look["shrink"] = True
        return self._format(("cell", kind, role, top, shrink), look)

    def heading(self, kind: Kind, role: Role, *, has_filter: bool) -> Format:
        """Return the format of a heading; amounts' headings leave room for the filter's button."""
        look: dict[str, Any] = {"bold": True, "font_color": INK, "bg_color": SHADES[role], "text_wrap": True}
        look |= {"valign": "vcenter", "bottom": 1, "bottom_color": ACCENT, "indent": 1}
        look["align"] = "right" if kind in RIGHT else "left"
        if kind in RIGHT and has_filter:
            look["indent"] = 2
        return self._format(("heading", kind in RIGHT, role, has_filter), look)

    def look(self, look: Look, kind: Kind) -> Format:
        """Return the format of a cell outside tables."""
        number = {"num_format": NUMBERS[kind], "align": "right"} if kind in RIGHT else {}
        return self._format(("look", look, kind), LOOKS[look] | number)

    def figure_label(self) -> Format:
        return self._format(("figure", 0), FIGURE_LINE | {"font_size": 11, "font_color": GREY})

    def figure(self, kind: Kind) -> Format:
        number = self._large if kind is Kind.MONEY else NUMBERS[kind]
        large = {"font_size": 22, "bold": True, "font_color": INK, "align": "left", "num_format": number}
        return self._format(("figure", kind), FIGURE_LINE | large)

    def figure_note(self) -> Format:
        return self._format(("figure", 2), FIGURE_LINE | {"font_size": 10, "font_color": GREY})

    def tone(self, tone: Tone) -> Format:
        """Return what a status of a tone adds to its cell."""
        return self._format(("tone", tone), {"font_color": TONE_COLOURS[tone]})

    def done(self) -> Format:
        """Return what a finished task's row looks like."""
        return self._format(("done",), {"font_color": DONE, "italic": True})

    def _format(self, key: tuple[object, ...], look: dict[str, Any]) -> Format:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._book.add_format(look)
        return found
