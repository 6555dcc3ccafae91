"""What each database calls days, calendar days and whole cents; everything else SQLAlchemy says by itself."""

# The compilers below take whatever SQLAlchemy hands them.
# mypy: disable-error-code="no-untyped-call,no-untyped-def"
# ruff: noqa: ANN001, ANN003, ANN202

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement


class calendar_day(FunctionElement[date]):  # noqa: N801 - written like the functions of SQL
    """The day of a date or of a moment."""

    name = "calendar_day"
    type = Date()
    inherit_cache = True


class days_between(FunctionElement[int]):  # noqa: N801 - as above
    """The days from the second date to the first."""

    name = "days_between"
    type = Integer()
    inherit_cache = True


class cents(FunctionElement[int]):  # noqa: N801 - as above
    """An amount in cents, as an integer: sums of it are exact in every database."""

    name = "cents"
    type = BigInteger()
    inherit_cache = True


class excess(FunctionElement[int]):  # noqa: N801 - as above
    """1 where an amount is not of whole cents or no number at all, else 0."""

    name = "excess"
    type = Integer()
    inherit_cache = True


@compiles(calendar_day)
def _day(element, compiler, **kw):
    return f"CAST({compiler.process(element.clauses, **kw)} AS DATE)"


@compiles(calendar_day, "sqlite")
def _day_sqlite(element, compiler, **kw):
    return f"date({compiler.process(element.clauses, **kw)})"


def _two(element, compiler, kw):
    later, earlier = element.clauses
    return compiler.process(later, **kw), compiler.process(earlier, **kw)


@compiles(days_between)
def _days(element, compiler, **kw):
    later, earlier = _two(element, compiler, kw)
    return f"({later} - {earlier})"


@compiles(days_between, "sqlite")
def _days_sqlite(element, compiler, **kw):
    later, earlier = _two(element, compiler, kw)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(days_between, "mssql")
def _days_mssql(element, compiler, **kw):
    later, earlier = _two(element, compiler, kw)
    return f"DATEDIFF(day, {earlier}, {later})"


@compiles(days_between, "mysql")
@compiles(days_between, "mariadb")
def _days_mysql(element, compiler, **kw):
    return f"DATEDIFF({', '.join(_two(element, compiler, kw))})"


@compiles(cents)
def _cents(element, compiler, **kw):
    return f"CAST(ROUND({compiler.process(element.clauses, **kw)} * 100, 0) AS BIGINT)"


@compiles(cents, "sqlite")
@compiles(cents, "postgresql")
def _cents_plain(element, compiler, **kw):
    return f"CAST(ROUND({compiler.process(element.clauses, **kw)} * 100) AS BIGINT)"


@compiles(cents, "mysql")
@compiles(cents, "mariadb")
def _cents_mysql(element, compiler, **kw):
    return f"CAST(ROUND({compiler.process(element.clauses, **kw)} * 100, 0) AS SIGNED)"


@compiles(excess)
def _excess(element, compiler, **kw):
    amount = compiler.process(element.clauses, **kw)
    return f"CASE WHEN {amount} * 100 <> ROUND({amount} * 100, 0) THEN 1 ELSE 0 END"


@compiles(excess, "sqlite")
def _excess_sqlite(element, compiler, **kw):
    # SQLite keeps decimals as binary floats, and takes a text for 0: a float next to whole cents stands for them.
    amount = compiler.process(element.clauses, **kw)
    is_number = f"typeof({amount}) IN ('integer', 'real')"
    return f"CASE WHEN {is_number} AND ABS({amount} * 100 - ROUND({amount} * 100)) < 0.001 THEN 0 ELSE 1 END"
