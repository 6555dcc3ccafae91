"""The worksheet functions as pytest calls them: by name, as a cell does."""

from creditxl.excel import udfs


def call(name, *cells):
    return getattr(udfs, name)(*cells)
