"""A `dataclass` for nouns that are made by the ten thousand.

Freezing a class at run time has each field set by a call: half of what making one takes, and a tenth of a whole review
of 10 000 customers. Here the type checker alone sees to it that nothing changes a frozen one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses

    def dataclass(*, frozen: bool, slots: bool, kw_only: bool = False) -> Any:  # noqa: ANN401 - a type checker never sees it
        """Return what makes a class a dataclass; a frozen one can be hashed, as `dataclasses` does it."""
        return dataclasses.dataclass(slots=slots, kw_only=kw_only, unsafe_hash=frozen)


__all__ = ["dataclass"]
