from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from creditxl.errors import ControlError
from creditxl.model import ActionName, InsuranceStatus, LimitStatus, RecommendationStatus, TermSource
from creditxl.policy.parameters import load
from creditxl.review.assess import nothing
from creditxl.review.controls import control
from creditxl.tables.columns import Kind
from creditxl.tables.join import join
from tests.review.group import AS_OF, HAAPA, KOIVU, LEPPA, credit, customer, invoice, only, review
from tests.tables.raw_tables import extracts, table

AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 15), date(2026, 9, 15), date(2026, 10, 15)


def messages(done):
    return [str(issue.message) for issue in done.issues]


def test_the_need_is_the_peak_of_the_last_three_complete_months():
    entries = [
        invoice(date(2026, 7, 31), 90_000),
        invoice(AUGUST, 1_000),
        invoice(SEPTEMBER, 3_000),
        invoice(OCTOBER, 2_000),
    ]
    row = only(review(customers=[customer()], entries=entries))

    assert row.need == Decimal(6_000)  # 3 000 at 30 days is doubled
    assert row.sales_window == Decimal(6_000)


def test_a_month_that_is_not_complete_is_shown_and_not_looked_at():
    entries = [invoice(AUGUST, 1_000), invoice(date(2026, 10, 2), 50_000)]
    done = review(as_of=date(2026, 10, 30), customers=[customer()], entries=entries)

    assert done.window == (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1))
    assert done.months[-1] == date(2026, 10, 1)
    assert only(done).need == Decimal(2_000)
    assert only(done).sales_cents[-1] == 50_000_00


def test_companies_of_the_group_are_added_each_at_its_own_term():
    customers = [customer("1", payment_term="30"), customer("7", payment_term="60") | {"company": "Kuusi Oy"}]
    entries = [invoice(OCTOBER, 1_000), invoice(OCTOBER, 3_000, "7", company="Kuusi Oy")]
    row = only(review(customers=customers, entries=entries))

    assert row.need == Decimal(1_000) * 2 + Decimal(3_000) * 3
    assert row.companies == ("Kuusi Oy", "Havu Oy")
    assert row.payment_term_days == 53  # 52.5 weighted by sales
    assert row.factor == Decimal("2.75")


def test_half_a_cent_rounds_up():
    row = only(review(customers=[customer(payment_term="45")], entries=[invoice(OCTOBER, 0.03)]))

    assert row.need == Decimal("0.08")  # 0.03 × 2.5 = 0.075


@pytest.mark.parametrize(
    ("term", "terms", "due_days", "days", "source"),
    [
        ("21", [], 30, 21, TermSource.NUMBER),
        ("N21", [{"code": "N21", "due_date_formula": "14P"}], 30, 14, TermSource.TERMS_TABLE),  # a text can lie
        ("n21", [{"code": "N21", "days": 10}], 30, 10, TermSource.TERMS_TABLE),
        ("14 pv netto", [], 30, 14, TermSource.TEXT),
        ("XX", [{"code": "XX", "description": "60 päivää netto"}], 30, 60, TermSource.TEXT),
        ("N2", [{"code": "N2", "description": "14 pv netto"}], 30, 14, TermSource.TEXT),  # words before a code's looks
        ("NET30", [{"code": "NET30", "description": "sopimuksen mukaan"}], 9, 30, TermSource.TEXT),
        (
            "1K",
            [{"code": "1K", "due_date_formula": "1K"}, {"code": "A", "due_date_formula": "7P"}],
            9,
            30,
            TermSource.TERMS_TABLE,
        ),
        (
            "1K",
            [{"code": "1K", "due_date_formula": "1K"}, {"code": "A", "due_date_formula": "AM"}],
            9,
            90,
            TermSource.TERMS_TABLE,
        ),
        ("1K", [{"code": "1K", "due_date_formula": "1K"}], 9, 9, TermSource.INVOICES),  # Helsinki or Stockholm?
        ("???", [], 45, 45, TermSource.INVOICES),
        ("", [], 45, 45, TermSource.INVOICES),
        ("", [], None, 30, TermSource.FALLBACK),
    ],
)
def test_the_days_of_a_term_come_in_the_order_of_the_rules(term, terms, due_days, days, source):
    due = None if due_days is None else date.fromordinal(OCTOBER.toordinal() + due_days)
    kinds = {"payment_terms": terms} if terms else {}
    done = review(customers=[customer(payment_term=term)], entries=[invoice(OCTOBER, 100, due_date=due)], **kinds)
    account = only(done).accounts[0]

    assert (account.term_days, account.term_source) == (days, source)
    assert bool(done.issues) == (source is TermSource.FALLBACK or (source is TermSource.INVOICES and bool(term)))


def test_an_unreadable_term_is_told_once_however_many_customers_have_it():
    customers = [customer("1", payment_term="???"), customer("2", HAAPA, payment_term="???")]
    done = review(customers=customers, entries=[invoice(OCTOBER, 1), invoice(OCTOBER, 1, "2")])

    assert [issue.value for issue in done.issues] == ["???"]


def test_a_term_past_the_factor_table_is_rated_at_its_last_row_and_told():
    done = review(customers=[customer(payment_term="200")], entries=[invoice(OCTOBER, 1_000)])

    assert only(done).need == Decimal(7_000)  # 180 days
    assert ActionName.CHECK_TERM in [action.name for action in only(done).actions]
    assert "200" in messages(done)[0]
    assert "180" in messages(done)[0]


@pytest.mark.parametrize(
    ("terms", "invoiced", "checked"),
    [
        ((14, 60), (14, 60), False),
        ((14, 60), (30, 60), True),  # the short term is not kept, however long another company's is
        ((14, 60), (14, 75), True),
        ((14, 60), (7, 30), False),
        ((14, 181), (14, 30), True),  # over the maximum
    ],
)
def test_each_companys_term_is_checked_against_its_own_invoices(terms, invoiced, checked):
    customers = [
        customer("1", payment_term=str(terms[0])),
        customer("7", payment_term=str(terms[1])) | {"company": "Kuusi Oy"},
    ]
    entries = [
        invoice(OCTOBER, 1_000, due_date=OCTOBER + timedelta(days=invoiced[0])),
        invoice(OCTOBER, 1_000, "7", company="Kuusi Oy", due_date=OCTOBER + timedelta(days=invoiced[1])),
    ]
    row = only(review(customers=customers, entries=entries))

    assert (ActionName.CHECK_TERM in [action.name for action in row.actions]) is checked


def test_credit_notes_above_the_months_sales_make_no_need_and_are_told():
    done = review(customers=[customer()], entries=[invoice(AUGUST, 10), credit(OCTOBER, 70)])

    assert only(done).need == Decimal(20)
    assert only(done).sales_window == Decimal(-60)
    assert "exceed the invoices of 10/2026: -70.00; the month's need is 0.00" in messages(done)[0]


def test_a_month_below_zero_may_have_a_need_all_the_same():
    customers = [customer("1", payment_term="90"), customer("7", payment_term="0") | {"company": "Kuusi Oy"}]
    entries = [invoice(OCTOBER, 1_000), credit(OCTOBER, 2_000, "7", company="Kuusi Oy")]
    done = review(customers=customers, entries=entries)

    assert only(done).need == Decimal(2_000)  # 1 000 × 4 − 2 000 × 1
    assert "-1000.00; the month's need is 2000.00" in messages(done)[0]


def test_a_ledger_that_ends_before_the_window_does_is_told():
    done = review(customers=[customer()], entries=[invoice(date(2026, 9, 30), 10)])

    assert messages(done) == ["the newest entry of Havu Oy is of 2026-09-30: the review's last month has none"]


def quick(business_id=KOIVU, decided=date(2026, 9, 1), decision="approved"):
    return {"business_id": business_id, "kind": "quick", "decision": decision, "decided_on": decided}


def test_a_recommendation_and_a_limit_do_not_add_up():
    entries = [invoice(OCTOBER, 25_000)]
    limits = [{"business_id": KOIVU, "granted": 20_000_00, "decision": "approved"}]
    row = only(review(customers=[customer()], entries=entries, recommendations=[quick()], limits=limits))

    assert (row.need, row.cover, row.gap) == (Decimal(50_000), Decimal(30_000), Decimal(20_000))
    assert row.insurance_status is InsuranceStatus.SHORT
    assert row.limit_status is LimitStatus.SHORT
    assert [action.name for action in row.actions] == [ActionName.INCREASE_LIMIT]
    assert row.actions[0].amount == Decimal(50_000)


def test_insured_yet_internally_short_is_a_state_of_its_own():
    continuous = quick() | {"kind": "continuous", "amount": 12_000_00}
    row = only(review(customers=[customer()], entries=[invoice(OCTOBER, 10_000)], recommendations=[continuous]))

    assert row.insurance_status is InsuranceStatus.COVERED
    assert row.recommendation_status is RecommendationStatus.BELOW_NEED
    assert [action.name for action in row.actions] == [ActionName.REPORT_RECOMMENDATION]


def test_nothing_covers_a_customer_who_cannot_be_insured():
    row = only(
        review(
            customers=[customer(customer_type="public_body")],
            entries=[invoice(OCTOBER, 10_000, remaining_amount=10_000_00)],
            recommendations=[quick()],
        )
    )

    assert row.insurance_status is InsuranceStatus.NOT_INSURABLE
    assert (row.cover, row.gap) == (Decimal(0), Decimal(20_000))
    assert [action.name for action in row.actions] == [ActionName.SECURE_OTHERWISE]


@pytest.mark.parametrize(
    ("previous", "told"),
    [
        (None, False),  # there was no earlier refresh
        ({}, True),
        ({KOIVU: Decimal(30_000)}, True),
        ({KOIVU: Decimal(60_000)}, False),
    ],
)
def test_a_limit_granted_since_the_last_refresh_is_told_to_receivables(previous, told):
    limits = [{"business_id": KOIVU, "granted": 60_000_00, "decision": "approved"}]
    row = only(review(previous=previous, customers=[customer()], entries=[invoice(OCTOBER, 30_000)], limits=limits))

    assert (ActionName.NOTIFY_RECEIVABLES in [action.name for action in row.actions]) is told


def test_rows_come_by_gap_then_need_and_tasks_follow_them():
    customers = [customer("1", KOIVU), customer("2", HAAPA), customer("3", LEPPA)]
    entries = [invoice(OCTOBER, 5_000, "1"), invoice(OCTOBER, 60_000, "2"), invoice(OCTOBER, 9_000, "3")]
    done = review(customers=customers, entries=entries, recommendations=[quick(KOIVU), quick(LEPPA)])

    assert [row.business_id for row in done.customers] == [HAAPA, LEPPA, KOIVU]
    assert [task.customer.business_id for task in done.tasks] == [HAAPA]


def test_a_customer_without_any_entry_is_in_the_review():
    row = only(review(customers=[customer()], entries=[invoice(OCTOBER, 0)]))

    assert (row.need, row.insurance_status) == (Decimal(0), InsuranceStatus.NO_SALES)


def test_a_listed_company_without_a_ledger_is_told():
    other = customer("2", HAAPA) | {"company": "Kuusi Oy"}
    done = review(customers=[customer(), other], entries=[invoice(OCTOBER, 1)])

    assert messages(done) == [
        "no ledger entries of Kuusi Oy among the extracts: its customers seem to be without sales"
    ]


def test_a_term_that_cannot_be_read_is_told_with_its_place():
    customers = [customer(), customer("2", HAAPA, payment_term="???")]
    done = review(customers=customers, entries=[invoice(OCTOBER, 1), invoice(OCTOBER, 1, "2")])

    assert [(issue.file, issue.row, issue.column) for issue in done.issues] == [("customers.csv", 3, "Payment_Term")]


def test_a_policy_file_changes_the_figures(tmp_path):
    file = tmp_path / "policy.toml"
    file.write_text('need_basis = { values = [{ from = 2020-01-01, value = "latest" }] }\n')
    entries = [invoice(AUGUST, 9_000), invoice(OCTOBER, 1_000)]

    assert only(review(policy=file, customers=[customer()], entries=entries)).need == Decimal(2_000)


def test_sales_lost_on_the_way_stop_the_review():
    found = extracts(table(Kind.ENTRIES, [invoice(OCTOBER, 1_000), invoice(OCTOBER, 500, "2")]))
    tables = join(found, as_of=AS_OF, currency="EUR")
    lossy = replace(tables, customers=tables.customers[:1])

    with pytest.raises(ControlError, match="the review explains"):
        control(lossy, review(entries=[invoice(OCTOBER, 1_000)]).customers)


def test_a_customer_that_stands_twice_stops_the_review():
    found = extracts(table(Kind.ENTRIES, [invoice(OCTOBER, 0)]))
    row = only(review(entries=[invoice(OCTOBER, 0)]))

    with pytest.raises(ControlError, match="twice"):
        control(join(found, as_of=AS_OF, currency="EUR"), [row, row])


amounts = st.integers(min_value=-(10**9), max_value=10**9)
months = st.sampled_from([AUGUST, SEPTEMBER, OCTOBER, date(2026, 7, 1), date(2025, 1, 5)])
lines = st.lists(st.tuples(st.sampled_from("1234"), months, amounts), min_size=1, max_size=30)


@settings(max_examples=40, deadline=None)
@given(lines, st.sampled_from(["7", "14", "30", "45"]))
def test_whatever_the_ledger_holds_the_totals_add_up(drawn, term):
    listed = [
        customer(number, business_id, payment_term=term)
        for number, business_id in zip("123", (KOIVU, HAAPA, HAAPA), strict=True)
    ]
    entries = [invoice(day, 0, number) | {"amount": cents} for number, day, cents in drawn]
    done = review(customers=listed, entries=entries)

    assert done.totals.gross_in_review == Decimal(sum(cents for _, _, cents in drawn)).scaleb(-2)
    assert all(row.need == min(row.need, row.cover) + row.gap for row in done.customers)
    assert {row.business_id for row in done.customers} >= {KOIVU, HAAPA}


def test_the_policy_is_dated_by_the_review():
    assert review(entries=[invoice(OCTOBER, 0)]).policy == load(AS_OF)


def test_a_term_that_a_person_typed_goes_before_the_extracts_in_every_company() -> None:
    rows = [customer("1"), customer("2", company="Kanto Oy", payment_term="60")]
    sold = [invoice(date(2026, 10, 1), 1000), invoice(date(2026, 10, 1), 500, "2", company="Kanto Oy")]

    plain = only(review(customers=rows, entries=sold))
    typed = only(review(customers=rows, entries=sold, terms={KOIVU: 14}))

    assert plain.need == Decimal("3500.00")  # 1 000 × 2 + 500 × 3
    assert typed.need == Decimal("2200.00")  # 1 500 × (1 + 14/30)
    assert (typed.payment_term_days, {account.term_source for account in typed.accounts}) == (14, {TermSource.OWN})


def test_a_typed_term_past_the_factor_table_is_told_of() -> None:
    done = review(customers=[customer()], entries=[invoice(date(2026, 10, 1), 1000)], terms={KOIVU: 200})

    assert only(done).need == Decimal("7000.00")  # at the table's last row, 180 days
    assert [issue.message.figures["days"] for issue in done.issues if "days" in issue.message.figures] == [200]


def test_a_group_without_customers_has_a_review_whose_totals_are_nothing() -> None:
    policy = load(AS_OF, None)

    done = nothing(policy, as_of=AS_OF, currency="EUR")

    assert (done.customers, done.tasks, done.totals.need) == ((), (), Decimal(0))
    assert done.window == (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))
