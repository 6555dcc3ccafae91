Rem Attribute VBA_ModuleType=VBAModule
Option VBASupport 1
Option Explicit
Option Private Module

' In the place of the module that holds Excel's ways of doing things: here Python does them.

Public Function SavedCopy() As String
    SavedCopy = AskPython().SavedCopy()
End Function
