Attribute VB_Name = "CreditxlServer"
Option Explicit
Option Private Module

' The one place where a worksheet function or a button leaves VBA for Python.
'
' Into Python go plain values. Out of Python every text comes with a mark before it: ' before a text, # before the
' number of an error, as no error could cross by itself. The mark is taken off here, so no text can pass for an error.

Private Const UDF_MODULE As String = "creditxl.excel.udfs"
Private Const MACRO_MODULE As String = "creditxl.excel.macros"
Private Const TEXT_MARK As String = "'"
Private Const ERROR_MARK As String = "#"
Private Const PAUSE_SECONDS As Long = 30
Private Const SECONDS_A_DAY As Long = 86400
Private Const DAYS_TO_1904 As Long = 1462

Private pythonServer As Object
Private lastFailure As String
Private failedAt As Date

' Asks Python for a worksheet function.
' arguments: what Excel gave, in order; kinds: one letter for each, d where it is a date, v else.
' Gives #N/A when Python cannot be reached, and #VALUE! when it fails.
Public Function CallUdf(ByVal functionName As String, ByVal kinds As String, ByVal arguments As Variant) As Variant
    Dim values As Variant, answer As Variant, attempt As Long
    On Error GoTo failed
    values = PlainValues(kinds, arguments)
    ' A server that ended, or was ended, is started again: once, as it may be ending for a reason.
    For attempt = 1 To 2
        If CanConnect() Then
            If IsAnswered(functionName, values, answer) Then
                CallUdf = WithoutMarks(answer)
                Exit Function
            End If
        End If
    Next attempt
    CallUdf = ErrorValue(xlErrNA)
    Exit Function
failed:
    lastFailure = Err.Description
    CallUdf = ErrorValue(xlErrValue)
End Function

' Runs a macro of Python, which tells itself how it went. What keeps it from running is told here.
Public Sub RunMacro(ByVal macroName As String)
    Dim reason As String
    reason = ReasonNotRun(macroName)
    If reason <> "" Then MsgBox reason, vbExclamation, "creditxl"
End Sub

' The same where it can be run; where it cannot, nothing is told.
Public Sub RunQuietly(ByVal macroName As String)
    Dim ignored As String
    If CanRunQuietly() Then ignored = ReasonNotRun(macroName)
End Sub

' Runs a macro, and gives the reason where it could not be begun; empty where it was.
Public Function ReasonNotRun(ByVal macroName As String) As String
    Dim command As String
    On Error GoTo failed
    If CallingWorkbook() Is Nothing Then
        ReasonNotRun = TextOf("NoWorkbook")
    ElseIf WhyNoPython() <> "" Then
        ReasonNotRun = WhyNoPython()
    Else
        command = MACRO_MODULE & "." & macroName & "(" & IIf(IsReadOnly(), "read_only=True", "") & ")"
        If HasServer() Then
            RunOnServer "import " & MACRO_MODULE & "; " & command
        Else
            RunPython "import " & MACRO_MODULE & "; " & command
        End If
    End If
    Exit Function
failed:
    lastFailure = LastLine(Err.Description)
    ReasonNotRun = TextOf("PythonFailed", lastFailure)
End Function

' Why there is no Python to ask, a sentence; empty where it is there. Without it nothing is started: xlwings would take
' the first one on the PATH, whichever that is, or tell of the path in its own words.
Public Function WhyNoPython() As String
    If Interpreter() = "" Then
        WhyNoPython = TextOf("NotSetUp")
    ElseIf Not IsInterpreterThere() Then
        WhyNoPython = TextOf("NoPython", Interpreter())
    End If
End Function

' Does what xlwings' RunPython does on Windows, which would tell of a failure in Python's own words.
Private Sub RunOnServer(ByVal command As String)
    ' A server that ended is started again before a macro begins: one that broke off is not begun anew by itself.
    If Not IsServerThere() Then Set pythonServer = XLPy()
    pythonServer.SetAttr pythonServer.Module("xlwings._xlwindows"), "BOOK_CALLER", CallingWorkbook()
    pythonServer.Exec command
End Sub

Private Function IsServerThere() As Boolean
    On Error GoTo lost
    If Not pythonServer Is Nothing Then IsServerThere = pythonServer.Bool(True)
lost:
End Function

' A traceback ends in the sentence that says what went wrong.
Private Function LastLine(ByVal told As String) As String
    Dim lines As Variant, place As Long
    lines = Split(Replace(told, vbCr, ""), vbLf)
    For place = UBound(lines) To 0 Step -1
        LastLine = Trim$(lines(place))
        If LastLine <> "" Then Exit For
    Next place
    If Right$(LastLine, 1) = "." Then LastLine = Left$(LastLine, Len(LastLine) - 1)
End Function

' What went wrong when Python was last asked; empty when nothing did.
Public Function FailureText() As String
    FailureText = lastFailure
End Function

Public Function IsConnected() As Boolean
    IsConnected = Not pythonServer Is Nothing
End Function

' After a failed start the next one waits: every cell that tried would hold up Excel anew.
Private Function CanConnect() As Boolean
    Dim reason As String
    If Not HasServer() Then
        lastFailure = TextOf("OnlyOnWindows")
    ElseIf Not pythonServer Is Nothing Then
        CanConnect = True
    ElseIf Now > failedAt + PAUSE_SECONDS / SECONDS_A_DAY Then
        reason = WhyNoPython()
        If reason = "" Then
            CanConnect = True
        Else
            lastFailure = reason
            failedAt = Now
        End If
    End If
End Function

Private Function IsAnswered(ByVal functionName As String, ByRef values As Variant, ByRef answer As Variant) As Boolean
    Dim failure As Long
    On Error GoTo failed
    If pythonServer Is Nothing Then Set pythonServer = XLPy()
    answer = pythonServer.CallUDF(UDF_MODULE, functionName, values)
    lastFailure = ""
    IsAnswered = True
    Exit Function
failed:
    failure = Err.Number
    lastFailure = Err.Description
    If pythonServer Is Nothing Then
        failedAt = Now
    ElseIf IsLost(failure) Then
        Set pythonServer = Nothing
    Else
        Err.Raise failure, , lastFailure
    End If
End Function

' Errors of a connection whose other end is gone: 462, RPC unavailable, RPC failed, disconnected, server died.
Private Function IsLost(ByVal errorNumber As Long) As Boolean
    Select Case errorNumber
        Case 462, &H800706BA, &H800706BE, &H80010108, &H80010007, &H80010012
            IsLost = True
    End Select
End Function

Private Function PlainValues(ByVal kinds As String, ByVal arguments As Variant) As Variant
    Dim values() As Variant, place As Long
    ReDim values(LBound(arguments) To UBound(arguments))
    For place = LBound(arguments) To UBound(arguments)
        values(place) = PlainValue(arguments(place))
        If Mid$(kinds, place - LBound(arguments) + 1, 1) = "d" Then
            If CountsFrom1904() Then values(place) = Changed(values(place), "days from 1904")
        End If
    Next place
    PlainValues = values
End Function

Private Function WithoutMarks(ByVal answer As Variant) As Variant
    WithoutMarks = Changed(InRows(answer), "marks")
End Function

' Changes every item of a value, a row or rows.
Private Function Changed(ByVal given As Variant, ByVal what As String) As Variant
    Dim row As Long, column As Long
    If Not IsArray(given) Then
        Changed = ChangedItem(given, what)
        Exit Function
    End If
    If HasColumns(given) Then
        For row = LBound(given, 1) To UBound(given, 1)
            For column = LBound(given, 2) To UBound(given, 2)
                given(row, column) = ChangedItem(given(row, column), what)
            Next column
        Next row
    Else
        For column = LBound(given) To UBound(given)
            given(column) = ChangedItem(given(column), what)
        Next column
    End If
    Changed = given
End Function

Private Function ChangedItem(ByVal item As Variant, ByVal what As String) As Variant
    ChangedItem = item
    If what = "marks" Then
        If VarType(item) <> vbString Then Exit Function
        If Left$(item, 1) = TEXT_MARK Then
            ChangedItem = Mid$(item, 2)
        ElseIf Left$(item, 1) = ERROR_MARK Then
            ChangedItem = ErrorValue(CLng(Mid$(item, 2)))
        Else
            ChangedItem = ErrorValue(xlErrValue)
        End If
    ElseIf VarType(item) = vbDouble Then
        ChangedItem = item + DAYS_TO_1904
    End If
End Function

Private Function HasColumns(ByRef given As Variant) As Boolean
    Dim most As Long
    On Error GoTo single_row
    most = UBound(given, 2)
    HasColumns = True
single_row:
End Function
