"""The translation catalogues: every sentence of the code into the .po files, and those into .mo files.

Run `python -m creditxl.labels.catalogue` after a sentence was added or translated. Translations are kept; what the code
no longer says is dropped. No file carries a time, so the same code and translations give the same bytes.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from msgspec import Struct

from creditxl.labels.labels import DOMAIN, LOCALE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGE = Path(__file__).parent.parent
TRANSLATED = ("fi", "sv")
KEYWORDS = frozenset({"msg", "label", "text"})
DESCRIBED = "function"  # decorates what describes itself to people by its docstring: the worksheet functions
PARAMETER_TEXTS = ("unit", "source")


class Sentence(Struct, frozen=True):
    """A sentence as the code says it. `text` is None where the call names it by something else than a literal."""

    text: str | None
    keyword: str
    file: str
    line: int


def sentences(package: Path = PACKAGE) -> Iterator[Sentence]:
    """Yield what the package says: arguments of `KEYWORDS`, functions' help, the parameters' units and sources."""
    for path in sorted(package.rglob("*.py")):
        file = path.relative_to(package.parent).as_posix()
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in KEYWORDS:
                yield Sentence(_literal(node.args[0]), _name(node.func), file, node.lineno)
            elif isinstance(node, ast.FunctionDef) and any(map(_describes, node.decorator_list)):
                yield Sentence(" ".join((ast.get_docstring(node) or "").split()), DESCRIBED, file, node.lineno)
    for path in sorted(package.rglob("policy/*.toml")):
        file = path.relative_to(package.parent).as_posix()
        for parameter in tomllib.loads(path.read_text(encoding="utf-8")).values():
            for key in PARAMETER_TEXTS:
                yield Sentence(parameter[key], key, file, 1)


def po_path(language: str) -> Path:
    return LOCALE_FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def translations(language: str) -> dict[str, str]:
    """Return the .po file's translations by English sentence; empty where there is none yet."""
    path = po_path(language)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id and message.string}


def po_bytes(language: str, translated: Mapping[str, str]) -> bytes:
    """Return the .po file of everything that the code says, with the translations given."""
    catalogue = _Catalogue(locale=language, header_comment="# Translations of creditxl.")
    for sentence in sentences():
        if sentence.text:
            catalogue.add(sentence.text, translated.get(sentence.text, ""), locations=[(sentence.file, sentence.line)])
    for message in catalogue:
        # Babel guesses formats from percent signs; the places here are those of str.format.
        message.flags = set()
    out = BytesIO()
    write_po(out, catalogue, width=120, sort_output=True, include_lineno=False)
    return out.getvalue()


def mo_bytes(language: str, translated: Mapping[str, str]) -> bytes:
    """Return the .mo file of the translations given."""
    catalogue = _Catalogue(locale=language)
    for text, translation in translated.items():
        catalogue.add(text, translation)
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def update() -> int:
    """Write every catalogue anew, and return how many sentences still lack a translation."""
    said = {sentence.text for sentence in sentences() if sentence.text}
    missing = 0
    for language in TRANSLATED:
        translated = {text: words for text, words in translations(language).items() if text in said}
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_bytes(language, translated))
        path.with_suffix(".mo").write_bytes(mo_bytes(language, translated))
        missing += len(said - translated.keys())
    return missing


class _Catalogue(Catalog):
    """A catalogue whose headers hold no time, person or version, so that it is reproducible."""

    def __init__(self, *, locale: str, header_comment: str = "") -> None:
        super().__init__(locale=locale, header_comment=header_comment, fuzzy=False)

    @property  # type: ignore[misc] # no one sets them here
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def _describes(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and _name(decorator.func) == DESCRIBED


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literal(argument: ast.expr) -> str | None:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


if __name__ == "__main__":
    sys.exit(1 if update() else 0)
