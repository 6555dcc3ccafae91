Attribute VB_Name = "CreditxlOpening"
Option Explicit

' Excel opens the workbook first; what should follow is left for the moment after.
Public Sub ScheduleOpening()
    Application.OnTime Now, "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!AfterOpening"
End Sub

' The help of the functions is kept with the workbook; telling it to Excel is no change that someone should save.
Public Sub AfterOpening()
    Dim wasSaved As Boolean
    wasSaved = ThisWorkbook.Saved
    RegisterHelp
    ThisWorkbook.Saved = wasSaved
    ' Python looks whether there is something newer to refresh from; where it cannot be reached, nobody is told now.
    RunQuietly "opened"
End Sub

' Help is a convenience: a function works without it, so a program that takes none is left in peace.
Public Sub Describe(ByVal functionName As String, ByVal told As String, ByVal arguments As Variant)
    On Error Resume Next
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & functionName, Description:=told, _
        Category:="creditxl", ArgumentDescriptions:=arguments
End Sub
