Attribute VB_Name = "CreditxlAbout"
Option Explicit

Public Function CREDITXL_VERSION() As String
Attribute CREDITXL_VERSION.VB_Description = "Version of creditxl that this workbook was built with."
    CREDITXL_VERSION = BUILT_VERSION
End Function

Public Function AboutText() As String
    Dim text As String
    text = "creditxl " & BUILT_VERSION & ", xlwings " & XLWINGS_VERSION & vbCrLf & vbCrLf
    If Not IsConnected() And WhyNoPython() <> "" Then
        text = text & WhyNoPython()
    ElseIf FailureText() <> "" Then
        text = text & TextOf("FunctionFailed", FailureText())
    ElseIf IsConnected() Then
        text = text & TextOf("PythonAnswers")
    Else
        text = text & TextOf("NobodyAsked")
    End If
    AboutText = text
End Function
