"""Sources into raw tables: files of any common form, known by their headings, each cell read or said why not."""

from creditxl.extracts.folder import read_file, read_folder
from creditxl.extracts.summing import sum_folder

__all__ = ["read_file", "read_folder", "sum_folder"]
