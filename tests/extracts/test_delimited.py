"""Delimited text: separators, line ends, quotation marks, ragged rows, and the rows as Excel counts them."""

import pytest

from creditxl.extracts import body, encoding, read_file, records
from tests.extracts.reading import (
    CONFIG,
    ENTRY,
    HEADINGS,
    column,
    entry,
    read_ledger,
    read_text,
    refusal,
    said,
)

HEAD = "Nro;Nimi;Maksuehto;Y-tunnus"


@pytest.fixture(params=["as they come", "of a few bytes"])
def _blocks(request, monkeypatch):
    """Blocks as they come and so small that every seam of them is crossed."""
    if request.param == "of a few bytes":
        monkeypatch.setattr(encoding, "PIECE", 11)
        monkeypatch.setattr(encoding, "BLOCK", 100)
        monkeypatch.setattr(body, "ROWS_AT_ONCE", 2)


pytestmark = pytest.mark.usefixtures("_blocks")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_found(tmp_path, separator, end):
    lines = [HEAD, "1;Alfa;14 pv;1234567-1", ";;;", "", "2;Beta;30 pv;2345678-0"]
    text = end.join(lines).replace(";", separator) + end

    table, issues = read_text(tmp_path, text)

    assert column(table, "name") == ["Alfa", "Beta"]
    assert column(table, "row") == [2, 5]  # blank lines count, and hold nothing
    assert table.rows_read == 2
    assert table.file.form == f"CSV, UTF-8, {'tab' if separator == chr(9) else separator}"
    assert not issues


def test_a_file_may_end_without_a_line_end(tmp_path):
    table, _ = read_text(tmp_path, f"{HEAD}\n1;Alfa;14 pv;1234567-1")

    assert column(table, "business_id") == ["1234567-1"]


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"'])
def test_the_line_that_names_the_separator_is_no_row_of_excels(tmp_path, first):
    table, _ = read_text(tmp_path, f"{first}\r\n{HEAD}\r\n1;A,B;14 pv;\r\n")

    assert (column(table, "name"), column(table, "row")) == (["A,B"], [2])


def test_titles_may_stand_above_the_headings(tmp_path):
    table, _ = read_text(tmp_path, f'Customers of "Havu"\n\nprinted;1.2.2018\n{HEAD}\n1;Alfa;14 pv;\n')

    assert (column(table, "customer_no"), column(table, "row")) == (["1"], [5])


@pytest.mark.parametrize(("titles", "is_found"), [(19, True), (20, False)])
def test_headings_are_looked_for_in_the_first_twenty_rows(tmp_path, titles, is_found):
    path = tmp_path / "a.csv"
    path.write_text("title\n" * titles + f"{HEAD}\n1;Alfa;14 pv;\n")

    assert bool(read_file(path, CONFIG).tables) is is_found


QUOTED = [  # lines below the headings, then the names and rows that they hold
    ('1;"Alfa; Beta";14;\n', ["Alfa; Beta"], [2]),
    ('1;"Alfa ""A"" Oy";14;\n', ['Alfa "A" Oy'], [2]),
    ('"1";"Alfa";"14";""\n"2";"Beta";"30";""\n', ["Alfa", "Beta"], [2, 3]),
    ('1;"Alfa\nBeta";14;\n2;Gamma;30;\n', ["Alfa\nBeta", "Gamma"], [2, 3]),  # a quoted break is one row, as in Excel
    ('1;"Alfa\r\n\r\nBeta";14;\r\n2;Gamma;30;\r\n', ["Alfa\n\nBeta", "Gamma"], [2, 3]),
    ('1;5" putki;14;\n2;Beta;30;\n', ['5" putki', "Beta"], [2, 3]),  # a mark within a cell is a mark
    ('1;"Alfa "A" Oy";14;\n2;Beta;30;\n', ['Alfa A" Oy"', "Beta"], [2, 3]),  # as Excel reads it
    ('1;"";14;x\n', [None], [2]),
    ('1;" Alfa ";14;\n', ["Alfa"], [2]),
]


@pytest.mark.parametrize(("lines", "names", "rows"), QUOTED)
def test_quotation_marks_are_read_as_excel_reads_them(tmp_path, lines, names, rows):
    table, issues = read_text(tmp_path, f"{HEAD}\n{lines}")

    assert (column(table, "name"), column(table, "row")) == (names, rows)
    assert not issues


@pytest.mark.parametrize(
    "bad",
    [
        '2;"Beta;30;\n',  # never closed
        '2;"Beta;30;2345678-0\n',
        '2;Beta;"30;\n',
    ],
)
@pytest.mark.parametrize("after", ["", '5;"Delta";14;\n', '5;"Delta; x";14;\n6;Eta;14;\n'])
def test_an_open_quotation_mark_costs_its_own_row_alone(tmp_path, bad, after):
    table, issues = read_text(tmp_path, f"{HEAD}\n1;Alfa;14;\n{bad}3;Gamma;14;\n4;Zeta;14;\n{after}")

    assert column(table, "customer_no") == [*"134", *[line[0] for line in after.splitlines()]]
    assert [(issue.row, str(issue.message)) for issue in issues] == [
        (3, "a quotation mark opens on this row and is not closed as it should be")
    ]
    assert table.rows_read == table.frame.height + 1


def test_a_quotation_that_swallows_rows_and_closes_is_seen(tmp_path):
    table, issues = read_text(tmp_path, f'{HEAD}\n1;"Alfa;14;x\n2;Beta;14;x\n3;Gamma";14;x\n4;Delta;14;x\n')

    assert column(table, "name") == ["Beta", 'Gamma"', "Delta"]
    assert [issue.row for issue in issues] == [2]


@pytest.mark.parametrize(("row", "rows"), [("{};Alfa;14;x\n", 3990), ("{}_Alfa_14_x\n", 0)])
@pytest.mark.parametrize("end", ["", '";\n'])
def test_a_quotation_longer_than_any_cell_was_never_closed(tmp_path, row, rows, end):
    long = "".join(row.format(number) for number in range(10, 4000))

    table, issues = read_text(tmp_path, f'{HEAD}\n1;Alfa;14;"x\n{long}{end}')

    assert column(table, "name").count("Alfa") == rows
    assert issues[0].row == 2
    assert str(issues[0].message).startswith("a quotation mark opens on this row")


def test_a_row_with_too_many_cells_is_left_out_and_one_with_too_few_has_empty_ones(tmp_path):
    lines = ["1;Alfa;14;x", "2;Be;ta;14;x", "3;Gamma;14", "4;De;lta;14;", "5;Eta", ";;;;;"]

    table, issues = read_text(tmp_path, "\n".join([HEAD, *lines]))

    assert column(table, "customer_no") == ["1", "3", "5"]
    assert column(table, "payment_term") == ["14", "14", None]
    assert [(issue.row, issue.value, str(issue.message)) for issue in issues] == [
        (3, "2;Be;ta;14;x", "the row has more cells than there are headings"),
        (
            5,
            "4;De;lta;14;",
            "the row has more cells than there are headings",
        ),  # its last cell is empty, and none of it right
    ]


def test_every_row_may_end_with_a_separator(tmp_path):
    table, issues = read_text(tmp_path, f"{HEAD}\n1;Alfa;14;x;\n2;Beta;14;x;\n\n3;Ga;mma;14;x;\n4;Delta;14;x;\n")

    assert column(table, "name") == ["Alfa", "Beta", "Delta"]
    assert [issue.row for issue in issues] == [5]


def test_amounts_that_are_cut_in_two_by_their_commas_are_not_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("\n".join([",".join(HEADINGS), *(",".join(entry(amount="12,50")) for _ in range(3))]))

    issue = refusal(path)

    assert str(issue.message) == "the row has more cells than there are headings"
    assert (issue.row, issue.value[:18]) == (None, "10001,Lasku,L1,31.")


def test_signs_of_no_width_are_no_part_of_a_cell(tmp_path):
    table, _ = read_text(tmp_path, f"{HEAD}\n\u200b1\ufeff ;Alfa\u200e;14;\n")

    assert (column(table, "customer_no"), column(table, "name")) == (["1"], ["Alfa"])


SALESFORCE = '"Asiakasnro","Nimi","Maksuehto"\n"1","Alfa, Oy","14"\n"2","Beta ""B""","30"\n'


@pytest.mark.parametrize(
    "footer",
    [
        '\n\n"Asiakkaat"\n"Copyright (c) 2000-2018 salesforce.com, inc. All rights reserved."\n"Havu, Oy"\n',
        '"Copyright (c) salesforce.com, inc."\n"Confidential Information - Do Not Distribute"\n',
        '\n"Generated By: A, B 1.2.2018 10:15"\n"Havu"',
        "\n\n\n",
        '\n"Asiakkaat"\n',
    ],
)
def test_the_footer_of_a_salesforce_report_is_no_row(tmp_path, footer):
    table, issues = read_text(tmp_path, SALESFORCE + footer)

    assert column(table, "name") == ["Alfa, Oy", 'Beta "B"']
    assert table.rows_read == 2
    assert not issues


def test_a_last_row_that_was_cut_short_is_no_footer(tmp_path):
    table, issues = read_ledger(tmp_path, ENTRY, ("10002",))

    assert table.rows_read == 2
    assert said(issues)[0] == (3, "Asiakirjatyyppi", "the cell is empty, and its row needs it")


def test_a_last_cell_with_a_line_break_is_no_footer(tmp_path):
    table, issues = read_text(tmp_path, 'Nro;Maksuehto;Nimi\n1;14;"Alfa\nBeta Oy"\n')

    assert column(table, "name") == ["Alfa\nBeta Oy"]
    assert not issues


def test_cells_that_keep_their_zeros_for_excel_are_read_without_the_guard(tmp_path):
    table, _ = read_text(tmp_path, f'{HEAD}\n="00012";Alfa;14;\n"=""00013""";Beta;14;\n')

    assert column(table, "customer_no") == ["00012", "00013"]


def test_ids_stay_text_from_the_first_byte(tmp_path):
    table, _ = read_text(tmp_path, f"{HEAD}\n00012;007;030;0123456-7\n1E5;x;1.0;\n")

    assert column(table, "customer_no") == ["00012", "1E5"]
    assert column(table, "payment_term") == ["030", "1.0"]


def test_a_row_that_holds_only_what_is_not_wanted_is_a_row(tmp_path):
    table, issues = read_text(tmp_path, "Nro;Nimi;Maksuehto;Muu\n1;Alfa;14;\n;;;huomautus\n;;;\n")

    assert table.rows_read == 2
    assert said(issues) == [(3, "Nro", "the cell is empty, and its row needs it")]


def test_a_carriage_return_within_a_line_is_no_row(tmp_path):
    table, issues = read_text(tmp_path, f'{HEAD}\n1;"Al\rfa";14;\n2;Be\rta;14;"\n3;Gamma;14;x\n')

    assert column(table, "name") == ["Al fa", "Gamma"]
    assert [issue.row for issue in issues] == [3]


def test_a_file_with_headings_alone_is_an_empty_table(tmp_path):
    table, issues = read_text(tmp_path, HEAD)

    assert (table.frame.height, table.rows_read) == (0, 0)
    assert {"customer_no", "company", "row"} <= set(table.frame.columns)
    assert not issues


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(tmp_path, data):
    path = tmp_path / "a.csv"
    path.write_bytes(data)

    assert str(refusal(path).message) == "the file is empty"


def test_an_open_quotation_at_the_end_waits_for_the_next_lines():
    cutter = records.Cutter(";", 2)

    assert [end for _, end in cutter.cut(["a;b\n", 'c;"d\n', "e\n"], last=False)] == [1]
    assert [end for _, end in cutter.cut(['c;"d\n', "e\n", 'f"\n'], last=False)] == [3]


def test_a_line_longer_than_any_row_is_left_out(tmp_path):
    table, issues = read_text(tmp_path, f'{HEAD}\n1;Alfa;14;x\n2;"Beta" {"y" * 140_000};14;x\n3;Gamma;14;x\n')

    assert column(table, "customer_no") == ["1", "3"]
    assert [issue.row for issue in issues] == [3]
