Rem Attribute VBA_ModuleType=VBAModule
Option VBASupport 1
Option Explicit
Option Private Module

' In the place of the module that reaches Python through Excel's server: here Python runs within LibreOffice. Cells go
' over as they are: Basic takes longer over turning them into plain values than Python over the whole answer.

Private python As Object

' What goes wrong in Python shows as an error in the cell; FailureText tells it.
Public Function CallUdf(ByVal functionName As String, ByVal kinds As String, ByVal arguments As Variant) As Variant
    Connect
    CallUdf = python.Answer(functionName, kinds, arguments)
End Function

' A macro tells itself how it went. What keeps it from running is told here.
Public Sub RunMacro(ByVal macroName As String)
    On Error GoTo failed
    AskPython().Run(macroName)
    Exit Sub
failed:
    MsgBox TextOf("PythonFailed", Err.Description), vbExclamation, "creditxl"
End Sub

Public Sub RunQuietly(ByVal macroName As String)
    On Error GoTo failed
    AskPython().Run(macroName)
failed:
End Sub

Public Function FailureText() As String
    If Not python Is Nothing Then FailureText = python.FailureText()
End Function

Public Function IsConnected() As Boolean
    IsConnected = Not python Is Nothing
End Function

' It is the one that LibreOffice itself runs.
Public Function WhyNoPython() As String
End Function

Public Function AskPython() As Object
    Connect
    Set AskPython = python
End Function

Private Sub Connect()
    Dim factory As Object, script As Object
    If Not python Is Nothing Then Exit Sub
    Set factory = CreateUnoService("com.sun.star.script.provider.MasterScriptProviderFactory")
    Set script = factory.createScriptProvider("").getScript("vnd.sun.star.script:creditxl_bridge.py$serve?language=Python&location=user")
    Set python = script.invoke(Array(ThisComponent), Array(), Array())
End Sub
