"""Where workbooks with macros and the person's folder keep what the program looks for: names alone, nothing loaded."""

from __future__ import annotations

ADDIN = "creditxl.xlam"  # the add-in, beside the workbooks
CONFIG_NAME = "creditxl.toml"  # in the person's folder: where the extracts are, the language, the day
CONFIGURATION_SHEET = "xlwings.conf"  # where xlwings looks for its settings, from A1, without a blank row
FOLDER = "CREDITXL_FOLDER"  # the row of that sheet that names the person's folder
