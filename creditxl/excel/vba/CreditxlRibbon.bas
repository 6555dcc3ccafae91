Attribute VB_Name = "CreditxlRibbon"
Option Explicit

' The tag of a ribbon item names the macro that it runs.
Public Sub RunRibbonItem(ByVal control As IRibbonControl)
    Application.Run "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & control.Tag
End Sub
