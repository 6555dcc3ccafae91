"""Stand-ins for what xlwings imports on Windows alone, so that its own call path runs here as it is.

Everything between the VBA and a function is xlwings' own code: `XLPython.CallUDF`, `call_udf`, the converters. Only
pywin32, which would speak COM, and the part of xlwings that would speak to Excel, are these few lines.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType, SimpleNamespace

import xlwings as xw

import creditxl.excel

MISSING = -2147352572  # what COM makes of an argument left out
NAMES = ("pywintypes", "win32api", "win32event", "pythoncom", "win32com", "win32com.client")
SERVER_NAMES = ("win32com.server", "win32com.server.dispatcher", "win32com.server.policy", "win32com.server.util")


class SheetRange:
    """A range of a sheet, as COM would hand it over."""

    def __init__(self, values):
        self.values = values


def _not_wrapped(_variant):
    raise TypeError


def stand_in(monkeypatch):
    """Put the stand-ins in place and return xlwings' server object and our module, both as Windows would have them."""
    for name in (*NAMES, *SERVER_NAMES):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    loaded = sys.modules
    loaded["pythoncom"].__dict__.update(
        IID_IDispatch=1, IID_IEnumVARIANT=2, TypeIIDs={1: SimpleNamespace}, CoInitialize=lambda: None
    )
    loaded["win32com.client"].Dispatch = lambda given: given
    loaded["win32com.server.util"].unwrap = _not_wrapped
    loaded["win32com"].__dict__.update(client=loaded["win32com.client"], server=loaded["win32com.server"])
    loaded["win32com.server"].util = loaded["win32com.server.util"]
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", _xlwindows())
    monkeypatch.setattr(xw, "_xlwindows", loaded["xlwings._xlwindows"], raising=False)
    monkeypatch.setitem(xw.engines.engines_by_name, "excel", xw.Engine(impl=SimpleNamespace(name="excel")))
    return _server(monkeypatch), _our_module(monkeypatch)


def _xlwindows():
    module = ModuleType("xlwings._xlwindows")
    app = SimpleNamespace(pid=1, engine=SimpleNamespace(name="excel"))
    sheet = SimpleNamespace(book=SimpleNamespace(app=app))

    def implementation(xl):
        return SimpleNamespace(xl=xl, raw_value=getattr(xl, "values", None), sheet=sheet, max_cells_per_read=None)

    module.Range = implementation
    module.cleanup = lambda: None
    module.is_range_instance = lambda given: isinstance(given, SheetRange)
    return module


def _server(monkeypatch):
    udfs, server = (_anew(monkeypatch, xw, name) for name in ("udfs", "com_server"))
    server.loop.close()
    for name in ("func", "arg", "ret"):
        monkeypatch.setattr(xw, name, getattr(udfs, f"xl{name}"))
    return server.XLPython()


def _our_module(monkeypatch):
    with monkeypatch.context() as as_windows:
        as_windows.setattr(sys, "platform", "win32")
        return _anew(monkeypatch, creditxl.excel, "udfs")


def _anew(monkeypatch, package, name):
    """Import a module as if for the first time; what stood in its place comes back after the test."""
    full = f"{package.__name__}.{name}"
    monkeypatch.setattr(package, name, None, raising=False)
    monkeypatch.setitem(sys.modules, full, None)
    del sys.modules[full]
    return importlib.import_module(full)
