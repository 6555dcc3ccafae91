"""DuckDB and Spark: the rules' own sums run where the ledger lies, through Narwhals, and only the sums travel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import narwhals as nw
import polars as pl
from msgspec import Struct

from creditxl.errors import msg
from creditxl.sources.flags import Flags
from creditxl.sources.naming import changed_meanwhile, named
from creditxl.sources.profile import CREDIT, SCHEMA, Profile, left_out, too_many
from creditxl.sources.rows import matched, table_of
from creditxl.tables.ageing import sum_claims
from creditxl.tables.habits import sum_delays
from creditxl.tables.ledger import days_between, sum_sales

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from creditxl.errors import Issue
    from creditxl.extracts.config import Config
    from creditxl.extracts.recognise import Match
    from creditxl.extracts.source_config import Source
    from creditxl.sources.naming import Named
    from creditxl.tables.ledger import AccountKey, DaysBetween
    from creditxl.tables.raw import LedgerPart, RawTable

Lazy = nw.LazyFrame[Any]
MOST_LEFT_OUT = 10_000
AMOUNTS = ("amount", "remaining_amount")
DATES = ("posting_date", "due_date", "closed_on")
TEXTS = ("customer_no", "document_type", "document_no", "currency", "disputed")
NOTHING = ""  # engines take no list of none
LEFT_OUT = ("document_no", "type", "column", "written", "cents")
EXCESS = 0.001  # of a cent: a binary float next to whole cents stands for them


class Lake(Struct, frozen=True):
    """A DuckDB file or a Spark session.

    Args:
        scan: Returns a table or view by its name.
        numbered: Adds what `between` needs to entries.
        between: How the engine takes the days between two dates.
    """

    source: Source
    as_of: date
    scan: Callable[[str], Lazy]
    numbered: Callable[[Lazy], Lazy] = lambda entries: entries
    between: DaysBetween = days_between

    def places(self) -> Iterator[tuple[Named, str]]:
        """Yield the tables, one a company where their name holds `{company}`."""
        pattern = self.source.option("table")
        if "{company}" not in pattern:
            yield named(self.source, pattern, self.as_of, inner=next(iter(self.source.companies), "")), pattern
            return
        for company in self.source.companies:
            table = pattern.replace("{company}", company)
            yield named(self.source, table, self.as_of, inner=company), table

    def ledger(self, place: Named, table: str, config: Config) -> tuple[LedgerPart, list[Issue]]:
        """Return a ledger's sums."""
        found = self.scan(table)
        match = matched(place, found.collect_schema().names(), config)
        entries = _canonical(found, match, place.company)
        usable = entries.filter(_is_usable())
        profile = Profile.of(_counted(usable, self.as_of), place, match, config)
        lost = _lost(entries)
        if lost.height > MOST_LEFT_OUT:
            raise too_many(place, MOST_LEFT_OUT)
        posted = usable.filter(nw.col("posting_date") <= self.as_of)
        flags = Flags.of(_flags_of(posted) if _tells_in_words(found, match) else ("true", "false"))
        now = self.numbered(_rated(posted, profile, flags))
        sales = _sums(sum_sales(now, self.between))
        delays = _sums(sum_delays(now, self.between)) if "closed_on" in match.headings else None
        claims = _sums(sum_claims(now)) if "remaining_amount" in match.headings else None
        if int(sales["cents"].sum() or 0) != profile.gross_cents_now:
            raise changed_meanwhile(place)
        rows = int((lost["column"] != "remaining_amount").sum())
        part = profile.part(place, lost=rows, sales=sales, delays=delays, claims=claims)
        return part, [*left_out(place, lost, match, config), *profile.issues, *flags.issues(place, match)]

    def documents(
        self, place: Named, table: str, accounts: Sequence[AccountKey], config: Config
    ) -> tuple[RawTable, list[Issue]]:
        """Return the entries of some accounts."""
        found = self.scan(table)
        match = matched(place, found.collect_schema().names(), config)
        number, company = _text(match, "customer_no"), _company(match, place.company)
        wanted = nw.any_horizontal(*((company == name) & (number == one) for name, one in accounts), ignore_nulls=True)
        return self._rows(place, found.filter(wanted), match, config)

    def table(self, place: Named, table: str, config: Config) -> tuple[RawTable, list[Issue]]:
        """Return a small table whole."""
        found = self.scan(table)
        return self._rows(place, found, matched(place, found.collect_schema().names(), config), config)

    def look(self, place: Named, table: str, config: Config) -> None:
        """Read one row of the columns that are needed."""
        found = self.scan(table)
        match = matched(place, found.collect_schema().names(), config)
        _collected(found.select(*match.headings.values()).head(1))

    def _rows(self, place: Named, found: Lazy, match: Match, config: Config) -> tuple[RawTable, list[Issue]]:
        rows = _collected(found.select(*match.headings.values()))
        return table_of(place, match, rows.iter_rows(named=True), config)


def _canonical(found: Lazy, match: Match, company: str) -> Lazy:
    """Return the entries under canonical names: dates as moments, amounts as whole cents."""
    schema = found.collect_schema()
    columns: dict[str, nw.Expr] = {"company": _company(match, company)}
    columns |= {name: _text(match, name) for name in TEXTS}
    columns |= {name: _moment(match, name) for name in DATES}
    for name in AMOUNTS:
        raw = nw.col(match.headings[name]) if name in match.headings else nw.lit(None, nw.Int64)
        columns[name] = (raw * 100).round(0).cast(nw.Int64)
        is_exact = name not in match.headings or not schema[match.headings[name]].is_float()
        excess = (raw * 100 - (raw * 100).round(0)).cast(nw.Float64).abs()
        columns[f"{name}_is_whole"] = excess <= (0 if is_exact else EXCESS)
        columns[f"{name}_written"] = raw.cast(nw.String)
    return found.select(**columns)


def _is_usable() -> nw.Expr:
    needed = [~nw.col(name).is_null() for name in ("customer_no", "posting_date", "amount")]
    return nw.all_horizontal(*needed, nw.col("amount_is_whole"), ignore_nulls=True)


def _counted(usable: Lazy, as_of: date) -> pl.DataFrame:
    rows = usable.select(
        "company",
        type=nw.col("document_type"),
        currency=nw.col("currency"),
        negative=nw.col("amount") < 0,
        later=nw.col("posting_date") > as_of,
        cents=nw.col("amount"),
        one=nw.lit(1),
        oldest=nw.col("posting_date"),
        newest=nw.col("posting_date"),
    )
    keys = [name for name in SCHEMA if name not in {"entries", "cents", "oldest", "newest"}]
    sums = rows.group_by(*keys).agg(
        entries=nw.col("one").sum(),
        cents=nw.col("cents").sum(),
        oldest=nw.col("oldest").min(),
        newest=nw.col("newest").max(),
    )
    found = _collected(sums)
    return found.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def _lost(entries: Lazy) -> pl.DataFrame:
    """Return the entries that cannot be used, as `profile.left_out` wants them."""
    bad_left = ~nw.col("remaining_amount_is_whole")
    fault = (
        nw.when(nw.col("customer_no").is_null())
        .then(nw.lit("customer_no"))
        .otherwise(
            nw.when(nw.col("posting_date").is_null())
            .then(nw.lit("posting_date"))
            .otherwise(
                nw.when(nw.col("amount").is_null() | ~nw.col("amount_is_whole"))
                .then(nw.lit("amount"))
                .otherwise(nw.when(bad_left).then(nw.lit("remaining_amount")))
            )
        )
    )
    rows = entries.with_columns(column=fault).filter(~nw.col("column").is_null())
    found = _collected(
        rows.select(
            "document_no",
            "document_type",
            "column",
            "amount_written",
            "remaining_amount_written",
            "amount_is_whole",
            cents=nw.col("amount"),
        ).head(MOST_LEFT_OUT + 1)
    )
    is_amount, is_left = pl.col("column") == "amount", pl.col("column") == "remaining_amount"
    written = pl.when(is_amount).then("amount_written").when(is_left).then("remaining_amount_written")
    whole = pl.when(pl.col("amount_is_whole")).then(pl.col("cents"))
    return found.with_columns(type=pl.col("document_type"), written=written, cents=whole).select(LEFT_OUT)


def _tells_in_words(found: Lazy, match: Match) -> bool:
    """Tell whether what says that an entry is disputed is a text, in which anything may stand."""
    name = match.headings.get("disputed")
    return "remaining_amount" in match.headings and name is not None and found.collect_schema()[name] != nw.Boolean


def _flags_of(posted: Lazy) -> Iterable[str | None]:
    """Return the words that stand on open entries, each once."""
    opened = posted.filter(nw.col("remaining_amount_is_whole"), nw.col("remaining_amount") != 0)
    return _collected(opened.group_by("disputed").agg(entries=nw.len()))["disputed"]


def _rated(usable: Lazy, profile: Profile, flags: Flags) -> Lazy:
    """Return the entries that are in the sums, with their types and signs as the rules know them."""
    kind = _one_of(nw.col("document_type"), profile.types)
    disputed = nw.col("disputed").is_in([one for one, says_so in flags.known.items() if says_so] or [NOTHING])
    known = usable.with_columns(document_type=kind, disputed=nw.when(disputed).then(nw.lit(True)).otherwise(False))  # noqa: FBT003 - a value, no option
    known = known.filter(~nw.col("document_type").is_null())
    if profile.currencies:
        known = known.filter(nw.col("currency").is_null() | ~nw.col("currency").is_in(list(profile.currencies)))
    left = nw.when(nw.col("remaining_amount_is_whole") & ~nw.col("remaining_amount").is_null())
    known = known.with_columns(remaining_amount=left.then(nw.col("remaining_amount")).otherwise(0))
    if not profile.turned:
        return known
    is_note = nw.col("document_type") == CREDIT
    return known.with_columns(
        nw.when(is_note).then(-nw.col(name)).otherwise(nw.col(name)).alias(name) for name in AMOUNTS
    )


def _one_of(column: nw.Expr, meant: Mapping[str, str]) -> nw.Expr:
    found = nw.lit(None, nw.String)
    for written, value in meant.items():
        found = nw.when(column == written).then(nw.lit(value)).otherwise(found)
    return found


def _text(match: Match, name: str) -> nw.Expr:
    """Return a column as trimmed text; null where it is empty."""
    if name not in match.headings:
        return nw.lit(None, nw.String)
    text = nw.col(match.headings[name]).cast(nw.String).str.strip_chars()
    return nw.when(text != "").then(text)


def _company(match: Match, company: str) -> nw.Expr:
    return _text(match, "company").fill_null(company) if "company" in match.headings else nw.lit(company)


def _moment(match: Match, name: str) -> nw.Expr:
    # As moments: the difference of two is a duration in both engines, which the sums take the days of.
    return nw.col(match.headings[name]).cast(nw.Datetime) if name in match.headings else nw.lit(None, nw.Datetime)


# Of the columns of sums that are neither texts nor whole numbers: engines differ in how they give them.
KINDS: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(("month", "posting_date", "due_date"), pl.Date),
    **dict.fromkeys(("is_claim", "is_fee", "is_invoice", "disputed"), pl.Boolean),
}


def _sums(sums: Lazy) -> pl.DataFrame:
    """Return sums as the rows of files give them: dates as days, what is yes or no as such, cents as integers."""
    found = _collected(sums)
    other = [name for name in found.columns if name not in {"company", "customer_no"}]
    return found.with_columns(pl.col(name).cast(KINDS.get(name, pl.Int64)) for name in other)


def _collected(found: Lazy) -> pl.DataFrame:
    return cast("pl.DataFrame", found.collect(backend="polars").to_native())


def unreadable(place: Named, error: Exception) -> Exception:
    """Return the error for what an engine said of a question."""
    return place.failed(str(error).partition("\n")[0], msg("check the names of the table and its columns"))
