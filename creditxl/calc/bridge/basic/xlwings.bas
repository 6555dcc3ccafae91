Rem Attribute VBA_ModuleType=VBAModule
Option VBASupport 1
Option Explicit

' In the place of xlwings' module, which reaches Python through a DLL; what it tells of itself stays.
