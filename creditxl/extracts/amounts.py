"""Amounts as people and programs write them, into whole cents.

The patterns are written once, in the syntax that Python and Polars share: `amount_column` uses them on whole columns.
"""

from __future__ import annotations

import re

from creditxl.extracts.faults import Fault

COMMA, POINT = ",", "."
OTHER_MARK = {COMMA: POINT, POINT: COMMA}

# Far above any ledger, and far enough below 2**63 cents that thousands of them can be summed.
MAX_CENTS = 10**15 - 1
CENTS_IN_UNIT = 100
DECIMALS = 2

# Characters that look alike, and the one that stands for them.
ALIKE = {
    "\u2212": "-",  # minus sign
    "\u2013": "-",  # en dash
    "\u00a0": " ",  # no-break space
    "\u202f": " ",  # narrow no-break space
    "\u2009": " ",  # thin space
    "\u2007": " ",  # figure space
    "\u2019": "'",  # the apostrophe of Swiss amounts
}
_ALIKE = str.maketrans(ALIKE)

GROUP_MARKS = (" ", "'", COMMA, POINT)

CURRENCY_SIGNS = {
    "EUR": ("EUR", "€"),
    "SEK": ("SEK", "kr"),
    "NOK": ("NOK", "kr"),
    "DKK": ("DKK", "kr"),
    "USD": ("USD", "US$", "$"),
    "GBP": ("GBP", "£"),
}


def _escaped(mark: str) -> str:
    return re.escape(mark)


def _proof(mark: str) -> str:
    """Return the pattern of the digits and marks that can only be read with `mark` as the decimal mark."""
    decimal, group = _escaped(mark), _escaped(OTHER_MARK[mark])
    return (
        rf"^(?:\d{{1,3}}(?:{group}\d{{3}})+{decimal}\d*"  # 1.234,56
        rf"|\d{{1,3}}(?:{group}\d{{3}}){{2,}}"  # 1.234.567
        rf"|\d*{decimal}(?:\d{{1,2}}|\d{{4,}})"  # 1234,5
        rf"|(?:0\d*|\d{{4,}}|){decimal}\d{{3}})$"  # 0,125 and 1234,567
    )


NOT_DIGITS_OR_MARKS = r"[^0-9.,]"
PROOF = {mark: _proof(mark) for mark in (COMMA, POINT)}
TWO_WAYS = r"^[1-9]\d{0,2}[.,]\d{3}$"  # 1,234: a thousand, or one and a bit

_PROOF = {mark: re.compile(pattern) for mark, pattern in PROOF.items()}
_BODY = {
    mark: re.compile(
        rf"(?P<whole>\d+|\d{{1,3}}(?:(?P<group>[ '{_escaped(OTHER_MARK[mark])}])\d{{3}})(?:(?P=group)\d{{3}})*|)"
        rf"(?:{_escaped(mark)}(?P<fraction>\d+))?"
    )
    for mark in (COMMA, POINT)
}
_EXPONENT = re.compile(r"[-+]?[\d.,]+[eE][-+]?\d+")


def proven_mark(written: str) -> str | None:
    """Return the decimal mark that one amount proves; None where it proves none.

    >>> proven_mark("1.234,56"), proven_mark("1,234"), proven_mark("1234.5")
    (',', None, '.')
    """
    digits = re.sub(NOT_DIGITS_OR_MARKS, "", plain(written))
    return next((mark for mark, pattern in _PROOF.items() if pattern.match(digits)), None)


def reads_two_ways(written: str) -> bool:
    """Return whether an amount such as 1,234 can be a thousand as well as one and a bit."""
    return re.match(TWO_WAYS, re.sub(NOT_DIGITS_OR_MARKS, "", plain(written))) is not None


def parse(written: str, *, mark: str, currency: str) -> int | Fault:
    """Return an amount in cents.

    Args:
        written: One cell, not empty.
        mark: The column's decimal mark, `,` or `.`.
        currency: The ledger's; its code or sign may stand beside the amount.

    >>> parse("1 234,50-", mark=",", currency="EUR")
    -123450
    """
    body = _signed(plain(written), currency)
    if body is None:
        return Fault.NOT_AN_AMOUNT
    negative, digits = body
    cents = _cents(digits, mark)
    if isinstance(cents, Fault):
        return cents
    return -cents if negative else cents


def plain(written: str) -> str:
    """Return the text with look-alike characters made one, and without space around it."""
    return written.translate(_ALIKE).strip()


def _signed(text: str, currency: str) -> tuple[bool, str] | None:
    """Split an amount into its sign and its digits; None where signs or currencies stand twice."""
    text, has_currency = _without_currency(text, currency)
    if text.startswith("(") and text.endswith(")"):
        negative, text, has_sign = True, text[1:-1].strip(), True
    else:
        negative, text, has_sign = _without_sign(text)
    if not has_currency:
        text, has_currency = _without_currency(text, currency)
    if not has_sign and has_currency:
        negative, text, _ = _without_sign(text)
    return (negative, text) if text and text[-1].isdigit() else None


def _without_currency(text: str, currency: str) -> tuple[str, bool]:
    for sign in CURRENCY_SIGNS.get(currency, (currency,)):
        if text[: len(sign)].casefold() == sign.casefold():
            return text[len(sign) :].strip(), True
        if text[-len(sign) :].casefold() == sign.casefold():
            return text[: -len(sign)].strip(), True
    return text, False


def _without_sign(text: str) -> tuple[bool, str, bool]:
    if text[:1] in {"-", "+"}:
        return text[0] == "-", text[1:].strip(), True
    if text[-1:] == "-":
        return True, text[:-1].strip(), True
    return False, text, False


def _cents(digits: str, mark: str) -> int | Fault:
    found = _BODY[mark].fullmatch(digits)
    if found is None or not (found["whole"] or found["fraction"]):
        return _why_not(digits, mark)
    fraction = (found["fraction"] or "").ljust(DECIMALS, "0")
    if fraction[DECIMALS:].strip("0"):
        return Fault.DECIMALS
    whole = re.sub(r"\D", "", found["whole"]) or "0"
    # int() refuses texts of thousands of digits; none of these is an amount.
    if len(whole.lstrip("0")) > len(str(MAX_CENTS)) - DECIMALS:
        return Fault.TOO_LARGE
    return int(whole) * CENTS_IN_UNIT + int(fraction[:DECIMALS])


def _why_not(digits: str, mark: str) -> Fault:
    if _EXPONENT.fullmatch(digits):
        return Fault.EXPONENT
    return Fault.OTHER_MARK if _BODY[OTHER_MARK[mark]].fullmatch(digits) else Fault.NOT_AN_AMOUNT
