"""The XML of a workbook's parts: read without entities, changed as small trees, written with its own prefixes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from xml.parsers import expat

from msgspec import Struct, field

from creditxl.errors import Message, msg

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = frozenset(
    {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"}
)
RELATED = frozenset(
    {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
)
_SEPARATOR = " "  # no namespace holds one
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


class RefusedError(Exception):
    """A part that cannot be shared; `share` adds the file's name."""

    def __init__(self, message: Message, fix: Message) -> None:
        super().__init__(str(message))
        self.message = message
        self.fix = fix


class Node(Struct):
    """An element.

    Args:
        tag: Its name as expat gives it: namespace, local name, prefix.
        attributes: Values by names of the same form; a name without a namespace is as written.
        declared: Prefixes that this element declares, with their namespaces.
    """

    tag: str
    attributes: dict[str, str]
    declared: tuple[tuple[str, str], ...] = ()
    children: list[Node | str] = field(default_factory=list)

    @property
    def local(self) -> str:
        return parts_of(self.tag)[1]

    @property
    def space(self) -> str:
        return parts_of(self.tag)[0]

    @property
    def elements(self) -> list[Node]:
        return [child for child in self.children if isinstance(child, Node)]

    @property
    def text(self) -> str:
        """What stands in it and below, without the marks."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def child(self, local: str) -> Node | None:
        return next((child for child in self.elements if child.local == local), None)

    def walk(self) -> Iterator[Node]:
        """Yield this element and all below it."""
        yield self
        for child in self.elements:
            yield from child.walk()

    def has(self, *locals_: str) -> bool:
        """Return whether it is such an element, or one is below it."""
        return any(found.local in locals_ for found in self.walk())

    def without(self, *names: str) -> None:
        """Drop attributes by their local names, whatever their namespaces."""
        self.attributes = {tag: value for tag, value in self.attributes.items() if parts_of(tag)[1] not in names}

    def keep(self, kept: Collection[str]) -> None:
        """Drop the children whose local names are not among these."""
        self.children = [child for child in self.children if isinstance(child, str) or child.local in kept]

    def replace(self, old: Node, *new: Node) -> None:
        place = next(place for place, child in enumerate(self.children) if child is old)
        self.children[place : place + 1] = new

    def say(self, text: str) -> None:
        """Put a text in the place of all that stands in it."""
        self.children = [text]

    def named(self, local: str) -> str:
        """Return the tag of an element of the same namespace and prefix."""
        space, _, name = parts_of(self.tag)
        prefix = name.rpartition(":")[0]
        return _SEPARATOR.join(filter(None, (space, local, prefix))) if space else local

    def relation_tags(self) -> list[str]:
        """Return the attributes that hold the id of a relationship."""
        return [tag for tag in self.attributes if _is_relation(tag)]


class Opened(Struct, frozen=True):
    """The start of an element that is not read as a whole."""

    node: Node


class Closed(Struct, frozen=True):
    node: Node


Piece = Opened | Node | Closed


@lru_cache(maxsize=4096)
def parts_of(tag: str) -> tuple[str, str, str]:
    """Return the namespace, the local name, and the name as it is written."""
    space, _, rest = tag.rpartition(_SEPARATOR)
    if not space:
        return "", tag, tag
    if _SEPARATOR not in space:
        return space, rest, rest
    space, _, local = space.rpartition(_SEPARATOR)
    return space, local, f"{rest}:{local}"


def pieces(chunks: Iterable[bytes], spine: Collection[str] = ()) -> Iterator[Piece]:
    """Yield a part in pieces, so that a long one is never held as a whole.

    Args:
        chunks: The part's bytes.
        spine: Local names of the elements that are taken apart from the root on; every other one comes as a tree.

    Raises:
        RefusedError: It is not well-formed, or declares a document type, and with it entities.
    """
    builder = _Builder(spine)
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.namespace_prefixes = True
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartNamespaceDeclHandler = builder.declare
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no keywords
            yield from builder.finished()
        parser.Parse(b"", True)  # noqa: FBT003 - likewise
    except expat.ExpatError as error:
        raise _damaged(str(error)) from error
    yield from builder.finished()


def tree(content: bytes) -> Node:
    """Return a whole part.

    Raises:
        RefusedError: As `pieces`.
    """
    return next(piece for piece in pieces([content]) if isinstance(piece, Node))


def written(root: Node) -> bytes:
    """Return a part as bytes."""
    return f"{DECLARATION}{markup(root)}".encode()


def markup(node: Node) -> str:
    """Return an element as XML."""
    if not node.children:
        return f"{_start(node)}/>"
    inner = "".join(child.translate(_IN_TEXT) if isinstance(child, str) else markup(child) for child in node.children)
    return f"{_start(node)}>{inner}{end(node)}"


def start(node: Node) -> str:
    return f"{_start(node)}>"


def end(node: Node) -> str:
    return f"</{parts_of(node.tag)[2]}>"


def _start(node: Node) -> str:
    declared = "".join(
        f' xmlns{":" if prefix else ""}{prefix}="{space.translate(_IN_ATTRIBUTE)}"' for prefix, space in node.declared
    )
    given = "".join(f' {parts_of(tag)[2]}="{value.translate(_IN_ATTRIBUTE)}"' for tag, value in node.attributes.items())
    return f"<{parts_of(node.tag)[2]}{declared}{given}"


class _Builder:
    """What expat calls: trees below the spine."""

    def __init__(self, spine: Collection[str]) -> None:
        self._spine = frozenset(spine)
        self._open: list[Node] = []
        self._taken_apart = 0  # how many of the open elements belong to the spine
        self._declared: list[tuple[str, str]] = []
        self._done: list[Piece] = []

    def finished(self) -> list[Piece]:
        done, self._done = self._done, []
        return done

    def declare(self, prefix: str | None, space: str | None) -> None:
        self._declared.append((prefix or "", space or ""))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        node = Node(tag, attributes, tuple(self._declared))
        self._declared.clear()
        if self._is_in_spine() and node.local in self._spine:
            self._taken_apart += 1
            self._done.append(Opened(node))
        elif not self._is_in_spine():
            self._open[-1].children.append(node)
        self._open.append(node)

    def end(self, _: str) -> None:
        node = self._open.pop()
        if len(self._open) < self._taken_apart:
            self._taken_apart -= 1
            self._done.append(Closed(node))
        elif self._is_in_spine():
            self._done.append(node)

    def text(self, text: str) -> None:
        if not self._is_in_spine():
            self._open[-1].children.append(text)

    def _is_in_spine(self) -> bool:
        return len(self._open) == self._taken_apart


def _refuse_doctype(*_: object) -> None:
    raise RefusedError(
        msg("a part of the file declares a document type, which no workbook does"),
        msg("do not trust the file; ask its sender for another one"),
    )


def _damaged(reason: str) -> RefusedError:
    return RefusedError(
        msg("a part of the file is damaged: {reason}", reason=reason),
        msg("open it in Excel, save it under another name and share that one"),
    )


@lru_cache(maxsize=4096)
def _is_relation(tag: str) -> bool:
    space, local, _ = parts_of(tag)
    return space in RELATED or (space == "urn:schemas-microsoft-com:office:office" and local == "relid")
