"""LibreOffice Calc in Excel's place: it is started here, and spoken to through an xlwings engine."""
