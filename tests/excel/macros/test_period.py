from __future__ import annotations

from datetime import date, datetime

REFRESH = "CreditxlMacros.RefreshWorkbook"


def test_a_chosen_period_stays_over_a_refresh(opened):
    months = [cell.value for cell in opened.book.names["PeriodMonths"].refers_to_range]
    start, end = (opened.book.names[name].refers_to_range for name in ("PeriodStart", "PeriodEnd"))
    start.value, end.value = months[0], months[4]
    opened.press(REFRESH)
    found = opened.values("Customers", "Sales of the period")
    months_of = zip(*(opened.values("Customers", f"Sales {month:%-m}/{month:%Y}") for month in months[:5]), strict=True)

    assert (start.value, end.value) == (months[0], months[4])
    assert isinstance(months[0], datetime)
    assert months[0].date() == date(2025, 11, 1)
    assert [round(amount, 2) for amount in found] == [round(sum(row), 2) for row in months_of]
