Attribute VB_Name = "CreditxlHost"
Option Explicit
Option Private Module

' What Excel and other programs that run this VBA do each in their own way. These are Excel's ways.

' Only Excel for Windows can keep a Python process to ask.
Public Function HasServer() As Boolean
    HasServer = InStr(1, Application.OperatingSystem, "Mac", vbTextCompare) = 0
End Function

' The add-in works on the workbook in front of it, a workbook on itself.
Public Function CallingWorkbook() As Workbook
    If ThisWorkbook.IsAddin Then
        Set CallingWorkbook = ActiveWorkbook
    Else
        Set CallingWorkbook = ThisWorkbook
    End If
End Function

' Someone else has it open, or may alone change it.
Public Function IsReadOnly() As Boolean
    IsReadOnly = CallingWorkbook().ReadOnly
End Function

' Path of the Python that this workbook was made for; empty where it was made for none.
Public Function Interpreter() As String
    Interpreter = GetConfig(CStr(IIf(HasServer(), "INTERPRETER_WIN", "INTERPRETER_MAC")))
End Function

' Excel for Mac may look into few folders only: there, Python is taken to be where it was.
Public Function IsInterpreterThere() As Boolean
    IsInterpreterThere = True
    If HasServer() Then IsInterpreterThere = FileExists(Interpreter())
End Function

' Whether Python can be asked without a message of Excel's or xlwings' where it is missing. The add-in asks nothing by
' itself: the workbook in front of it does so.
Public Function CanRunQuietly() As Boolean
    Const SCRIPTS As String = "/Library/Application Scripts/com.microsoft.Excel/xlwings-"
    On Error GoTo no_script
    If ThisWorkbook.IsAddin Or Interpreter() = "" Then Exit Function
    If HasServer() Then
        CanRunQuietly = IsInterpreterThere()
    Else
        CanRunQuietly = Dir$("/Users/" & Environ$("USER") & SCRIPTS & XLWINGS_VERSION & ".applescript") <> ""
    End If
no_script:
End Function

' Saves the workbook as it stands, as a file of its own, and gives the file's path: what is shared is made from it.
Public Function SavedCopy() As String
    Dim path As String
    path = IIf(HasServer(), Environ$("TEMP") & "\", Environ$("HOME") & "/")
    path = path & "creditxl-" & Format$(Now, "yyyymmddhhnnss") & ".xlsm"
    ThisWorkbook.SaveCopyAs path
    SavedCopy = path
End Function

' An argument as plain values: dates are numbers, errors stay errors, one left out is empty.
' Several areas have no rows and columns to answer in.
Public Function PlainValue(Optional ByVal argument As Variant) As Variant
    If IsMissing(argument) Then Exit Function
    If Not IsObject(argument) Then
        PlainValue = argument
    ElseIf argument.Areas.Count > 1 Then
        PlainValue = ErrorValue(xlErrValue)
    Else
        PlainValue = argument.Value2
    End If
End Function

' What Python answered, as an array that a cell takes.
Public Function InRows(ByVal answer As Variant) As Variant
    InRows = answer
End Function

Public Function ErrorValue(ByVal errorNumber As Long) As Variant
    ErrorValue = CVErr(errorNumber)
End Function

' A call from VBA, not from a cell, has no calling cell.
Public Function CountsFrom1904() As Boolean
    If TypeName(Application.Caller) = "Range" Then CountsFrom1904 = Application.Caller.Worksheet.Parent.Date1904
End Function
