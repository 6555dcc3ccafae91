"""The request files: exactly the open rows, checked before they are written, and texts that stay texts."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from creditxl.errors import ConfigError
from creditxl.labels import Labels
from creditxl.model import ActionName as A
from creditxl.model import Owner
from creditxl.outgoing import Forms, write_requests
from tests.outgoing.reviews import AS_OF, NASTY, everyone, one, pairs
from tests.workbook.reviews import account, customer, review

EN = Labels("en")
HEADINGS = [
    "Policy number",
    "Euler-ID",
    "Country code",
    "Identifier type",
    "Identifier value",
    "Your customer references",
    "Amount Requested",
    "Currency",
    "Comments",
    "Credit period",
]
ASKED = {
    "limit-requests": {A.APPLY_LIMIT, A.INCREASE_LIMIT, A.REDUCE_LIMIT},
    "limit-cancellations": {A.CANCEL_LIMIT},
    "recommendation-requests": {
        A.APPLY_QUICK,
        A.APPLY_CONTINUOUS,
        A.CONVERT_TO_CONTINUOUS,
        A.CANCEL_RECOMMENDATION,
    },
}
ALL_ASKED = set().union(*ASKED.values())


def write(made, folder, done=frozenset(), forms=None, labels=EN, *, overwrite=False):
    return write_requests(made, labels, folder, done=done, forms=forms or Forms(), overwrite=overwrite)


def sheet(path):
    """Return the rows under the headings by heading, as openpyxl reads them."""
    headings, *rows = load_workbook(path).active.iter_rows(values_only=True)

    assert list(headings) == HEADINGS
    return [dict(zip(headings, row, strict=True)) for row in rows]


def csv_rows(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def file(folder, name, ending="xlsx"):
    return folder / f"{name}-{AS_OF}.{ending}"


def test_a_request_has_the_insurers_columns_in_their_order(tmp_path):
    made = one(A.APPLY_LIMIT, amount=Decimal(42000), payment_term_days=45)
    write(made, tmp_path, forms=Forms(policy_number="0012345"))

    assert sheet(file(tmp_path, "limit-requests")) == [
        {
            "Policy number": "0012345",
            "Euler-ID": None,
            "Country code": "FI",
            "Identifier type": "Y-tunnus",
            "Identifier value": "1234567-1",
            "Your customer references": "00010",
            "Amount Requested": 42000,
            "Currency": "EUR",
            "Comments": None,
            "Credit period": 45,
        }
    ]


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("42000", 42000),  # whole already
        ("42000.01", 43000),
        ("0.01", 1000),
        ("999.99", 1000),
    ],
)
def test_amounts_are_rounded_up_to_the_policys_step(tmp_path, amount, written):
    write(one(A.APPLY_LIMIT, amount=Decimal(amount)), tmp_path)

    assert sheet(file(tmp_path, "limit-requests"))[0]["Amount Requested"] == written


def test_the_step_is_the_policys_own(tmp_path):
    made = one(A.APPLY_LIMIT, amount=Decimal(42001))
    write(replace(made, policy=replace(made.policy, limit_step=Decimal(5000))), tmp_path)

    assert sheet(file(tmp_path, "limit-requests"))[0]["Amount Requested"] == 45000


@pytest.mark.parametrize("name", [A.APPLY_LIMIT, A.INCREASE_LIMIT, A.REDUCE_LIMIT])
def test_limits_to_apply_for_raise_and_reduce_stand_in_one_file(tmp_path, name):
    write(one(name), tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [f"limit-requests-{AS_OF}.xlsx"]


def test_a_limit_to_cancel_stands_in_a_file_of_its_own_and_asks_for_nothing(tmp_path):
    write(one(A.CANCEL_LIMIT, amount=Decimal(50000)), tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [f"limit-cancellations-{AS_OF}.xlsx"]
    assert sheet(file(tmp_path, "limit-cancellations"))[0]["Amount Requested"] == 0


@pytest.mark.parametrize(
    ("name", "amount", "kind", "written"),
    [
        (A.APPLY_QUICK, None, "quick", ""),  # a quick recommendation has no amount
        (A.APPLY_CONTINUOUS, Decimal("12000.50"), "continuous", "13000.00"),
        (A.CONVERT_TO_CONTINUOUS, Decimal(13000), "continuous", "13000.00"),
        (A.CANCEL_RECOMMENDATION, None, "continuous", ""),
    ],
)
def test_a_recommendation_has_the_crms_columns(tmp_path, name, amount, kind, written):
    write(one(name, Owner.RECEIVABLES_CLERK, amount, seller="Myyjä 1"), tmp_path)

    assert csv_rows(file(tmp_path, "recommendation-requests", "csv")) == [
        {
            "business_id": "1234567-1",
            "name": "Koivu Oy",
            "action": name.value,
            "kind": kind,
            "amount": written,
            "currency": "EUR",
            "business_line": "Rakennus",
            "seller": "Myyjä 1",
            "requested_on": "2026-10-31",
            "due_on": "",
        }
    ]


def test_the_crms_file_is_quoted_utf_8_without_a_mark_at_its_head(tmp_path):
    write(one(A.APPLY_QUICK, amount=None, name="Äyräs Oy"), tmp_path)
    content = file(tmp_path, "recommendation-requests", "csv").read_bytes()

    assert content.startswith(b'"business_id","name",')
    assert '"Äyräs Oy"'.encode() in content
    assert b"\r" not in content


def test_the_crms_own_headings_go_before_ours(tmp_path):
    write(one(A.APPLY_QUICK, amount=None), tmp_path, forms=Forms(headings={"business_id": "Business_Id__c"}))

    assert list(csv_rows(file(tmp_path, "recommendation-requests", "csv"))[0])[:2] == ["Business_Id__c", "name"]


@pytest.mark.parametrize("headings", [{"no such": "X"}, {"name": "business_id"}])
def test_headings_that_cannot_be_are_told_and_nothing_is_written(tmp_path, headings):
    with pytest.raises(ConfigError):
        write(one(A.APPLY_QUICK, amount=None), tmp_path / "out", forms=Forms(headings=headings))

    assert not (tmp_path / "out").exists()


MADE = everyone()
KEYS = sorted(pairs(MADE.tasks))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.frozensets(st.sampled_from(KEYS)))
def test_the_files_carry_exactly_the_open_rows(tmp_path, done):
    written = write(MADE, tmp_path, done, overwrite=True)
    asked = {key for key in KEYS if key[1] in ALL_ASKED}

    ids = {}
    for name, ending in (("limit-requests", "xlsx"), ("limit-cancellations", "xlsx")):
        path = file(tmp_path, name, ending)
        ids[name] = [row["Identifier value"] for row in sheet(path)] if path.exists() else []
    path = file(tmp_path, "recommendation-requests", "csv")
    ids["recommendation-requests"] = [row["business_id"] for row in csv_rows(path)] if path.exists() else []

    assert not written.left_out
    for name, actions in ASKED.items():
        # In the worklist's order, each once: nobody in this review has two tasks.
        assert ids[name] == [
            task.customer.business_id
            for task in MADE.tasks
            if task.action.name in actions and (task.customer.business_id, task.action.name) not in done
        ]
    carried = [task for tasks in written.files.values() for task in tasks]
    assert pairs(carried) == asked - done
    assert len(carried) == len(asked - done)


def test_one_action_done_leaves_the_customers_other_task_open(tmp_path):
    both = tuple(
        found.action
        for found in (
            *one(A.APPLY_LIMIT).tasks,
            *one(A.CANCEL_RECOMMENDATION, amount=None).tasks,
        )
    )
    made = review([customer("1234567-1", actions=both)])
    written = write(made, tmp_path, frozenset({("1234567-1", A.APPLY_LIMIT)}))

    assert [path.suffix for path in written.paths] == [".csv"]


def texts(path):
    with path.open("rb") as opened:
        return [
            [str(cell) for cell in row]
            for row in CalamineWorkbook.from_filelike(opened).get_sheet_by_index(0).to_python()
        ]


@pytest.mark.parametrize("name", NASTY)
def test_any_name_comes_through_the_crms_file_as_a_text(tmp_path, name):
    write(one(A.APPLY_QUICK, amount=None, name=name, seller=name, business_line=name), tmp_path)
    row = csv_rows(file(tmp_path, "recommendation-requests", "csv"))[0]
    shown = f"'{name}" if name[0] in "=+-@\t\r" else name

    assert (row["name"], row["seller"], row["business_line"]) == (shown, shown, shown)


@pytest.mark.parametrize("text", [*NASTY, "=1+1"])
def test_any_text_in_the_insurers_form_is_a_text(tmp_path, text):
    write(one(A.APPLY_LIMIT), tmp_path, forms=Forms(text, {"FI": text}))
    book = load_workbook(file(tmp_path, "limit-requests"))
    cells = [book.active.cell(2, column) for column in (1, 4)]

    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    # Whoever reads XML ends lines with LF alone.
    assert texts(file(tmp_path, "limit-requests"))[1][0].replace("\r", "\n").replace("\n\n", "\n") == text.replace(
        "\r\n", "\n"
    ).replace("\r", "\n")


def test_half_a_surrogate_pair_in_a_name_spoils_no_file(tmp_path):
    written = write(one(A.APPLY_QUICK, amount=None, name="Koivu \ud83d Oy"), tmp_path)

    assert "Koivu" in written.paths[0].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"has_business_id": False, "business_id": "Havu Oy/00010"}, "Identifier value"),
        ({"business_id": "SE5560125790"}, "Identifier type"),  # nobody has said what the form calls a Swedish one
        ({"amount": None}, "Amount Requested"),
        ({"amount": Decimal(0)}, "Amount Requested"),
        ({"amount": Decimal(-1)}, "Amount Requested"),
    ],
)
def test_a_request_without_what_the_insurer_asks_is_told_and_stops_no_other(tmp_path, fields, column):
    bad, good = one(A.APPLY_LIMIT, **fields), one(A.INCREASE_LIMIT, business_id="7654321-0")
    written = write(review([*bad.customers, *good.customers]), tmp_path)

    assert [row["Identifier value"] for row in sheet(file(tmp_path, "limit-requests"))] == ["7654321-0"]
    assert pairs(written.left_out) == pairs(bad.tasks)
    assert [(issue.column, issue.value) for issue in written.issues] == [(column, bad.customers[0].business_id)]
    assert "Koivu Oy" in EN.message(written.issues[0].message)
    assert EN.message(written.issues[0].fix)


def test_without_a_currency_no_amount_is_asked_for(tmp_path):
    made = replace(
        review([*one(A.APPLY_LIMIT).customers, *one(A.APPLY_QUICK, business_id="7654321-0").customers]), currency=""
    )
    written = write(made, tmp_path)

    assert [issue.column for issue in written.issues] == ["Currency"]
    assert [path.suffix for path in written.paths] == [".csv"]


@pytest.mark.parametrize("name", [A.APPLY_CONTINUOUS, A.CONVERT_TO_CONTINUOUS])
def test_a_continuous_recommendation_needs_an_amount(tmp_path, name):
    written = write(one(name, amount=Decimal(0)), tmp_path / "out")

    assert [issue.column for issue in written.issues] == ["amount"]
    assert written.paths == ()
    assert not (tmp_path / "out").exists()


def test_a_foreign_customer_goes_by_its_country_and_its_number(tmp_path):
    forms = Forms(identifier_types={"SE": "Organisationsnummer"})
    write(one(A.APPLY_LIMIT, business_id="SE5560125790"), tmp_path, forms=forms)
    row = sheet(file(tmp_path, "limit-requests"))[0]

    assert [row[name] for name in HEADINGS[2:5]] == ["SE", "Organisationsnummer", "5560125790"]


@pytest.mark.parametrize(
    ("numbers", "reference"),
    [
        (("00010",), "00010"),
        (("00010", "00010"), "00010"),  # the same in both companies
        (("00010", "77"), "1234567-1"),  # two numbers name one customer: its business id does too
        (("9" * 20,), "9" * 20),
        (("9" * 21,), "1234567-1"),  # too long for the form, and half a number is none
        (("",), "1234567-1"),
    ],
)
def test_the_reference_is_the_customers_number_where_there_is_one(tmp_path, numbers, reference):
    rating = account(30)
    ratings = tuple(replace(rating, account=replace(rating.account, customer_no=number)) for number in numbers)
    write(one(A.APPLY_LIMIT, accounts=ratings), tmp_path)

    assert sheet(file(tmp_path, "limit-requests"))[0]["Your customer references"] == reference


def test_the_credit_period_is_the_longest_of_the_companies_that_sell(tmp_path):
    write(one(A.APPLY_LIMIT, accounts=(account(14, 100), account(60, 100), account(90))), tmp_path)

    assert sheet(file(tmp_path, "limit-requests"))[0]["Credit period"] == 60


@pytest.mark.parametrize(
    ("days", "standard", "is_told"),
    [
        (45, 45, False),
        (60, 45, True),
        (180, None, False),  # the longest insurable term
        (181, None, True),
    ],
)
def test_a_term_that_delays_the_decision_is_told_with_its_row(tmp_path, days, standard, is_told):
    written = write(one(A.APPLY_LIMIT, payment_term_days=days), tmp_path, forms=Forms(standard_credit_days=standard))

    assert [(issue.row, issue.column) for issue in written.issues] == [(2, "Credit period")] * is_told
    assert not written.left_out


def test_files_that_stand_there_stay_unless_told(tmp_path):
    first = write(one(A.APPLY_LIMIT), tmp_path)
    before = first.paths[0].read_bytes()
    with pytest.raises(Exception, match="already"):
        write(one(A.APPLY_LIMIT, business_id="7654321-0"), tmp_path)

    assert first.paths[0].read_bytes() == before
    write(one(A.APPLY_LIMIT, business_id="7654321-0"), tmp_path, overwrite=True)
    assert sheet(first.paths[0])[0]["Identifier value"] == "7654321-0"


def test_a_file_whose_tasks_are_all_done_does_not_stay(tmp_path):
    made = one(A.APPLY_LIMIT)
    (tmp_path / "other.xlsx").write_bytes(b"mine")
    write(made, tmp_path)
    written = write(made, tmp_path, frozenset(pairs(made.tasks)), overwrite=True)

    assert written.paths == ()
    assert [path.name for path in tmp_path.iterdir()] == ["other.xlsx"]


def test_the_same_review_gives_the_same_bytes(tmp_path):
    one_time, other = write(MADE, tmp_path / "a"), write(MADE, tmp_path / "b")

    assert [path.name for path in one_time.paths] == [path.name for path in other.paths]
    assert [path.read_bytes() for path in one_time.paths] == [path.read_bytes() for path in other.paths]


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("fi", "limiittihakemukset"),
        ("sv", "limitansökningar"),
        ("en", "limit-requests"),
    ],
)
def test_the_files_are_called_in_the_language(tmp_path, language, name):
    written = write(one(A.APPLY_LIMIT), tmp_path, labels=Labels(language))

    assert written.paths[0].name == f"{name}-2026-10-31.xlsx"
