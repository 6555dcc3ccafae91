"""What the readers say to people: each fault and refusal as a sentence, and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.errors import Message, msg
from creditxl.extracts.faults import Fault, Place, RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

Said = tuple[Message, Message]  # what is wrong, how to mend it

VALUE_LENGTH = 60
HEADINGS_NAMED = 12


def cut(value: str) -> str:
    """Return a value short enough to show."""
    line = " ".join(value.split())
    return line if len(line) <= VALUE_LENGTH else line[: VALUE_LENGTH - 1] + "…"


def listed(names: Sequence[str]) -> str:
    """Return headings for a sentence, the first ones where there are many."""
    shown = ", ".join(f"'{cut(name)}'" for name in names[:HEADINGS_NAMED])
    return shown + " …" if len(names) > HEADINGS_NAMED else shown


def fault(why: Fault, value: str, heading: str, *, accepted: str) -> Said:
    """Say what is wrong with one cell or one row.

    Args:
        why: What is wrong.
        value: The cell as it stands.
        heading: Of its column; empty for a row.
        accepted: For an unknown word, those that are known; for a currency, the ledger's.
    """
    value, column = cut(value), cut(heading)
    match why:
        case Fault.EMPTY:
            said = msg("the cell is empty, and its row needs it"), msg("fill in '{column}'", column=column)
        case Fault.ERROR_CELL:
            said = (
                msg("the cell holds the error {value}", value=value),
                msg("mend the formula or the link behind '{column}', and save", column=column),
            )
        case Fault.NOT_DAYS:
            said = msg("'{value}' is not a number of days", value=value), msg("write a whole number, such as 30")
        case Fault.UNKNOWN_WORD:
            said = (
                msg("'{value}' is none of the words known here: {words}", value=value, words=accepted),
                msg("correct it, or say in creditxl.toml what it stands for"),
            )
        case Fault.CURRENCY:
            said = (
                msg(
                    "the amount is in {value}, and the ledger's currency is {currency}", value=value, currency=accepted
                ),
                msg("export the amounts in the ledger's currency too, such as 'Summa (PVA)'"),
            )
        case Fault.TOO_MANY_CELLS:
            said = (
                msg("the row has more cells than there are headings"),
                msg("put the text that holds a separator between quotation marks, and export again"),
            )
        case Fault.OPEN_QUOTE:
            said = (
                msg("a quotation mark opens on this row and is not closed as it should be"),
                msg('take it away, or write it twice (""), and export again'),
            )
        case Fault.NO_SUCH_DATE | Fault.SHORT_YEAR | Fault.NOT_A_DATE:
            said = _date(why, value)
        case _:
            said = _amount(why, value)
    return said


def _date(why: Fault, value: str) -> Said:
    fix = msg("write it as 31.1.2018 or 2018-01-31")
    match why:
        case Fault.NO_SUCH_DATE:
            return msg("there is no date '{value}'", value=value), fix
        case Fault.SHORT_YEAR:
            return msg("'{value}' does not tell its day from its year", value=value), fix
        case _:
            return msg("'{value}' is not a date", value=value), fix


def _amount(why: Fault, value: str) -> Said:
    fix = msg("write it as 1234,56 or 1234.56, like the other amounts of the column")
    match why:
        case Fault.DECIMALS:
            return (
                msg("'{value}' has more than two decimals", value=value),
                msg("round it in the system that it comes from, and export again"),
            )
        case Fault.TOO_LARGE:
            return msg("'{value}' is larger than any amount of a ledger", value=value), fix
        case Fault.OTHER_MARK:
            return msg("'{value}' does not have the decimal mark of the other amounts", value=value), fix
        case Fault.TWO_WAYS:
            return msg("'{value}' can be a thousand as well as one and a bit", value=value), fix
        case Fault.EXPONENT:
            return (
                msg("'{value}' has lost digits to the scientific notation", value=value),
                msg("format the column as a number with two decimals, and save again"),
            )
        case _:
            return msg("'{value}' is not an amount", value=value), fix


def column_refused(heading: str, value: str, said: Said, amount: Decimal | None) -> RefusedError:
    """Refuse a file of whose needed column no cell can be read."""
    message = msg("no cell of '{column}' can be read; the first: {reason}", column=cut(heading), reason=str(said[0]))
    return RefusedError(message, said[1], place=Place(None, heading, cut(value), amount))


def two_ways_amount(value: str) -> Said:
    return (
        msg(
            "'{value}' can be a thousand as well as one and a bit, and no amount of the column tells which", value=value
        ),
        msg("export the amounts with two decimals"),
    )


def both_marks() -> Said:
    return (
        msg("as many amounts of the column have a decimal comma as have a decimal point"),
        msg("export the amounts in one form"),
    )


def open_dates(value: str) -> RefusedError:
    return RefusedError(
        msg("'{value}' can be read day first or month first, and no date of the file tells which", value=value),
        msg("export the dates as 31.1.2018 or 2018-01-31"),
        place=Place(value=value),
    )


def contradictory_dates(day_first: str, month_first: str) -> RefusedError:
    return RefusedError(
        msg("'{first}' has its day first, '{second}' its month first", first=day_first, second=month_first),
        msg("export all dates in one form, such as 31.1.2018 or 2018-01-31"),
        place=Place(value=day_first),
    )


def missing_column(kind: str, column: str, accepted: Sequence[str]) -> RefusedError:
    message = msg(
        "the headings look like '{kind}', but the column '{column}' is missing; it goes by {headings}",
        kind=kind,
        column=column,
        headings=listed(accepted),
    )
    return RefusedError(message, msg("export that column too, or name your heading for it in creditxl.toml"))


def doubled_column(heading: str) -> Said:
    return (
        msg("two columns have the heading '{heading}'", heading=cut(heading)),
        msg("take one of them away, or give it another heading"),
    )


def no_extract(headings: Sequence[str]) -> RefusedError:
    if not headings:
        return empty_file()
    return RefusedError(
        msg("this is none of the extracts; its first row holds {headings}", headings=listed(headings)),
        msg("take the file away, or name your headings in creditxl.toml"),
    )


def empty_file() -> RefusedError:
    return RefusedError(msg("the file is empty"), msg("export it again, or take it away"))


def cannot_open(reason: str) -> RefusedError:
    return RefusedError(
        msg("the file cannot be opened: {reason}", reason=reason),
        msg("close the program that holds it, or ask for the right to read it"),
    )


def not_text(position: int) -> RefusedError:
    return RefusedError(
        msg("the file is not text: its byte {position} is zero", position=position),
        msg("export it as CSV or as an Excel workbook"),
    )


def not_read_here(what: str) -> RefusedError:
    return RefusedError(
        msg("the file is of the form {what}, which is not read here", what=what),
        msg("save it as CSV or as an Excel workbook (.xlsx)"),
    )


def mixed_encoding(position: int) -> RefusedError:
    return RefusedError(
        msg("the file is UTF-8 up to its byte {position}, and something else there", position=position),
        msg("export it again; one encoding, best UTF-8, must hold for the whole file"),
    )


def undefined_byte(position: int, encoding: str) -> RefusedError:
    return RefusedError(
        msg("byte {position} of the file stands for no character in {encoding}", position=position, encoding=encoding),
        msg("export it again as UTF-8"),
    )


def protected() -> RefusedError:
    return RefusedError(msg("the workbook is protected by a password"), msg("save it without the password"))


def broken_workbook(reason: str) -> RefusedError:
    return RefusedError(
        msg("the workbook is broken: {reason}", reason=cut(reason)),
        msg("open it in Excel, save it again, or export it again"),
    )


def broken_table(reason: str) -> RefusedError:
    return RefusedError(msg("the Parquet file is broken: {reason}", reason=cut(reason)), msg("export it again"))


def not_cells(column: str, kind: str) -> RefusedError:
    return RefusedError(
        msg("the column '{column}' holds {kind}, no cells", column=column, kind=kind),
        msg("export it as texts, numbers or dates"),
    )


def unpacks_too_large(size: int) -> RefusedError:
    return RefusedError(
        msg("the workbook unpacks to {size} MB", size=size), msg("export it as CSV, or split it into smaller workbooks")
    )


def too_wide(cell: str) -> RefusedError:
    return RefusedError(
        msg("the sheet reaches to its cell {cell}", cell=cell),
        msg("delete the columns and rows beyond the table, and save"),
        place=Place(value=cell),
    )


def hidden_sheet() -> Said:
    return msg("the sheet is hidden, and was not read"), msg("show it, or delete it, and save")


def serial_dates(count: int) -> Said:
    return (
        msg("{count} dates of the column were numbers without a date format, read as Excel counts days", count=count),
        msg("format the column as a date, and save"),
    )


def error_cells(count: int) -> Said:
    return (
        msg("{count} cells of the workbook hold an error, such as #N/A, and were read as empty", count=count),
        msg("mend the formulas or links behind them, and save"),
    )


def mixed_credit_notes(count: int) -> Said:
    return (
        msg(
            "{count} credit notes of the file are positive and others negative: the positive ones add to sales",
            count=count,
        ),
        msg("check whether they take a credit note back; if not, mend their sign and export again"),
    )


def turned_credit_notes(count: int) -> Said:
    return (
        msg("all {count} credit notes of the file are positive; they were counted as negative", count=count),
        msg("nothing, if they lessen sales; else correct their document type"),
    )


def second_copy(first: str) -> Said:
    return msg("the file holds the same as '{first}', and was left out", first=first), msg("take one of them away")


def rows_twice(first: str, rows: int) -> Said:
    return (
        msg("{rows} of its rows stand in '{first}' too, and were counted once", rows=rows, first=first),
        msg("export periods that do not overlap"),
    )


def further_rows(rows: int) -> Said:
    return (
        msg("{rows} further cells of the file cannot be read either", rows=rows),
        msg("mend those above first, and run again"),
    )
