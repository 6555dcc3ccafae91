"""The VBA of a creditxl workbook reaching Python inside LibreOffice.

When LibreOffice has loaded such a workbook, and before its `Workbook_Open` runs, the few modules that speak to Excel
and to xlwings' DLL are replaced in memory; the file and all its other modules stay as they are.
"""
