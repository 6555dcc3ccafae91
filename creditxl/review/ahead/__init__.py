"""Need ahead: every customer's limit need of the next months, where the ledger's own history shows that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.errors import ConfigError, msg

if TYPE_CHECKING:
    from creditxl.review.ahead.result import Ahead
    from creditxl.review.result import Review
    from creditxl.tables.joined import Tables


def look_ahead(review: Review, tables: Tables) -> Ahead:
    """Return the need of the months after the ledger's last whole one, or why none is shown.

    Raises:
        ConfigError: The library that forecasts is not installed.
    """
    try:
        from creditxl.review.ahead.forecast import forecast  # noqa: PLC0415 - heavy, optional, for this alone
    except ModuleNotFoundError as error:
        raise ConfigError(
            msg("the need ahead is forecast with {package}, which is not installed", package=str(error.name)),
            where="need_ahead",
            fix=msg("run: pip install 'creditxl[ahead]', or take need_ahead = true out of creditxl.toml"),
        ) from error
    return forecast(review, tables)
