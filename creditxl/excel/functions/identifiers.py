"""Business ids and VAT numbers (rules, section 1)."""

from __future__ import annotations

from typing import Any

from stdnum import get_cc_module

from creditxl.errors import msg
from creditxl.excel import reading
from creditxl.excel.cells import NA, VALUE, CellProblem
from creditxl.excel.registry import Argument, Empty, Gives, function
from creditxl.tables.business_ids import canonical, compact

COUNTRY = Argument(
    msg("Country code of two letters. Not given: the letters that the id begins with; without any, Finland."),
    reading.text,
)
FINLAND = "FI"
VAT_PREFIXES = {"GR": "EL"}  # where it is not the country's code
COUNTRIES = {prefix: code for code, prefix in VAT_PREFIXES.items()}
ID = msg(
    "A Finnish business id such as 1234567-8, or a VAT number with its country code. A leading zero may be missing."
)
ID_OR_NONE = msg(
    "A Finnish business id such as 1234567-8, or a VAT number with its country code. A leading zero may be missing. "
    "Not given: FALSE."
)


@function(Gives.FLAG, id=Argument(ID_OR_NONE, reading.text), country=COUNTRY)
def business_id_valid(id: str | None, country: str | None = None) -> bool:  # noqa: A002 - the argument's name in Excel
    """Whether a business id is well formed and its check digit right.

    #N/A for a country whose ids cannot be checked. It does not tell whether the company exists.
    """
    return id is not None and _checked(id, country) is not None


@function(Gives.IDENTIFIER, id=Argument(ID, reading.text, Empty.NEEDED), country=COUNTRY)
def vat_number(id: str, country: str | None = None) -> str:  # noqa: A002 - the argument's name in Excel
    """VAT number of a business id: FI and the digits without the hyphen.

    #VALUE! where the id is not well formed, #N/A where the VAT number does not follow from it.
    """
    checked = _checked(id, country)
    if checked is None:
        raise CellProblem(VALUE)
    if checked[:2].isdigit():
        return FINLAND + compact(checked)
    return _foreign_vat(id, checked[:2])


def _foreign_vat(written: str, code: str) -> str:
    prefix, module = VAT_PREFIXES.get(code, code), _vat_module(code)
    number = compact(written).removeprefix(code).removeprefix(prefix)
    if not module.is_valid(number):
        raise CellProblem(NA)
    return f"{prefix}{compact(module.compact(number)).removeprefix(prefix)}"


def _checked(written: str, country: str | None) -> str | None:
    """Return the canonical id, or None when it is wrong or its letters are no country's."""
    # A VAT number of Greece begins with EL, which is no country's code.
    found = canonical(written, country or COUNTRIES.get(compact(written)[:2], ""))
    if found is None or found[:2].isdigit() or _vat_module(found[:2]) is not None:
        return found
    if country:
        raise CellProblem(NA)
    return None


def _vat_module(code: str) -> Any:  # noqa: ANN401 - python-stdnum's modules share functions, not a type
    return get_cc_module(code, "vat")
