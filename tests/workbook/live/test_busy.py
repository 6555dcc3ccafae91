"""An Excel that is busy is told as such, and never as a protected sheet, a deleted list or a fault in COM's words."""

from __future__ import annotations

from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest

from creditxl.errors import WorkbookError
from creditxl.workbook.live import checking, is_busy, writing
from creditxl.workbook.live.places import Live


class ComError(Exception):
    """As pywin32 raises them: there on Windows alone."""

    def __init__(self, hresult: int) -> None:
        super().__init__(hresult, "Call was rejected by callee.", None, None)
        self.hresult = hresult


class ExcelBusyError(Exception):
    """As xlwings raises it after its last attempt."""


BUSY = [ComError(-2147418111), ComError(-2147417846), ComError(-2146777998), ExcelBusyError()]
OTHER = ComError(-2146827284)  # what Excel says where a sheet is protected, and of much else


def raising(error: Exception) -> Any:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    return fail


def test_busy_is_known_by_its_numbers_and_its_name() -> None:
    assert all(map(is_busy, BUSY))
    assert not is_busy(OTHER)
    assert not is_busy(KeyboardInterrupt())


@pytest.mark.parametrize("error", BUSY)
def test_a_sheet_that_cannot_be_tried_for_busyness_is_not_called_protected(error: Exception) -> None:
    with pytest.raises(type(error)) as caught:
        checking._must_be_open(tab(error))  # noqa: SLF001 - needs no workbook
    assert caught.value is error


def test_a_sheet_that_refuses_is_called_protected() -> None:
    with pytest.raises(WorkbookError, match="the sheet Log is protected"):
        checking._must_be_open(tab(OTHER))  # noqa: SLF001 - needs no workbook


def tab(error: Exception) -> Any:
    return SimpleNamespace(name="Log", range=lambda _: SimpleNamespace(clear_contents=raising(error)))


@pytest.mark.parametrize("error", [*BUSY, OTHER])
def test_a_grid_is_gone_only_where_its_name_refers_to_nothing(error: Exception) -> None:
    class Names:
        contains = staticmethod(lambda _: True)
        __getitem__ = raising(error)

    live: Any = SimpleNamespace(book=SimpleNamespace(names=Names()))
    if error is OTHER:
        assert Live.area(live, "Checks", is_list=False) is None
    else:
        with pytest.raises(type(error)):
            Live.area(live, "Checks", is_list=False)


@pytest.mark.parametrize("error", [*BUSY, OTHER])
def test_a_refresh_broken_off_by_a_busy_excel_is_taken_back_and_says_so(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    restored: list[Any] = []
    for name in ("Live", "check", "take"):
        monkeypatch.setattr(writing, name, lambda *_: None)
    monkeypatch.setattr(writing, "quiet", lambda _: nullcontext())
    monkeypatch.setattr(writing, "restore", lambda *_: restored.append(1))
    monkeypatch.setattr(writing, "_write", raising(error))
    book, layout = SimpleNamespace(name="book.xlsm"), SimpleNamespace()

    with pytest.raises(WorkbookError if error is OTHER else type(error)):
        writing.write(book, layout, lambda _: None)  # type: ignore[arg-type] # as much as is asked for
    assert restored == [1]
