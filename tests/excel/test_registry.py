"""What a definition of a worksheet function must be, and what stands written from the definitions."""

import re
import subprocess
import sys

import pytest

from creditxl.errors import Message, msg
from creditxl.excel import reading
from creditxl.excel.functions import FUNCTIONS
from creditxl.excel.page import PAGE, functions_page
from creditxl.excel.registry import LONGEST_HELP, MOST_ARGUMENTS, Argument, Gives, function, is_cell_address
from creditxl.excel.vba import functions_module, help_module
from creditxl.labels import LANGUAGES, Labels

DESIGNED = {
    "LIMIT_NEED": ["sales", "term", "factors"],
    "PAYMENT_TERM_FACTOR": ["term", "factors"],
    "PAYMENT_TERM_DAYS": ["term"],
    "RECOMMENDATION_STATUS": ["kind", "decision", "decided_on", "as_of"],
    "COVER": ["limit", "recommendation_status"],
    "COVERAGE_GAP": ["need", "cover"],
    "LIMIT_STATUS": ["need", "limit"],
    "CREDIT_ACTION": [],
    "BUSINESS_ID_VALID": ["id"],
    "VAT_NUMBER": ["id"],
    "LOSS_ESTIMATE": ["receivables", "cover", "deductible"],
    "SALES_TO_RECOVER": ["loss", "margin"],
}
LONGEST_LINE, MOST_CONTINUED = 1023, 24  # that VBA takes
A_NUMBER = Argument(msg("A number."), reading.number)


def test_every_function_that_was_designed_is_there_with_its_arguments_first():
    found = {one.name: list(one.arguments) for one in FUNCTIONS}

    assert DESIGNED.keys() <= found.keys()
    for name, arguments in DESIGNED.items():
        assert found[name][: len(arguments)] == arguments


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DSO90", True),
        ("PD1", True),
        ("XFD1048576", True),
        ("A1", True),
        ("R1C1", True),
        ("R", True),
        ("C12", True),
        ("r2", True),
        ("RC", True),
        ("COVER", False),
        ("VAT_NUMBER", False),
        ("LIMITS1", False),  # four letters and more are no column
    ],
)
def test_the_addresses_of_cells_are_known(name, expected):
    assert is_cell_address(name) is expected


def test_no_function_or_argument_is_named_like_a_cell():
    for one in FUNCTIONS:
        assert not is_cell_address(one.name)
        assert not any(map(is_cell_address, one.arguments))


def test_a_function_named_like_a_cell_is_refused():
    with pytest.raises(ValueError, match="PD1: the name of a function must not be the address of a cell"):

        @function(Gives.RATIO, sales=A_NUMBER)
        def pd1(sales):
            """Say something."""


def test_arguments_described_otherwise_than_the_function_has_them_are_refused():
    with pytest.raises(ValueError, match="not those of the Python function"):

        @function(Gives.RATIO, sales=A_NUMBER)
        def some_function(need):
            """Say something."""


def test_more_arguments_than_the_vba_could_tell_of_are_refused():
    names = [f"cell_{place}" for place in range(MOST_ARGUMENTS + 1)]
    written = f"def some_function({', '.join(names)}): 'Say something.'"
    made = {}
    exec(written, made)  # noqa: S102 - this test's own line

    with pytest.raises(ValueError, match=f"at most {MOST_ARGUMENTS} arguments, not {len(names)}"):
        function(Gives.RATIO, **dict.fromkeys(names, A_NUMBER))(made["some_function"])


@pytest.mark.parametrize("told", ["", "Määrä.", "x" * 256])
def test_a_help_text_that_excel_could_not_show_whole_is_refused(told):
    with pytest.raises(ValueError, match="a help text is ASCII, of 1 to 255 characters"):

        @function(Gives.RATIO, sales=Argument(Message(told), reading.number))
        def some_function(sales):
            """Say something."""


def test_a_function_without_help_is_refused():
    with pytest.raises(ValueError, match="a help text is"):

        @function(Gives.RATIO, sales=A_NUMBER)
        def some_function(sales):
            pass


def test_the_vba_wraps_every_function_with_its_arguments_in_order():
    written = re.sub(r" _\n\s+", " ", functions_module(FUNCTIONS, "1.2.3"))

    assert 'Public Const BUILT_VERSION As String = "1.2.3"' in written
    for one in FUNCTIONS:
        head = re.search(rf"Public Function {one.name}\((.*?)\) As Variant", written)
        call = re.search(rf'{one.name} = CallUdf\("{one.name}", "([vd]+)", Array\((.*?)\)\)', written)
        declared = [part.replace("Optional ", "").split()[1] for part in head[1].split(",")]
        optional = {part.split()[-3] for part in head[1].split(",") if "Optional" in part}

        assert declared == [name.strip() for name in call[2].split(",")] == list(one.arguments)
        assert optional == one.optional
        assert call[1] == "".join("d" if argument.is_day else "v" for argument in one.arguments.values())


def told(written):
    """Return the texts of a help module as Excel gets them: function → its own, and its arguments'."""
    described = re.findall(r'Describe "(\w+)", (.*), Array\( (.*)\)$', re.sub(r" _\n\s+", " ", written), re.MULTILINE)
    return {name: [summed(text), *map(summed, re.split(r'(?<="), (?=")', each))] for name, text, each in described}


def summed(written):
    """Return what VBA makes of a sum of quoted texts and ChrW numbers."""
    pieces = re.findall(r'"((?:[^"]|"")*)"|ChrW\((\d+)\)', written)
    return "".join(chr(int(number)) if number else text.replace('""', '"') for text, number in pieces)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_tells_of_every_function_and_argument_in_the_workbooks_language(language):
    labels = Labels(language, currency="")
    expected = {
        one.name: [labels.text(one.help), *(labels.message(each.help) for each in one.arguments.values())]
        for one in FUNCTIONS
    }

    assert told(help_module(FUNCTIONS, labels)) == expected


def test_the_help_names_the_shipped_defaults_as_the_language_writes_them():
    finnish, english = (told(help_module(FUNCTIONS, Labels(language))) for language in ("fi", "en"))

    assert finnish["COVER"][-1].endswith("Jos ei annettu: 30\N{NO-BREAK SPACE}000.")
    assert finnish["LOSS_ESTIMATE"][-1].endswith("10 %–25 %; luku 0,10 on 10 %. Jos ei annettu: 10 %.")
    assert english["PAYMENT_TERM_DAYS"][2].endswith("Not given: longest.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_excel_shows_every_help_text_whole(language):
    texts = [text for each in told(help_module(FUNCTIONS, Labels(language))).values() for text in each]

    assert [text for text in texts if not 0 < len(text) <= LONGEST_HELP] == []


@pytest.mark.parametrize(
    "written", [functions_module(FUNCTIONS, "1"), *(help_module(FUNCTIONS, Labels(each)) for each in LANGUAGES)]
)
def test_the_written_vba_keeps_to_the_bounds_of_vba(written):
    continued = max(len(run.split("\n")) for run in re.findall(r"(?:.* _\n)+", written)) - 1

    assert written.isascii()
    assert max(map(len, written.split("\n"))) <= LONGEST_LINE
    assert continued <= MOST_CONTINUED
    assert MOST_ARGUMENTS < MOST_CONTINUED


def test_quotes_in_a_help_text_are_doubled():
    @function(Gives.RATIO, sales=A_NUMBER)
    def some_function(sales):
        """Say "something"."""

    assert 'VB_Description = "Say ""something""."' in functions_module([some_function], "1")


def test_the_page_of_the_documentation_is_the_one_that_the_definitions_write():
    assert PAGE.read_text("utf-8") == functions_page(), "run python -m creditxl.excel.page"


def test_a_first_answer_loads_no_pandas_polars_or_excel_library():
    heavy = "{'pandas', 'polars', 'numpy', 'xlwings', 'xlsxwriter', 'openpyxl', 'babel'}"
    code = (
        "import sys\n"
        "from creditxl.excel.functions import FUNCTIONS\n"
        "assert FUNCTIONS[0](1000, '14 pv netto') == 1466.67\n"
        f"print(sorted({heavy} & sys.modules.keys()))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"
