"""The five steps in order: extracts → tables → policy → review → workbooks. A newcomer's first page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from creditxl.errors import msg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from creditxl.errors import Message
    from creditxl.extracts.config import Config
    from creditxl.extracts.memory import Memory
    from creditxl.labels import Labels
    from creditxl.policy.parameters import Policy
    from creditxl.review.explain import Explanation
    from creditxl.review.result import Review
    from creditxl.review.whatif import Outcome
    from creditxl.tables.joined import Tables
    from creditxl.tables.raw import Extracts
    from creditxl.workbook.kept import Kept


class Request(Struct, frozen=True):
    """What to review.

    Args:
        extracts: The folder of extracts; None where every table comes from a source that `config` names.
        as_of: The day of the review.
        config: The company's own headings and names (`creditxl.toml`).
        policy: A file of policy parameters that replace the built-in ones; None for these as they are.
        tell: Called with each step as it begins.
    """

    extracts: Path | None
    as_of: date
    config: Config
    policy: Path | None
    tell: Callable[[Message], None]


def review(request: Request, kept: Kept | None = None, *, is_for_workbooks: bool = False) -> Review:
    """Review every customer of the extracts.

    Args:
        request: What to review.
        kept: What stands in the workbooks of the last refresh; None where there are none.
        is_for_workbooks: With the need ahead, where the configuration asks for its sheet.

    Raises:
        CreditXLError: The extracts, the policy or the totals do not allow a review; the error says what to mend.
    """
    return _review(request, _read(request), kept, with_ahead=is_for_workbooks and request.config.need_ahead)


def ahead(request: Request) -> Review:
    """Review every customer, and look at the need of the months ahead too, whatever the configuration says.

    Raises:
        CreditXLError: As `review`, or the library that forecasts is not installed.
    """
    return _review(request, _read(request), with_ahead=True)


def nothing(request: Request) -> Review:
    """Return the review of no customers, for workbooks that are to be filled later.

    Raises:
        PolicyError: The policy's file cannot be read.
    """
    from creditxl.policy.parameters import load  # noqa: PLC0415 - as in `_review`
    from creditxl.review import assess  # noqa: PLC0415

    policy = load(request.as_of, request.policy)
    return assess.nothing(policy, as_of=request.as_of, currency=request.config.currency)


@contextmanager
def refreshing(
    request: Request, home: Path, whose: str, kept: Kept | None, *, with_ahead: bool = False
) -> Iterator[Review]:
    """Review every customer for a workbook that is written meanwhile; what was read is kept for the next refresh.

    Args:
        request: What to review.
        home: The folder of the workbook, where it is kept.
        whose: The workbook that is refreshed.
        kept: As `review` takes it.
        with_ahead: With the need ahead, where the configuration asks for it.

    Raises:
        CreditXLError: As `review`.
    """
    with _remembering(request, home, whose) as memory:
        with_ahead = with_ahead and request.config.need_ahead
        yield _review(request, _read(request, memory=memory), kept, with_ahead=with_ahead)


def refresh(
    request: Request, out: Path, labels: Labels, told: Callable[[Message], None] | None = None
) -> tuple[Review, tuple[Path, ...]]:
    """Review every customer and write both workbooks into `out`, all or none; what people typed there is kept.

    Args:
        request: What to review.
        out: The folder of the workbooks.
        labels: The workbooks' language.
        told: Told, once they are written, of what of the old ones is in them no more, and where it stands.

    Raises:
        CreditXLError: As `review`, or the workbooks cannot be read or written.
    """
    # What stands there is read beside the extracts: their engine, which is loaded first, leaves the interpreter free.
    from creditxl import extracts as engine  # noqa: F401, PLC0415 - as in `_read`

    # The memory comes first: what is loaded beside would keep the reading from beginning.
    with _remembering(request, out) as memory, ThreadPoolExecutor(1) as beside:
        reading = beside.submit(_earlier, out)
        extracts = _read(request, memory=memory)
        kept = reading.result()
        done = _review(request, extracts, kept, with_ahead=request.config.need_ahead)
        request.tell(msg("writing the workbooks"))
        from creditxl import workbook  # noqa: PLC0415 - a review alone needs no writer

        with workbook.own_sheets_kept(out) as left:
            done = replace(done, notes=(*done.notes, *left))
            files = workbook.write(workbook.View.of(done, labels, kept), out)
    if told:
        for one in left:
            told(one)
    return done, files


def _earlier(out: Path) -> Kept:
    """Return what people typed in the workbooks of a folder, and load meanwhile what follows the reading.

    Raises:
        WorkbookError: The workbooks cannot be read, or what an earlier refresh left half done cannot be undone.
    """
    from creditxl import workbook  # noqa: PLC0415 - as in `refresh`

    workbook.undo_half_done(out)
    kept = workbook.kept_on_disk(out, is_live=False)
    from creditxl.review import assess  # noqa: F401, PLC0415 - see above
    from creditxl.tables import join  # noqa: F401, PLC0415 - see above
    from creditxl.workbook import file_writer  # noqa: F401, PLC0415 - see above

    return kept


def explain(request: Request, business_id: str, kept: Kept | None = None) -> Explanation:
    """Return the invoices, months, terms, factors and rules behind one customer's need and status.

    `kept` is as `review` takes it.

    Raises:
        CreditXLError: As `review`, or there is no such customer.
    """
    from creditxl.review import explain as explaining  # noqa: PLC0415 - needed here alone

    extracts = _read(request, with_documents=True)
    done = _review(request, extracts, kept)
    if extracts.ledgers and request.config.sources:
        from creditxl.sources import with_entries_of  # noqa: PLC0415 - where a ledger was summed and not carried

        accounts = explaining.accounts_of(done, business_id)
        extracts = with_entries_of(extracts, request.config, request.as_of, accounts)
    return explaining.explain(done, extracts, business_id)


def whatif(request: Request, other: Path | None = None, kept: Kept | None = None) -> tuple[Review, tuple[Outcome, ...]]:
    """Review the extracts by the policy, and again by other conventions; nothing is written or applied.

    Args:
        request: What to review.
        other: A policy file to try in place of the request's own; None for the usual conventions, one change each.
        kept: As `review` takes it.

    Raises:
        CreditXLError: As `review`.
    """
    from creditxl.policy.parameters import load  # noqa: PLC0415 - as in `_read`
    from creditxl.review.whatif import Alternative, alternatives, compare  # noqa: PLC0415
    from creditxl.tables.join import join  # noqa: PLC0415

    extracts = _read(request)
    policy = load(request.as_of, request.policy)
    request.tell(msg("joining the tables"))
    joined = join(extracts, as_of=request.as_of, currency=request.config.currency)

    def again(tried: Policy) -> Review:
        return _assess(request, extracts, joined, tried, kept)

    request.tell(msg("rating the customers"))
    present = again(policy)
    if other is None:
        others = alternatives(policy)
    else:
        others = (Alternative(other.stem, msg("{file}", file=other.name), load(request.as_of, other)),)
    return present, compare(present, again, others)


def write_alternatives(present: Review, outcomes: Sequence[Outcome], labels: Labels, folder: Path) -> Path:
    """Write what `whatif` returns as a workbook of its own into a folder, and return the file.

    Raises:
        WorkbookError: It cannot be written.
    """
    from creditxl import workbook  # noqa: PLC0415 - as in `refresh`
    from creditxl.workbook.alternatives import alternatives_book  # noqa: PLC0415 - as in `refresh`

    view = workbook.View.of(present, labels, workbook.Kept())
    return workbook.write_one(alternatives_book(view, outcomes), folder)


@contextmanager
def _remembering(request: Request, folder: Path, whose: str = "") -> Iterator[Memory]:
    """Lend the memory of the refreshes into a folder; only one that ends well is remembered as the last."""
    from creditxl.extracts.memory import FOLDER, Memory  # noqa: PLC0415 - as in `_read`
    from creditxl.extracts.store import Store  # noqa: PLC0415

    memory = Memory(Store(folder / FOLDER), request.config, request.as_of, whose)
    yield memory
    memory.finish()


def _read(request: Request, *, with_documents: bool = False, memory: Memory | None = None) -> Extracts:
    # Engines are loaded here and not with the command line, whose help must come at once.
    from creditxl.extracts import read_folder, sum_folder  # noqa: PLC0415 - see above

    request.tell(msg("reading the extracts"))
    if request.config.sources or request.extracts is None:
        from creditxl.sources import read_all  # noqa: PLC0415 - most have files alone

        return read_all(request.extracts, request.config, request.as_of, with_documents=with_documents, memory=memory)
    if with_documents:
        return read_folder(request.extracts, request.config, with_documents=True)
    return sum_folder(request.extracts, request.config, request.as_of, memory=memory)


def _review(request: Request, extracts: Extracts, kept: Kept | None = None, *, with_ahead: bool = False) -> Review:
    from creditxl.policy.parameters import load  # noqa: PLC0415 - as in `_read`
    from creditxl.tables.join import join  # noqa: PLC0415

    parameters = load(request.as_of, request.policy)
    request.tell(msg("joining the tables"))
    joined = join(extracts, as_of=request.as_of, currency=request.config.currency)
    request.tell(msg("rating the customers"))
    done = _assess(request, extracts, joined, parameters, kept)
    if not with_ahead:
        return done
    from creditxl.review.ahead import look_ahead  # noqa: PLC0415 - as in `_read`

    request.tell(msg("looking ahead"))
    return replace(done, ahead=look_ahead(done, joined))


def _assess(
    request: Request, extracts: Extracts, joined: Tables, parameters: Policy, kept: Kept | None = None
) -> Review:
    from creditxl.review.assess import assess  # noqa: PLC0415 - as in `_read`
    from creditxl.review.result import NOTHING_BEFORE  # noqa: PLC0415

    return assess(
        extracts,
        joined,
        parameters,
        as_of=request.as_of,
        currency=request.config.currency,
        before=kept.before_day(request.as_of) if kept else NOTHING_BEFORE,
    )
