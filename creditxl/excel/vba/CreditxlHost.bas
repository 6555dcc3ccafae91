Attribute VB_Name = "CreditxlHost"
Option Explicit
Option Private Module

' What Excel and other programs that run this VBA do each in their own way. These are Excel's ways.

' Only Excel for Windows can keep a Python process to ask.
Public Function HasServer() As Boolean
    HasServer = InStr(1, Application.OperatingSystem, "Mac", vbTextCompare) = 0
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
