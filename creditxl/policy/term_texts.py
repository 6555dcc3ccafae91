"""Payment terms as people write them, in Finnish, Swedish and English: part of rule R2.

What is not understood in full is not guessed at: a second number, or a word of the calendar that no phrase takes, makes
the text unreadable, and the customer is rated at the term of its invoices.
"""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec import Struct

from creditxl.policy.formulas import MONTH, EndOfMonth, plain, unreadable, wait_for_month_end, within_bounds

LONGEST_TEXT = 200
LETTER = "[a-zåäöü]"

# What stands for a phrase once it is recognised; none of them is a letter or a digit.
NET, MONTH_END, DISCOUNT = "¤", "§", "%"
MARKS = re.compile(f"[{NET}{MONTH_END}]")

DAY_WORDS = r"pvä?|vrk|days?|dag|dagar|dgr|p[aä]iv[aä]+n?|vuorokau\w+"
WEEK_WORDS = r"vko?n?|vko[an]|wks?|weeks?|vecka|veckor|viikkoa?|viikon"
MONTH_WORDS = r"kk|mth|mån|months?|m[aå]nad(?:er)?|kuukau(?:si|den|tta)"
YEAR_WORDS = r"years?|år|vuosi|vuotta|vuoden"
UNITS = tuple(
    (re.compile(words), days)
    for words, days in (
        (rf"d|p|{DAY_WORDS}", 1),
        (rf"w|vi|{WEEK_WORDS}", 7),
        (rf"m|{MONTH_WORDS}", MONTH),
        (YEAR_WORDS, 12 * MONTH),
    )
)

# In this order. A parenthesis holds the discount, as in 1M(8D); interest on late payment is no discount.
PHRASES = tuple(
    (re.compile(phrase), f" {mark} ")
    for phrase, mark in (
        (r"\([^)]*\)", ""),
        (r"cash discount", ""),
        (r"\b(?:viivästys\w*|dröjsmål\w*|korko|ränta|(?:late |overdue )?interest)[ :]*[0-9]+(?:[.,][0-9]+)? ?%", ""),
        (r"-? ?[0-9]+(?:[.,][0-9]+)? ?(?:%|pros\w*|proc\w*|percent)", DISCOUNT),
        (r"\w*kuukauden lop\w+|\w*kuun lop\w+|(?<![0-9])(?<![0-9] )\bkk lop\w+|\w*kuun viimei\w+ päivä\w*", MONTH_END),
        (r"\b(?:kuluva\w?|nykyi\w+) (?:kuukau\w+|kk)\b", MONTH_END),
        (
            r"\bfri(?:tt)? ?(?:leverans|faktura|lev)? ?mån\w*|\w*månadens (?:slut|utgång)|månads(?:slut|skifte)",
            MONTH_END,
        ),
        (r"\b(?:innevarande|löpande|aktuell) mån\w*", MONTH_END),
        (r"\bend[ -]of[ -](?:the )?(?:(?:invoice|delivery|current) )?month\b", MONTH_END),
        (r"\bmonth[ -]end\b|\bcurrent month\b", MONTH_END),
        (rf"(?<!{LETTER})eom(?!{LETTER})", MONTH_END),
        (rf"(?<!{LETTER})n(?:et|etto)?(?!{LETTER})(?:-(?=[0-9]))?", NET),
        (rf"(?<![0-9])[0-9](?:[.,][0-9]+)? ?/ ?[0-9]+(?=[ ,;-]*{NET})", ""),  # 2/10 net 30
    )
)

# What may stand before a number without a unit; any other word may number the term itself, as in "TERM3" or "E14".
SEPARATORS = f" :.,/+-{NET}{MONTH_END}{DISCOUNT}"
LETTERS_BEFORE = re.compile(rf"(?<!{LETTER})(?:[dkmpvw]|pv)$")
WORDS_BEFORE = re.compile(
    rf"(?<!{LETTER})(?:maksuehto|maksuaikaa?|laskutusehto|payment|terms?|credit|betalningsvillkor|betalningstid"
    r"|kredittid|betalning|inom|within|due in)$"
)

# A letter that is also a formula's unit: K30 can only be days, K2 could be two months.
UNIT_CODE = re.compile(r"(?:m|w|q|y|k|v|vi|å)[ -]?([0-9]+)")
MOST_UNITS = 12

NEGATIVE = re.compile(r"^- ?[0-9]| -[0-9]")
QUANTITY = re.compile(rf"([0-9]+)(?:( ?)({LETTER}+))?")
AFTER_NET = re.compile(rf"{NET}[ :,/-]*$")
BEFORE_NET = re.compile(rf"[ :,/-]*{NET}")
AFTER_DISCOUNT = re.compile(rf"{DISCOUNT}[ :,/-]*$")

AT_ONCE = re.compile(
    r"\b(?:(?:heti|kätein|käteis|välittöm|ennak|etukät|postien|jälkiv|kontant|omedelb|omgående|genast|postförs|förskott"
    r"|cash|immediat|advance|prepa)(?!\w*(?:alenn|rabatt))|(?:cod|cia|cwo|pia|jv|pf|sight)\b)"
)
ON_RECEIPT = re.compile(r"\breceipt\b")
# Words that change what a number means, where no phrase above has taken them.
CALENDAR = re.compile(
    rf"\b(?:seuraav|näst|följande|next\b|\w*kuun\b|\w*månaden|kuukau|(?:{WEEK_WORDS}|{MONTH_WORDS}|{YEAR_WORDS})(?!{LETTER}))"
)


class _Quantity(Struct, frozen=True):
    """A number of a text: the days it gives, where it stands, and what stands beside it."""

    days: int
    start: int
    end: int
    is_net: bool
    is_discount: bool


def text_days(term: str, *, end_of_month: EndOfMonth) -> int:
    """Return the days of a payment term in words, or in a code of letters and one number.

    Raises:
        TermError: The text cannot be read for certain, or is not 0 to 3650 days.

    >>> [text_days(term, end_of_month=EndOfMonth.LONGEST) for term in ("30 päivää kuun lopusta", "K30", "heti")]
    [60, 30, 0]
    """
    text = plain(term).casefold()
    for phrase, mark in PHRASES:
        text = phrase.sub(mark, text)
    text = " ".join(text.split())
    if len(term) > LONGEST_TEXT or MARKS.search(term) or _is_ambiguous(text):
        raise unreadable(term)
    quantities = [_quantity(text, number, term) for number in QUANTITY.finditer(text)]
    wait = wait_for_month_end(end_of_month) if MONTH_END in text else 0
    days = _net_days(text, quantities, term) + wait if quantities else wait
    is_at_once = AT_ONCE.search(text) is not None
    if (days and is_at_once) or not (quantities or wait or is_at_once or ON_RECEIPT.search(text)):
        raise unreadable(term)
    return within_bounds(days, term)


def _is_ambiguous(text: str) -> bool:
    code = UNIT_CODE.fullmatch(text)
    if code and int(code[1]) <= MOST_UNITS:
        return True
    return NEGATIVE.search(text) is not None or CALENDAR.search(QUANTITY.sub(" ", text)) is not None


def _may_count_days(before: str) -> bool:
    """Tell whether a number without a unit can be days, by what stands before it."""
    rest = before.rstrip(SEPARATORS)
    if not rest or not rest[-1].isalpha():
        return True
    return LETTERS_BEFORE.search(rest) is not None or (rest != before and WORDS_BEFORE.search(rest) is not None)


def _quantity(text: str, found: re.Match[str], term: str) -> _Quantity:
    number, space, word = found.groups()
    before = text[: found.start()]
    is_after_net = AFTER_NET.search(before) is not None
    unit = next((days for words, days in UNITS if word and words.fullmatch(word)), None)
    if not (word or is_after_net or _may_count_days(before)):
        raise unreadable(term)
    # "net 30 from delivery" is 30 days; "30 instalments" and "30th" are not.
    if word and unit is None and not (is_after_net and space):
        raise unreadable(term)
    return _Quantity(
        days=int(number) * (unit or 1),
        start=found.start(),
        end=found.end(),
        is_net=is_after_net or BEFORE_NET.match(text, found.end()) is not None,
        is_discount=AFTER_DISCOUNT.search(before) is not None,
    )


def _net_days(text: str, quantities: list[_Quantity], term: str) -> int:
    """Return the days of a text's numbers: one of them, a sum of them, or the longest beside a discount's."""
    days = [quantity.days for quantity in quantities]
    if DISCOUNT in text:
        only = quantities[0]
        # A discount is for paying before the net term, so the longest is the net one.
        if len(days) > 1 or (only.is_net and not only.is_discount):
            return max(days)
        raise unreadable(term)
    gaps = (text[before.end : after.start].strip() for before, after in pairwise(quantities))
    if all(gap == "+" for gap in gaps):
        return sum(days)
    raise unreadable(term)
