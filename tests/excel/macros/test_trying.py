from __future__ import annotations

from python_calamine import CalamineWorkbook

TRY = "CreditxlMacros.TryConventions"


def test_other_conventions_are_tried_in_a_workbook_of_their_own_and_nothing_is_applied(home, opened):
    needs = opened.values("Customers", "Limit need")
    told = opened.press(TRY)
    target = home.folder / "what-if-2026-10-31.xlsx"
    (heading, now, *others) = CalamineWorkbook.from_path(target).get_sheet_by_name("Alternatives").to_python()[5:]

    assert [alert.mode for alert in told] == ["info"]
    assert str(target) in told[0].prompt
    assert heading[:3] == ["Alternative", "Limit need", "Change of the need"]
    assert abs(now[1] - sum(needs)) < 0.01
    assert {row[0] for row in others} >= {"Year of 365 days", "Paid 30 days late"}
    assert opened.values("Customers", "Limit need") == needs
