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
    module.is_range_instance = lambda given: isinstance(given, SheetRange)
    return module


def _server(monkeypatch):
    for name in ("xlwings.udfs", "xlwings.com_server"):
        monkeypatch.delitem(sys.modules, name, raising=False)
        monkeypatch.setattr(xw, name.rpartition(".")[2], None, raising=False)
    udfs = importlib.import_module("xlwings.udfs")
    server = importlib.import_module("xlwings.com_server")
    server.loop.close()
    for name in ("xlwings.udfs", "xlwings.com_server"):
        monkeypatch.setitem(sys.modules, name, sys.modules[name])
    monkeypatch.setattr(xw, "func", udfs.xlfunc)
    monkeypatch.setattr(xw, "arg", udfs.xlarg)
    monkeypatch.setattr(xw, "ret", udfs.xlret)
    return server.XLPython()


def _our_module(monkeypatch):
    monkeypatch.setattr(creditxl.excel, "udfs", None, raising=False)
    monkeypatch.delitem(sys.modules, "creditxl.excel.udfs", raising=False)
    module = importlib.import_module("creditxl.excel.udfs")
    monkeypatch.setitem(sys.modules, "creditxl.excel.udfs", module)
    return module
