"""The file as a package: its parts, how they lead to each other, and what they are."""

from __future__ import annotations

import posixpath
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote
from zlib import error as ZlibError  # noqa: N812 - zlib names its only error in small letters

from msgspec import Struct

from creditxl.errors import msg
from creditxl.workbook.sharing.markup import DECLARATION, Node, RefusedError, markup, tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

CONTENT_TYPES = "[Content_Types].xml"
TYPES_SPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIPS_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file knows: the same copy has the same bytes
CHUNK = 1 << 16
DAMAGED = (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError)


class Relationship(Struct, frozen=True):
    """How one part leads to another, or out of the file.

    Args:
        part: Name of the part it leads to; empty where it leads elsewhere.
        target: As written.
        is_external: It leads out of the file.
    """

    id: str
    type: str
    target: str
    part: str
    is_external: bool

    @property
    def kind(self) -> str:
        """The last word of its type, which the two standards share."""
        return self.type.rpartition("/")[2]


class Package:
    """A file that is read part by part.

    Raises:
        RefusedError: It is no package, or a part that is asked for is missing or damaged.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except DAMAGED as error:
            raise damaged(error) from error
        # Part names know no capitals, and some programs write backslashes.
        plain = {info.filename.replace("\\", "/").lstrip("/"): info for info in self._zip.infolist()}
        self._parts = {name.casefold(): (name, info) for name, info in plain.items()}
        self._types = self._content_types()

    def chunks(self, part: str) -> Iterator[bytes]:
        """Yield a part's bytes."""
        try:
            with self._zip.open(self._parts[part.casefold()][1]) as opened:
                while chunk := opened.read(CHUNK):
                    yield chunk
        except KeyError as error:
            raise damaged(part) from error
        except DAMAGED as error:
            raise damaged(part, error) from error

    def read(self, part: str) -> bytes:
        return b"".join(self.chunks(part))

    def tree(self, part: str) -> Node:
        return tree(self.read(part))

    def name(self, part: str) -> str | None:
        """Return how the file itself spells a part's name; None where it has no such part."""
        found = self._parts.get(part.casefold())
        return found[0] if found else None

    def content_type(self, part: str) -> str:
        """Return what a part is; empty where the file does not say."""
        ending = part.rpartition(".")[2].casefold()
        return self._types.get(f"/{part}".casefold()) or self._types.get(ending, "")

    def relationships(self, part: str) -> list[Relationship]:
        """Return where a part leads; of the package itself where `part` is empty."""
        name = rels_of(part)
        if self.name(name) is None:
            return []
        return [
            self._relationship(part, node.attributes)
            for node in self.tree(name).elements
            if node.local == "Relationship"
        ]

    def _relationship(self, part: str, given: Mapping[str, str]) -> Relationship:
        target, is_external = given.get("Target", ""), given.get("TargetMode") == "External"
        path = unquote(target.replace("\\", "/").partition("#")[0])
        resolved = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), path)).lstrip("/")
        found = None if is_external or not path else self.name(resolved)
        return Relationship(given.get("Id", ""), given.get("Type", ""), target, found or "", is_external)

    def _content_types(self) -> dict[str, str]:
        """Return types by part name, with its slash, and by ending."""
        if self.name(CONTENT_TYPES) is None:
            raise no_workbook()
        entries = [node.attributes for node in self.tree(CONTENT_TYPES).elements]
        return {
            (given.get("PartName") or given.get("Extension", "")).casefold(): given.get("ContentType", "")
            for given in entries
        }


class Part(Struct, frozen=True):
    """A part of the new file."""

    content: bytes
    content_type: str
    relationships: tuple[Relationship, ...] = ()


def pack(parts: Mapping[str, Part], roots: Sequence[Relationship]) -> bytes:
    """Return the file of some parts; `roots` are the package's own relationships."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        _store(package, CONTENT_TYPES, _types_of(parts))
        _store(package, rels_of(""), _relationships_of("", roots))
        for name, part in parts.items():
            _store(package, name, part.content)
            if part.relationships:
                _store(package, rels_of(name), _relationships_of(name, part.relationships))
    return out.getvalue()


def rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def no_workbook() -> RefusedError:
    return RefusedError(
        msg("the file is not an Excel workbook"),
        msg("name one of the follow-up workbooks, an .xlsx or .xlsm file"),
    )


def damaged(*reasons: object) -> RefusedError:
    return RefusedError(
        msg("the file is damaged: {reason}", reason=" ".join(map(str, reasons))),
        msg("open it in Excel, save it under another name and share that one"),
    )


def _store(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, ZIP_DATE)
    info.create_system = 0  # else it tells the operating system, and the bytes differ with it
    package.writestr(info, content, zipfile.ZIP_DEFLATED)


def _types_of(parts: Mapping[str, Part]) -> bytes:
    defaults = {"rels": RELATIONSHIPS_TYPE, "xml": "application/xml"}
    # Pictures of one ending are of one type; every other part says its own.
    plain = {name: part for name, part in parts.items() if not part.content_type.endswith("+xml")}
    defaults |= {name.rpartition(".")[2]: part.content_type for name, part in plain.items()}
    rows = [Node("Default", {"Extension": ending, "ContentType": kind}) for ending, kind in defaults.items()]
    rows += [
        Node("Override", {"PartName": f"/{name}", "ContentType": part.content_type})
        for name, part in parts.items()
        if name not in plain
    ]
    return _document("Types", TYPES_SPACE, rows)


def _relationships_of(part: str, relationships: Sequence[Relationship]) -> bytes:
    rows = [Node("Relationship", _given(part, each)) for each in relationships]
    return _document("Relationships", RELATIONSHIPS_SPACE, rows)


def _given(part: str, relationship: Relationship) -> dict[str, str]:
    given = {"Id": relationship.id, "Type": relationship.type}
    if relationship.part:
        near = posixpath.relpath(f"/{relationship.part}", posixpath.join("/", posixpath.dirname(part)))
        return given | {"Target": quote(near)}
    mode = {"TargetMode": "External"} if relationship.is_external else {}
    return given | {"Target": relationship.target} | mode


def _document(name: str, space: str, rows: Sequence[Node]) -> bytes:
    return f"{DECLARATION}{markup(Node(name, {}, (('', space),), [*rows]))}".encode()
