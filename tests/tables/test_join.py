from datetime import date
from decimal import Decimal

import pytest

from creditxl.errors import ExtractError, Issue, msg
from creditxl.model import CustomerType, Decision, RecommendationKind
from creditxl.tables.columns import Kind
from creditxl.tables.join import join
from creditxl.tables.raw import Extracts
from tests.tables.raw_tables import extracts, table

AS_OF = date(2026, 10, 31)
KOIVU, HAAPA = "0201256-6", "0116297-6"


def customer(number="1", business_id=KOIVU, **more):
    return {"company": "Havu Oy", "customer_no": number, "name": f"Asiakas {number}", "business_id": business_id} | more


def entry(number="1", cents=100_00, company="Havu Oy", day=date(2026, 10, 5), **more):
    return {
        "company": company,
        "customer_no": number,
        "document_type": "invoice",
        "posting_date": day,
        "due_date": date(2026, 11, 5),
        "amount": cents,
    } | more


def joined(*, customers=(), entries=(), currency="EUR", **others):
    # A ledger there must be; its one line of nothing is the first customer's.
    lines = entries or [entry("1", 0)]
    kinds = {Kind.CUSTOMERS: customers, Kind.ENTRIES: lines} | {Kind(kind): rows for kind, rows in others.items()}
    return join(
        extracts(*(table(kind, list(rows)) for kind, rows in kinds.items() if rows)), as_of=AS_OF, currency=currency
    )


def messages(tables):
    return [str(issue.message) for issue in tables.issues]


def test_one_business_id_is_one_customer_whatever_companies_sell_to_it():
    found = joined(
        customers=[customer("1"), customer("77", "FI02012566") | {"company": "Kuusi Oy", "name": "Koivu Oy"}],
        entries=[entry("1", 100_00), entry("77", 900_00, "Kuusi Oy")],
    ).customers

    assert [one.customer_id for one in found] == [KOIVU]
    assert found[0].name == "Koivu Oy"  # of the account with the largest sales
    assert [account.company for account in found[0].accounts] == ["Kuusi Oy", "Havu Oy"]


@pytest.mark.parametrize("written", ["", None, "0201256-7", "0000000-0"])
def test_a_customer_without_a_business_id_that_holds_stays_and_is_told(written):
    tables = joined(customers=[customer("1", written)], entries=[entry("1")])

    assert [one.customer_id for one in tables.customers] == ["Havu Oy/1"]
    assert tables.customers[0].business_id is None
    assert [(issue.row, issue.value) for issue in tables.issues] == [(2, written or "")]


def test_two_customers_without_business_ids_stay_two():
    found = joined(customers=[customer("1", ""), customer("2", "")]).customers

    assert [one.customer_id for one in found] == ["Havu Oy/1", "Havu Oy/2"]


def test_a_customer_whom_no_list_has_is_in_the_review_and_told():
    tables = joined(customers=[customer("1")], entries=[entry("1"), entry("9")])

    assert [one.customer_id for one in tables.customers] == [KOIVU, "Havu Oy/9"]
    assert messages(tables) == ["customer 9 of Havu Oy is in the ledger and in no customer list"]


def test_without_any_list_the_customers_are_those_of_the_ledger():
    tables = joined(entries=[entry("2"), entry("1")])

    assert sorted(one.customer_id for one in tables.customers) == ["Havu Oy/1", "Havu Oy/2"]
    assert not tables.issues


def test_a_list_without_companies_serves_every_company():
    listed = customer("1") | {"company": ""}
    tables = joined(customers=[listed], entries=[entry("1"), entry("1", company="Kuusi Oy")])

    assert [account.company for account in tables.customers[0].accounts] == ["Havu Oy", "Kuusi Oy"]
    assert len(tables.customers) == 1
    assert not tables.issues


def test_a_row_that_stands_twice_counts_once():
    tables = joined(customers=[customer("1"), customer("1", HAAPA)])

    assert [one.customer_id for one in tables.customers] == [KOIVU]
    assert messages(tables) == ["customer 1 of Havu Oy is listed twice; the first row counts"]


def recommendation(business_id=KOIVU, **more):
    return {
        "business_id": business_id,
        "kind": "quick",
        "decision": "approved",
        "decided_on": date(2026, 8, 1),
        "name": "Koivu Oy",
    } | more


def test_a_recommendation_is_matched_however_its_business_id_is_written():
    written = [KOIVU, "02012566", "FI02012566"]
    found = joined(customers=[customer()], recommendations=[recommendation(one) for one in written]).customers[0]

    assert [one.kind for one in found.recommendations] == [RecommendationKind.QUICK] * 3


def test_a_foreign_limit_is_matched_without_its_country():
    swede = customer("1", "556012-5790", country="SE")
    limit = {"business_id": "556012-5790", "granted": 50_000_00, "decision": "approved"}
    found = joined(customers=[swede], limits=[limit]).customers[0]

    assert found.customer_id == "SE5560125790"
    assert found.limits[0].granted == Decimal(50_000)


def test_what_matches_nobody_is_told_row_by_row():
    limit = {"business_id": HAAPA, "name": "Haapa Oy", "granted": 1_00, "decision": "approved"}
    tables = joined(customers=[customer()], recommendations=[recommendation("0116297-7")], limits=[limit])

    assert messages(tables) == [
        "'0116297-7' is not a business id: its check digit or its form is wrong",
        "no customer of the ledger has the business id 0116297-6 (Haapa Oy)",
    ]
    assert [issue.row for issue in tables.issues] == [2, 2]


def test_a_limit_in_another_currency_is_left_out_and_told():
    limit = {"business_id": KOIVU, "granted": 5_000_00, "decision": "approved", "currency": "SEK"}
    tables = joined(customers=[customer()], limits=[limit, limit | {"currency": "eur"}, limit | {"currency": None}])

    assert len(tables.customers[0].limits) == 2
    assert messages(tables) == ["the limit is in SEK, the ledger in EUR: left out"]


@pytest.mark.parametrize(
    ("requested", "granted", "decision"),
    [
        (50_000_00, None, Decision.PENDING),  # asked, no decision
        (50_000_00, 0, Decision.REJECTED),
        (None, 0, Decision.CANCELLED),  # nothing of nothing asked for
        (50_000_00, 20_000_00, Decision.PARTIAL),
        (50_000_00, 50_000_00, Decision.APPROVED),
        (None, 50_000_00, Decision.APPROVED),
    ],
)
def test_amounts_tell_the_decision_where_no_column_does(requested, granted, decision):
    limit = {"business_id": KOIVU, "requested": requested, "granted": granted}

    assert joined(customers=[customer()], limits=[limit]).customers[0].limits[0].decision is decision


def test_without_a_limits_file_the_customer_list_gives_the_limit():
    tables = joined(customers=[customer("1", credit_limit=40_000_00), customer("2", HAAPA, credit_limit=0)])

    assert [one.granted for one in tables.customers[0].limits] == [Decimal(40_000)]
    assert tables.customers[1].limits == ()


def test_a_limits_file_that_could_not_be_read_is_not_replaced_in_silence():
    listed = table(Kind.CUSTOMERS, [customer("1", credit_limit=40_000_00)])
    found = Extracts((table(Kind.ENTRIES, [entry()]), listed), (), recognised=frozenset({Kind.LIMITS}))

    assert "customer cards count instead" in messages(join(found, as_of=AS_OF, currency="EUR"))[0]


def test_one_limit_entered_in_several_companies_counts_once_and_differing_ones_are_told():
    other = customer("7", credit_limit=90_000_00) | {"company": "Kuusi Oy"}
    tables = joined(customers=[customer("1", credit_limit=40_000_00), other])

    assert [one.granted for one in tables.customers[0].limits] == [Decimal(40_000)]
    assert "differ" in messages(tables)[0]


def test_the_crm_tells_when_a_customer_was_created():
    report = {"business_id": KOIVU, "created_on": date(2026, 7, 3), "seller": "Myyjä 1", "business_line": "Logistiikka"}
    found = joined(customers=[customer(created_on=date(2026, 9, 1))], new_customers=[report]).customers[0]

    assert found.created_on == date(2026, 7, 3)
    assert (found.seller, found.business_line) == ("Myyjä 1", "Logistiikka")


def test_one_company_that_knows_a_customer_to_be_uninsurable_is_enough():
    found = joined(customers=[customer("1"), customer("2", customer_type="state")]).customers[0]

    assert found.customer_type is CustomerType.STATE


def test_receivables_are_summed_over_companies_before_the_floor():
    found = joined(
        customers=[customer("1"), customer("2") | {"company": "Kuusi Oy"}],
        entries=[entry("1", remaining_amount=100_00), entry("2", -1_00, "Kuusi Oy", remaining_amount=-300_00)],
    ).customers[0]

    assert found.receivables is not None
    assert (found.receivables.open, found.receivables.insurable) == (Decimal(-200), Decimal(0))


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ({"requested": None, "granted": None}, "no limit, no request and no decision"),
        ({"granted": -5_00}, "cannot be below 0"),
    ],
)
def test_a_limit_that_says_nothing_or_less_is_left_out_and_told(limit, told):
    tables = joined(customers=[customer()], limits=[{"business_id": KOIVU} | limit])

    assert tables.customers[0].limits == ()
    assert told in messages(tables)[0]


def test_two_limits_of_one_day_are_told_and_the_later_row_counts():
    rows = [{"business_id": KOIVU, "granted": cents, "valid_from": date(2026, 1, 1)} for cents in (5_000_00, 7_000_00)]
    tables = joined(customers=[customer()], limits=[*rows, rows[1] | {"valid_from": date(2025, 1, 1)}])

    assert [str(one.granted) for one in tables.customers[0].limits] == ["5000.00", "7000.00", "7000.00"]
    assert "limits from 5000.00 to 7000.00 of one day" in messages(tables)[0]


def test_a_list_and_a_ledger_of_one_company_each_are_joined_whatever_their_files_are_called():
    tables = joined(customers=[customer() | {"company": "clients"}], entries=[entry(company="sales")])

    assert [one.customer_id for one in tables.customers] == [KOIVU]
    assert "taken for one company" in messages(tables)[0]


def test_a_company_without_any_list_is_told_once():
    entries = [entry("1"), entry("5", company="Kuusi Oy"), entry("6", company="Kuusi Oy")]
    tables = joined(customers=[customer()], entries=entries)

    assert messages(tables) == ["2 customers of the ledger, and no customer list of Kuusi Oy"]


def test_a_terms_table_of_nobody_here_holds_for_all():
    tables = joined(customers=[customer()], payment_terms=[{"company": "terms", "code": "X1", "days": 30}])

    assert tables.payment_terms["", "X1"].days == 30


def test_a_term_listed_twice_with_other_days_is_told():
    terms = [{"code": "14PV", "days": 14}, {"code": "14pv", "days": 14}, {"code": "14PV", "days": 21}]
    tables = joined(customers=[customer()], payment_terms=terms)

    assert tables.payment_terms["", "14PV"].days == 14
    assert [issue.row for issue in tables.issues] == [4]


def test_what_the_readers_left_out_counts_in_the_totals():
    lost = Issue("a.csv", 7, "Summa", "x", msg("text"), msg("fix"), Decimal("12.50"))
    found = join(Extracts((table(Kind.ENTRIES, [entry()]),), (lost, lost)), as_of=AS_OF, currency="EUR")

    assert found.totals.gross_left_out == Decimal("25.00")


@pytest.mark.parametrize("kind", [Kind.LIMITS, Kind.CUSTOMERS])
def test_without_a_ledger_there_is_no_review(kind):
    rows = {Kind.LIMITS: {"business_id": KOIVU, "granted": 1}, Kind.CUSTOMERS: customer()}
    alone = table(kind, [rows[kind]])

    with pytest.raises(ExtractError, match="no customer ledger with any entry"):
        join(extracts(alone), as_of=AS_OF, currency="EUR")


def test_what_keeps_the_only_file_out_is_what_the_error_says():
    refused = Issue(
        "a.csv", None, "Kirjauspvm", "03/04/2018", msg("day or month first?"), msg("export it as 2018-04-03")
    )

    with pytest.raises(ExtractError, match=r"day or month first\? \[a\.csv\] Fix: export it as 2018-04-03"):
        join(Extracts((), (refused,)), as_of=AS_OF, currency="EUR")


def test_the_log_knows_how_fresh_each_file_is():
    tables = joined(
        customers=[customer(created_on=date(2026, 1, 2))],
        entries=[entry(day=date(2026, 10, 29))],
        recommendations=[recommendation(renews_on=date(2027, 8, 1))],
    )

    assert [use.newest for use in tables.uses] == [date(2026, 1, 2), date(2026, 10, 29), date(2026, 8, 1)]
    assert [use.gross for use in tables.uses] == [None, Decimal(100), None]
