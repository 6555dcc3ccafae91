"""Which customer bears which of the insurer's numbers, as the customers' table says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from creditxl.tables.business_ids import canonical
from creditxl.tables.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from creditxl.tables.raw import RawTable


class Buyers(Struct, frozen=True):
    """The insurer's numbers of the customers, without leading zeros, and the business ids that go with each."""

    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Iterable[RawTable]) -> Buyers:
        """Return the numbers that stand in the customers' tables."""
        found: dict[str, set[str]] = {}
        for frame in (table.frame for table in tables if table.kind is Kind.CUSTOMERS):
            if not {"buyer_no", "business_id"} <= set(frame.columns):
                continue
            countries = frame["country"] if "country" in frame.columns else [None] * frame.height
            for number, written, country in zip(frame["buyer_no"], frame["business_id"], countries, strict=True):
                business_id = canonical(written or "", country or "")
                if number and business_id:
                    found.setdefault(_plain(number), set()).add(business_id)
        return cls({number: frozenset(ids) for number, ids in found.items()})

    def of_number(self, number: str) -> frozenset[str]:
        """Return the business ids of the customers that bear a number."""
        return self.ids.get(_plain(number), frozenset())


def _plain(number: str) -> str:
    # A spreadsheet drops leading zeros.
    return number.strip().lstrip("0")
