"""A review → the two follow-up workbooks: one neutral layout, a writer of new files and one of open workbooks."""

from creditxl.workbook.aside import own_sheets_kept
from creditxl.workbook.kept import Kept
from creditxl.workbook.previous import kept_on_disk
from creditxl.workbook.view import View, Which
from creditxl.workbook.writing import undo_half_done, write, write_one

__all__ = ["Kept", "View", "Which", "kept_on_disk", "own_sheets_kept", "undo_half_done", "write", "write_one"]
