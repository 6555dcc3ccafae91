"""The VBA itself, run by LibreOffice's Basic: loading, the marks of a crossing, errors, one retry.

Two modules are doubled: xlwings', whose other end is a DLL of Windows, by one whose server is a class of Basic that
answers as asked; and the host's, which holds what each program does in its own way. Every other module is the shipped
one. LibreOffice shows what `CVErr` gives as the text "Error 2042".
"""

from io import BytesIO

import pytest
from xlsxwriter import Workbook

from creditxl import __version__
from creditxl.calc import unoapi
from creditxl.calc.failures import OfficeError
from creditxl.calc.office import Office, find_soffice
from creditxl.excel.build import attach_macros
from creditxl.excel.project import ENGLISH, class_modules, project_of, standard_modules
from creditxl.excel.texts import PLACE, TEXTS, texts_module
from creditxl.labels import LANGUAGES, Labels

LONGEST_LINE = 1023  # that VBA takes

XLWINGS = """Attribute VB_Name = "xlwings"
Option Explicit
Public Const XLWINGS_VERSION As String = "0.37.8"
Public starts As Long
Public isDown As Boolean
Public ran As String
Public Function XLPy() As Object
    starts = starts + 1
    If isDown Then Err.Raise 1000, , "Could not start Python"
    Set XLPy = New FakeServer
End Function
Public Sub RunPython(ByVal command As String)
End Sub
Public Function STARTS_SO_FAR(ByVal after As Variant) As Variant
    STARTS_SO_FAR = starts
End Function
Public Function WHAT_RAN(ByVal after As Variant) As Variant
    WHAT_RAN = ran
End Function
Public Function TAKE_DOWN() As Variant
    isDown = True
    TAKE_DOWN = "down"
End Function
"""
SERVER = """Option Explicit
Public Function CallUDF(ByVal moduleName As String, ByVal functionName As String, ByVal values As Variant) As Variant
    Dim cells(1 To 2, 1 To 2) As Variant
    Select Case values(0)
        Case 1
            CallUDF = 2000.5
        Case 2
            CallUDF = "'valid"
        Case 3
            CallUDF = "#2042"
        Case 4
            CallUDF = "'#2042"
        Case 5
            CallUDF = "no mark"
        Case 6
            cells(1, 1) = 1: cells(1, 2) = "'a": cells(2, 1) = "#2007": cells(2, 2) = 3.5
            CallUDF = cells
        Case 7
            CallUDF = "'" & moduleName & " " & functionName & " " & UBound(values)
        Case 8
            Err.Raise 1001, , "Python said no"
        Case 9
            If starts < 2 Then Err.Raise 462, , "The server is gone"
            CallUDF = "'after a second start"
        Case 10
            Err.Raise 462, , "The server is gone"
        Case 11
            CallUDF = Array(1, "'b")
        Case 12
            CallUDF = "'"
        Case 13
            CallUDF = values(2) + values(3)
    End Select
End Function
Public Function Bool(ByVal value As Variant) As Boolean
    If isDown Then Err.Raise 462, , "The server is gone"
    Bool = value
End Function
Public Function Module(ByVal name As String) As String
    Module = name
End Function
Public Sub SetAttr(ByVal owner As Variant, ByVal name As String, ByVal value As Variant)
    If owner <> "xlwings._xlwindows" Or name <> "BOOK_CALLER" Then Err.Raise 1002, , "not where xlwings looks"
End Sub
Public Sub Exec(ByVal command As String)
    Dim told As String
    told = "Traceback:" & vbLf & "  line 1" & vbLf & "ValueError: no." & vbLf
    If InStr(command, "fail") > 0 Then Err.Raise 1003, , told
    ran = ran & command & "|"
End Sub
"""
HOST = """Attribute VB_Name = "CreditxlHost"
Option Explicit
Public Function HasServer() As Boolean
    HasServer = True
End Function
Public Function CallingWorkbook() As Object
    Set CallingWorkbook = ThisWorkbook
End Function
Public Function IsReadOnly() As Boolean
    IsReadOnly = False
End Function
Public Function Interpreter() As String
    Interpreter = "C:\\Python\\python.exe"
End Function
Public Function IsInterpreterThere() As Boolean
    IsInterpreterThere = True
End Function
Public Function CanRunQuietly() As Boolean
    CanRunQuietly = True
End Function
Public Function PlainValue(Optional ByVal argument As Variant) As Variant
    If Not IsMissing(argument) Then PlainValue = argument
End Function
Public Function InRows(ByVal answer As Variant) As Variant
    InRows = answer
End Function
Public Function ErrorValue(ByVal errorNumber As Long) As Variant
    ErrorValue = CVErr(errorNumber)
End Function
Public Function CountsFrom1904() As Boolean
End Function
"""
FORMULAS = {
    "a number": "LIMIT_NEED(1,30)",
    "a text": "LIMIT_NEED(2,30)",
    "an error": "LIMIT_NEED(3,30)",
    "a text that looks like an error": "LIMIT_NEED(4,30)",
    "a text without a mark": "LIMIT_NEED(5,30)",
    "what was asked": "LIMIT_NEED(7,30)",
    "an exception of Python": "LIMIT_NEED(8,30)",
    "why it failed": "FailureText()&LEFT(A7,0)",
    "an empty text": "LIMIT_NEED(12,30)",
    "version": "CREDITXL_VERSION()",
}


@pytest.fixture(scope="module")
def office():
    try:
        find_soffice()
        unoapi.load()
    except OfficeError as error:
        pytest.skip(f"LibreOffice runs none of these tests: {error}")
    with Office.start() as running:
        yield running


@pytest.fixture
def opened(office, tmp_path):
    """What opens a workbook of some formulas, one below another, recalculates it, and returns what its cells show."""

    def results(formulas, array="", host=HOST, labels=ENGLISH):
        path = tmp_path / "book.xlsm"
        with Workbook(path) as book:
            sheet = book.add_worksheet()
            for row, formula in enumerate(formulas):
                sheet.write_formula(row, 0, f"={formula}")
            if array:
                sheet.write_array_formula("C1:D2", f"{{={array}}}")
            standard = standard_modules(labels) | {"xlwings": XLWINGS, "CreditxlHost": host}
            book.add_vba_project(BytesIO(project_of(1, standard, {"FakeServer": SERVER})), is_stream=True)
            book.set_vba_name()
            sheet.set_vba_name()
        return shown(office, path, len(formulas), "C1:D2" if array else "")

    return results


def shown(office, path, rows, array):
    arguments = unoapi.arguments(MacroExecutionMode=4, Hidden=True)
    document = office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, arguments)
    document.calculateAll()
    sheet = document.Sheets.getByIndex(0)
    found = [sheet.getCellByPosition(0, row).String for row in range(rows)]
    if array:
        cells = sheet.getCellRangeByName(array)
        found += [cells.getCellByPosition(column, row).String for row in (0, 1) for column in (0, 1)]
    document.close(True)  # noqa: FBT003 - UNO knows no names of arguments
    return found


def test_marks_errors_and_failures_are_told_apart(opened):
    found = dict(zip(FORMULAS, opened(list(FORMULAS.values())), strict=True))

    assert found == {
        "a number": "2000.5",
        "a text": "valid",
        "an error": "Error 2042",
        "a text that looks like an error": "#2042",
        "a text without a mark": "Error 2015",
        "what was asked": "creditxl.excel.udfs LIMIT_NEED 2",
        "an exception of Python": "Error 2015",
        "why it failed": "Python said no",
        "an empty text": "",
        "version": __version__,
    }


def test_rows_and_columns_keep_their_place_and_their_errors(opened):
    assert opened([], array="LIMIT_NEED(6,30)") == ["1", "a", "Error 2007", "3.5"]


def test_a_lost_server_is_started_once_more_and_answers(opened):
    assert opened(["LIMIT_NEED(9,30)", "STARTS_SO_FAR(A1)"]) == ["after a second start", "2"]


def test_a_server_that_is_lost_again_is_not_available_and_not_started_a_third_time(opened):
    assert opened(["LIMIT_NEED(10,30)", "STARTS_SO_FAR(A1)"]) == ["Error 2042", "2"]


def test_after_a_failed_start_other_cells_do_not_try_anew(opened):
    found = opened(["TAKE_DOWN()", "LIMIT_NEED(LEN(A1),30)", "LIMIT_NEED(LEN(A2),30)", "STARTS_SO_FAR(A3)"])

    assert found == ["down", "Error 2042", "Error 2042", "1"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        # It was made for no computer: xlwings would start whichever Python is first on the PATH.
        ('Interpreter = "C:\\Python\\python.exe"', 'Interpreter = ""', TEXTS["NotSetUp"]),
        (
            "IsInterpreterThere = True",
            "IsInterpreterThere = False",
            TEXTS["NoPython"].replace(PLACE, "C:\\Python\\python.exe"),
        ),
    ],
)
def test_without_its_own_python_a_function_starts_none_is_not_available_and_about_says_why(opened, before, after, told):
    asked = ["LIMIT_NEED(1,30)", "LIMIT_NEED(2,30)", "FailureText()&LEFT(A2,0)", "STARTS_SO_FAR(A2)"]
    found = opened([*asked, "AboutText()&LEFT(A2,0)"], host=HOST.replace(before, after))

    assert found[:4] == ["Error 2042", "Error 2042", told, "0"]
    assert found[4].splitlines()[-1] == told


def test_dates_of_a_workbook_that_counts_from_1904_are_made_those_of_1900_and_numbers_are_not(opened):
    host = HOST.replace("CountsFrom1904() As Boolean\n", "CountsFrom1904() As Boolean\n    CountsFrom1904 = True\n")
    days = "RECOMMENDATION_STATUS(13,0,100,200)"  # the two last are dates
    numbers = "CREDIT_ACTION(13,0,100,200)"  # the last alone is

    assert opened([days, numbers]) == ["300", "300"]
    assert opened([days, numbers], host=host) == [str(300 + 2 * 1462), str(300 + 1462)]


def test_a_macro_is_handed_to_python_as_xlwings_would(opened):
    found = opened(['ReasonNotRun("check_workbook")', "WHAT_RAN(A1)"])

    assert found == ["", "import creditxl.excel.macros; creditxl.excel.macros.check_workbook()|"]


def test_a_macro_is_told_that_its_workbook_is_open_for_reading_only(opened):
    host = HOST.replace("IsReadOnly = False", "IsReadOnly = True")
    found = opened(['ReasonNotRun("check_workbook")', "WHAT_RAN(A1)"], host=host)

    assert found == ["", "import creditxl.excel.macros; creditxl.excel.macros.check_workbook(read_only=True)|"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        # It was not made for this computer.
        ('Interpreter = "C:\\Python\\python.exe"', 'Interpreter = ""', TEXTS["NotSetUp"]),
        # Python was moved or taken away.
        (
            "IsInterpreterThere = True",
            "IsInterpreterThere = False",
            TEXTS["NoPython"].replace(PLACE, "C:\\Python\\python.exe"),
        ),
        # The add-in, with no workbook in front of it.
        ("Set CallingWorkbook = ThisWorkbook", "Set CallingWorkbook = Nothing", TEXTS["NoWorkbook"]),
    ],
)
def test_what_keeps_a_macro_from_running_is_told_in_a_sentence(opened, before, after, told):
    assert before in HOST

    assert opened(['ReasonNotRun("check_workbook")'], host=HOST.replace(before, after)) == [told]


def test_a_python_that_does_not_start_is_told_and_what_it_said(opened):
    found = opened(["TAKE_DOWN()", 'ReasonNotRun("check_workbook"&LEFT(A1,0))', "FailureText()&LEFT(A2,0)"])

    assert found == ["down", TEXTS["PythonFailed"].replace(PLACE, "Could not start Python"), "Could not start Python"]


def test_of_a_traceback_the_last_line_is_told(opened):
    assert opened(['ReasonNotRun("fail")']) == [TEXTS["PythonFailed"].replace(PLACE, "ValueError: no")]


def test_a_server_that_ended_is_started_again_before_the_next_macro(opened):
    asked = ['ReasonNotRun("check_workbook")', "TAKE_DOWN()&LEFT(A1,0)", 'ReasonNotRun("open_guide"&LEFT(A2,0))']
    found = opened([*asked, "STARTS_SO_FAR(A3)"])

    # The second start fails here, as the double stays down; what counts is that it was tried.
    assert found[2:] == [TEXTS["PythonFailed"].replace(PLACE, "Could not start Python"), "2"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_vba_speaks_the_workbooks_language(language):
    module = texts_module(Labels(language))

    assert module.isascii()
    assert max(map(len, module.splitlines())) < LONGEST_LINE


def test_the_texts_come_out_of_the_vba_as_they_stand_in_the_catalogue(opened):
    finnish = Labels("fi")
    found = opened([f'TextOf("{name}","x")' for name in TEXTS], labels=finnish)

    assert found == [finnish.text(text).replace(PLACE, "x") for text in TEXTS.values()]


def test_the_shipped_modules_load_once_those_of_windows_and_macos_are_out_of_the_way(office, tmp_path):
    path = tmp_path / "shipped.xlsm"
    with Workbook(path) as book:
        book.add_worksheet().write_formula("A1", "=CREDITXL_VERSION()")
        attach_macros(book)
    arguments = unoapi.arguments(MacroExecutionMode=4, Hidden=True)
    document = office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, arguments)
    library = document.BasicLibraries.getByName("VBAProject")
    loaded = set(library.ElementNames)
    # LibreOffice takes no #If: it would compile the halves of both systems, and refuse the whole library.
    library.replaceByName("xlwings", XLWINGS.replace("New FakeServer", "Nothing"))
    library.removeByName("Dictionary")
    document.calculateAll()
    version = document.Sheets.getByIndex(0).getCellByPosition(0, 0).String
    document.close(True)  # noqa: FBT003 - UNO knows no names of arguments

    assert loaded == standard_modules().keys() | class_modules().keys() | {"ThisWorkbook", "Sheet1"}
    assert version == __version__
