"""A review → the two follow-up workbooks: one neutral layout, and a writer of new files."""

from creditxl.workbook.view import EULER_FILE, INTRUM_FILE
from creditxl.workbook.writing import write

__all__ = ["EULER_FILE", "INTRUM_FILE", "write"]
