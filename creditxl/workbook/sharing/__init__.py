"""A workbook's file → one with values alone, part by part, without a spreadsheet program."""
