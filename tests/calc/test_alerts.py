"""Message boxes of an office without a window: written down, and answered at once."""

from __future__ import annotations

import pytest

from creditxl.calc import unoapi
from creditxl.calc.alerts import Alert
from creditxl.calc.engine import boxes
from creditxl.errors import WorkbookError


@pytest.fixture(autouse=True)
def _nothing_told_before(office):
    office.alerts.forget()


@pytest.mark.parametrize(
    ("buttons", "answer"),
    [
        (None, "ok"),
        ("ok", "ok"),
        ("ok_cancel", "cancel"),  # what leaves everything as it is
        ("yes_no", "no"),
        ("yes_no_cancel", "cancel"),
    ],
)
def test_a_message_that_nobody_answers_is_answered_with_caution(app, office, buttons, answer):
    answered = app.alert("Päivitetäänkö?", "creditxl", buttons or "ok")

    assert answered == answer
    assert office.alerts.told() == [Alert("Päivitetäänkö?", "creditxl", buttons or "ok", "info", answer)]


def test_answers_given_beforehand_are_used_in_order_and_once(app, office):
    office.alerts.answer(["yes", "no"])
    answers = [app.alert("?", buttons="yes_no") for _ in range(3)]
    office.alerts.answer(["yes"])

    assert answers == ["yes", "no", "no"]
    assert app.alert("?", buttons="yes_no", mode="critical") == "yes"
    assert office.alerts.told()[-1].mode == "critical"


def test_an_empty_message_and_one_of_several_lines_come_back_as_they_were(app, office):
    app.alert("")
    app.alert('one\ntwo "three"')

    assert [alert.prompt for alert in office.alerts.told()] == ["", 'one\ntwo "three"']


@pytest.mark.parametrize("wrong", [{"buttons": "retry"}, {"mode": "question"}])
def test_buttons_and_modes_that_xlwings_does_not_have_are_told(app, office, wrong):
    with pytest.raises(WorkbookError, match="message box knows no"):
        app.alert("?", **wrong)

    assert office.alerts.told() == []


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("buttons", ["ok", "ok_cancel", "yes_no", "yes_no_cancel"])
@pytest.mark.parametrize("mode", ["info", "critical"])
def test_a_real_box_never_holds_up_an_office_without_a_window(office, buttons, mode):
    """LibreOffice closes it at once, and no answer is a cautious one."""
    answer = boxes.show(office.context, "?", "creditxl", buttons, mode)

    assert answer == {"ok": "ok", "yes_no": "no"}.get(buttons, "cancel")


def test_without_a_workbook_no_box_is_shown(office):
    assert unoapi.service(office.context, "com.sun.star.frame.Desktop").getCurrentFrame() is None
    assert boxes.show(office.context, "?", "", "yes_no", "info") == "no"


def test_events_can_be_set_and_are_put_back(app):
    with app.properties(enable_events=False):
        assert not app.enable_events

    assert app.enable_events
