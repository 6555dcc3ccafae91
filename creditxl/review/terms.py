"""The days of each account's payment term, read in the order of rule R2."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING

from creditxl.errors import Issue, Message, msg
from creditxl.model import TermSource
from creditxl.policy.terms import TermError, formula_days, formula_language, term_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from creditxl.model import Account, PaymentTerm
    from creditxl.policy.parameters import Policy
    from creditxl.policy.terms import Language

Found = tuple[int, TermSource]


class TermReader:
    """Reads payment terms, each text of a company once, and keeps what could not be read as issues.

    Args:
        terms: The ERP's payment-terms table by company and code; company "" holds for all.
        policy: How an end-of-month term counts, and the days of a term that nothing tells.
    """

    def __init__(self, terms: Mapping[tuple[str, str], PaymentTerm], policy: Policy) -> None:
        self.issues: list[Issue] = []
        self._terms = terms
        self._policy = policy
        self._read: dict[tuple[str, str], Found | None] = {}
        self._languages = _languages(terms)

    def days(self, account: Account, invoice_days: int | None) -> Found:
        """Return the days of an account's term and where they were read."""
        written = account.payment_term.strip()
        key = (account.company, written.upper())
        if key not in self._read:
            self._read[key] = self._from_text(account, written) if written else None
        found = self._read[key]
        if found is not None:
            return found
        if invoice_days is not None:
            return invoice_days, TermSource.INVOICES
        return self._fallback(account)

    def _from_text(self, account: Account, written: str) -> Found | None:
        listed = self._terms.get((account.company, written.upper())) or self._terms.get(("", written.upper()))
        try:
            if written.isdecimal():
                return self._text_days(written, None), TermSource.NUMBER
            if listed and listed.days is not None:
                return listed.days, TermSource.TERMS_TABLE
            language = self._languages.get(listed.company if listed else account.company)
            if listed and listed.due_date_formula:
                end_of_month = self._policy.end_of_month
                days = formula_days(listed.due_date_formula, end_of_month=end_of_month, language=language)
                return days, TermSource.TERMS_TABLE
            return self._from_texts(written, listed, language), TermSource.TEXT
        except TermError as error:
            self._tell(account, written, error.message)
            return None

    def _from_texts(self, written: str, listed: PaymentTerm | None, language: Language | None) -> int:
        if listed and listed.description:
            # What the ERP says of a code in words goes before what the code looks like.
            with suppress(TermError):
                return self._text_days(listed.description, language)
        return self._text_days(written, language)

    def _text_days(self, text: str, language: Language | None) -> int:
        return term_days(text, end_of_month=self._policy.end_of_month, language=language)

    def _tell(self, account: Account, written: str, message: Message) -> None:
        fix = msg("add the term to the payment-terms table; until then its customers are rated at their invoices' term")
        self.issues.append(Issue(account.file, account.row, account.term_heading, written, message, fix))

    def _fallback(self, account: Account) -> Found:
        days = self._policy.fallback_term_days
        message = msg(
            "customer {number} of {company} has no payment term and no invoice to read one from: {days} days are used",
            number=account.customer_no,
            company=account.company,
            days=days,
        )
        fix = msg("enter the payment term on the customer card")
        self.issues.append(Issue(account.file, account.row, account.term_heading, account.payment_term, message, fix))
        return days, TermSource.FALLBACK


def _languages(terms: Mapping[tuple[str, str], PaymentTerm]) -> dict[str, Language | None]:
    formulas: dict[str, list[str]] = defaultdict(list)
    for term in terms.values():
        formulas[term.company].append(term.due_date_formula)
    return {company: formula_language(filter(None, texts)) for company, texts in formulas.items()}
