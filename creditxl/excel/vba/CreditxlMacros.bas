Attribute VB_Name = "CreditxlMacros"
Option Explicit

' What the buttons and the ribbon run: each hands over to the Python function that does the work.

Public Sub RefreshWorkbook()
    RunMacro "refresh_workbook"
End Sub

Public Sub UndoRefresh()
    RunMacro "undo_refresh"
End Sub

Public Sub WriteRequests()
    RunMacro "write_requests"
End Sub

Public Sub DraftMails()
    RunMacro "draft_mails"
End Sub

Public Sub WriteList()
    RunMacro "write_list"
End Sub

Public Sub CheckWorkbook()
    RunMacro "check_workbook"
End Sub

Public Sub ExplainRow()
    RunMacro "explain_row"
End Sub

Public Sub GoToWorklist()
    RunMacro "go_to_worklist"
End Sub

Public Sub TryConventions()
    RunMacro "try_conventions"
End Sub

Public Sub ShareCopy()
    RunMacro "share_copy"
End Sub

Public Sub OpenGuide()
    RunMacro "open_guide"
End Sub

' Needs no Python: it tells, too, that Python cannot be reached.
Public Sub AboutCreditxl()
    MsgBox AboutText(), vbInformation, "creditxl"
End Sub
