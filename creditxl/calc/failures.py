"""What goes wrong between creditxl and LibreOffice."""

from __future__ import annotations

from creditxl.errors import CreditXLError, msg


class OfficeError(CreditXLError):
    """LibreOffice or its Python bindings are missing, do not start, or do not answer."""


class MissingInCalcError(CreditXLError, NotImplementedError, AttributeError):
    """A macro asked for a member of xlwings that this engine does not have.

    It is an `AttributeError` too, so that `hasattr` answers no.
    """

    def __init__(self, member: str) -> None:
        super().__init__(
            msg("{member} is not there when xlwings drives LibreOffice Calc", member=member),
            where=member,
            fix=msg("leave it out of the macro, or run the macro in Excel"),
        )
        self.member = member
