Attribute VB_Name = "CreditxlAbout"
Option Explicit

Public Function CREDITXL_VERSION() As String
Attribute CREDITXL_VERSION.VB_Description = "Version of creditxl that this workbook was built with."
    CREDITXL_VERSION = BUILT_VERSION
End Function

Public Function AboutText() As String
    Dim text As String
    text = "creditxl " & BUILT_VERSION & ", xlwings " & XLWINGS_VERSION & vbCrLf & vbCrLf
    If FailureText() <> "" Then
        text = text & "Python could not answer: " & FailureText() & vbCrLf & vbCrLf
        text = text & "Run creditxl doctor in a command window: it tells what is wrong and how to mend it."
    ElseIf IsConnected() Then
        text = text & "Python answers."
    Else
        text = text & "No worksheet function has asked Python yet."
    End If
    AboutText = text
End Function
