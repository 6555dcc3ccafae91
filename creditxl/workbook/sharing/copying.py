"""The copy itself: from the workbook's part along the relationships, and only along those that a reader needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from creditxl.errors import msg
from creditxl.workbook.sharing import chart, drawing, tables
from creditxl.workbook.sharing.book import edit_book, outline
from creditxl.workbook.sharing.markup import (
    DECLARATION,
    Closed,
    Node,
    Opened,
    RefusedError,
    end,
    markup,
    pieces,
    start,
    tree,
    written,
)
from creditxl.workbook.sharing.package import Part, damaged, no_workbook, pack
from creditxl.workbook.sharing.properties import CORE_TYPE, core_properties
from creditxl.workbook.sharing.sheet import Scope, Values, edit_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from creditxl.workbook.sharing.book import Sheet
    from creditxl.workbook.sharing.package import Package, Relationship

BOOK = "officeDocument"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
BOOK_TYPES = "main+xml"  # how the types of every workbook, template and add-in that is XML end
BINARY_TYPE = "sheet.binary"
SHEETS = frozenset({"worksheet", "chartsheet"})
PICTURES = frozenset({"image", "hdphoto"})
WEB = ("http://", "https://", "mailto:")
# Pictures that stand in cells; kept where nothing else (shares, places on the web) is kept in cells.
RICH = frozenset({"sheetMetadata", "rdRichValue", "rdRichValueStructure", "rdRichValueTypes", "richValueRel"})
RICH_KINDS = frozenset({"_localImage", "_error"})
# What each kind of part may lead to in the copy. Whatever is not here stays out: macros, ribbons, printers' settings,
# queries, pivot caches, other files, people.
CHILDREN: dict[str, frozenset[str]] = {
    BOOK: SHEETS | RICH | {"styles", "theme", "sharedStrings"},
    "worksheet": frozenset({"drawing", "table", "comments", "vmlDrawing", "image", "hyperlink"}),
    "chartsheet": frozenset({"drawing", "vmlDrawing", "image"}),
    "drawing": PICTURES | {"chart", "chartEx", "hyperlink"},
    "chart": frozenset({"chartUserShapes", "image", "themeOverride", "chartStyle", "chartColorStyle"}),
    "chartEx": frozenset({"image", "chartStyle", "chartColorStyle"}),
    "chartUserShapes": frozenset({"image"}),
    **dict.fromkeys(("theme", "themeOverride", "vmlDrawing", "richValueRel"), frozenset({"image"})),
}
# Found by their type alone; every other relationship stays only as long as something names its id.
UNNAMED = RICH | {"styles", "theme", "sharedStrings", "comments", "themeOverride", "chartStyle", "chartColorStyle"}
EDITS: dict[str, Callable[[Node], Node | None]] = {
    "drawing": drawing.edit_drawing,
    "chartUserShapes": drawing.edit_drawing,
    "vmlDrawing": drawing.edit_old_drawing,
    "table": tables.edit_table,
    "comments": tables.edit_notes,
}


class Copied(Struct, frozen=True):
    """A workbook with values alone.

    Args:
        content: The .xlsx file.
        formulas: How many gave way to their values.
        left_out: Names of the sheets that are not in it.
    """

    content: bytes
    formulas: int
    left_out: tuple[str, ...]


def copied(package: Package) -> Copied:
    """Return the copy of a workbook.

    Raises:
        RefusedError: It is no workbook, is damaged, or a formula has no value.
    """
    roots = package.relationships("")
    root = next((each for each in roots if each.kind == BOOK and each.part), None)
    if root is None:
        raise no_workbook()
    content_type = package.content_type(root.part)
    if BINARY_TYPE in content_type:
        raise RefusedError(
            msg("the file is a binary workbook (.xlsb)"), msg("save it as .xlsx or .xlsm in Excel first")
        )
    if not content_type.endswith(BOOK_TYPES):
        raise no_workbook()
    copying = _Copying(package, root.part)
    copying.part(root.part, BOOK)
    kept_roots = [root]
    for each in roots:
        if each.kind == "core-properties" and each.part:
            copying.parts[each.part] = Part(core_properties(package.tree(each.part)), CORE_TYPE)
            kept_roots.append(each)
    parts = {name: copying.parts[name] for name in _reached(copying.parts, [each.part for each in kept_roots])}
    return Copied(pack(parts, kept_roots), copying.values.formulas, copying.outline.left_out)


def _reached(parts: dict[str, Part], names: Sequence[str]) -> list[str]:
    """Return the parts that the copy still leads to, in the order in which it does."""
    found: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting += [each.part for each in parts[name].relationships if each.part]
    return list(found)


class _Copying:
    """One copy while it is made; every part is copied once, after the ones that it leads to."""

    def __init__(self, package: Package, book: str) -> None:
        self.package = package
        self.parts: dict[str, Part] = {}
        self._book = package.tree(book)
        leads = package.relationships(book)
        self.outline = outline(self._book, {each.id for each in leads if each.kind in SHEETS})
        self.values = Values(keeps_rich=self._keeps_rich(leads))
        self._left_out: set[str] = set()
        self._sheets = {sheet.relationship: sheet for sheet in self.outline.sheets}

    def part(self, name: str, kind: str, sheet: Sheet | None = None) -> bool:
        """Copy a part and what it leads to; return whether the copy has it."""
        if name in self.parts or name in self._left_out:
            return name in self.parts
        self._left_out.add(name)  # for one that leads back to itself
        kept = {each.id: each for each in self._ordered(name, kind) if self._may_lead(each, kind)}
        content = self._content(name, kind, sheet, kept.keys())
        if content is None:
            return False
        self._left_out.discard(name)
        content_type = BOOK_TYPE if kind == BOOK else self.package.content_type(name)
        named = _ids(content) if kept and kind not in PICTURES else set()
        staying = [each for each in kept.values() if each.kind in UNNAMED or each.id in named]
        self.parts[name] = Part(content, content_type, tuple(staying))
        return True

    def _ordered(self, name: str, kind: str) -> list[Relationship]:
        """Return where a part leads; shared texts last, when it is known which ones are used."""
        if kind not in CHILDREN:
            return []
        found = [each for each in self.package.relationships(name) if each.kind in CHILDREN[kind]]
        return sorted(found, key=lambda each: each.kind == "sharedStrings")

    def _may_lead(self, each: Relationship, kind: str) -> bool:
        if each.is_external:
            return each.kind == "hyperlink" and each.target.casefold().startswith(WEB)
        if each.kind == "hyperlink":
            # To a place in the file itself.
            place = each.target.removeprefix("#")
            return place != each.target and self.outline.known.portable(place) is not None
        if each.kind in RICH and not self.values.keeps_rich:
            return False
        sheet = self._sheets.get(each.id) if kind == BOOK else None
        if kind == BOOK and each.kind in SHEETS and sheet is None:
            return False
        if sheet is not None and not each.part:
            raise damaged(each.target)
        return bool(each.part) and self.part(each.part, each.kind, sheet)

    def _content(self, name: str, kind: str, sheet: Sheet | None, kept: Collection[str]) -> bytes | None:
        if kind in PICTURES:
            return self.package.read(name)
        if sheet is not None:
            is_active = sheet is self.outline.active
            scope = Scope(sheet.name, sheet.place, is_active, kept, self.outline.known)
            return edit_sheet(self.package.chunks(name), scope, self.values, lambda node: _prune(node, kept))
        if kind == "sharedStrings":
            return "".join((DECLARATION, *_used(self.package.chunks(name), self.values.strings))).encode()
        edited = self._edited(self._book if kind == BOOK else self._tree(name, kind), kind, kept)
        return None if edited is None else written(edited)

    def _tree(self, name: str, kind: str) -> Node:
        content = self.package.read(name)
        # Excel breaks the lines of a button's caption as HTML does, which is no XML.
        return tree(content.replace(b"<br>", b"<br/>") if kind == "vmlDrawing" else content)

    def _edited(self, root: Node, kind: str, kept: Collection[str]) -> Node | None:
        portable = self.outline.known.portable
        if kind == BOOK:
            return edit_book(root, self.outline)
        _prune(root, kept)
        if kind == "chart":
            return chart.edit_chart(root, portable)
        if kind == "chartEx":
            return chart.edit_new_chart(root, portable)
        return EDITS[kind](root) if kind in EDITS else root

    def _keeps_rich(self, relationships: Sequence[Relationship]) -> bool:
        """Return whether pictures, and nothing else that leads out of the file, stand in cells."""
        structures = [each.part for each in relationships if each.kind == "rdRichValueStructure" and each.part]
        kinds = {node.attributes.get("t") for part in structures for node in self.package.tree(part).elements}
        return bool(kinds) and kinds <= RICH_KINDS


def _prune(node: Node, kept: Collection[str]) -> bool:
    """Take away what leads to parts that are left out; return whether the node itself may stay."""
    for tag in node.relation_tags():
        if node.attributes[tag] and node.attributes[tag] not in kept:
            # A page's set-up and a picture's link to its file do without; nothing else does.
            if node.local != "pageSetup" and not tag.partition(" ")[2].startswith("link"):
                return False
            del node.attributes[tag]
    node.children = [child for child in node.children if isinstance(child, str) or _prune(child, kept)]
    return True


def _used(chunks: Iterator[bytes], used: Collection[int]) -> Iterator[str]:
    """Yield the shared texts at their places; one that only a left-out sheet showed is empty."""
    place = 0
    for piece in pieces(chunks, ("sst",)):
        match piece:
            case Opened(node):
                node.without("count")
                yield start(node)
            case Closed(node):
                yield end(node)
            case Node() if piece.local == "si":
                if place not in used:
                    piece.children = [Node(piece.named("t"), {})]
                place += 1
                yield markup(piece)


def _ids(content: bytes) -> set[str]:
    """Return the ids of relationships that a part names."""
    return {node.attributes[tag] for node in _nodes(content) for tag in node.relation_tags()}


def _nodes(content: bytes) -> Iterator[Node]:
    # A sheet's rows name no relationships.
    for piece in pieces([content], ("worksheet", "sheetData")):
        if isinstance(piece, Node) and piece.local != "row":
            yield from piece.walk()
