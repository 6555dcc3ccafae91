"""Ledgers in databases: brought together there, and the same review as from files."""

import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mssql

from creditxl import pipeline
from creditxl.errors import ExtractError
from creditxl.sources import queries, sql
from creditxl.tables.columns import Kind
from tests.sources import databases, month, postgres


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory):
    return databases.sqlite(tmp_path_factory.mktemp("sqlite") / "nav.db")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("postgres")
    with postgres.running(folder) as port:
        address = f"127.0.0.1:{port}/postgres"
        engine = sa.create_engine(f"postgresql+psycopg://{postgres.USER}:{postgres.PASSWORD}@{address}")
        with engine.begin() as connection:
            databases.fill(connection)
        engine.dispose()
        yield f"postgresql+psycopg://{address}"


@pytest.fixture
def asked():
    """Collect what every engine is asked, and how many rows it answered with."""
    found = []

    def note(_connection, cursor, statement, *_):
        found.append((statement, cursor))

    sa.event.listen(sa.Engine, "after_cursor_execute", note)
    yield found
    sa.event.remove(sa.Engine, "after_cursor_execute", note)


def from_sqlite(file, kinds=Kind):
    keys = f'url = "sqlite:///{file}"\ntable = "{{kind}}"'
    return "".join(month.SECTIONS.format(kind=kind, form="sql", keys=keys.replace("{kind}", kind)) for kind in kinds)


def review(tmp_path, text, folder=None):
    return pipeline.review(month.request(month.config(tmp_path, text), folder))


def test_sqlite_gives_the_review_of_the_files(sqlite, tmp_path):
    assert month.shown(review(tmp_path, from_sqlite(sqlite))) == month.of_files()


def test_postgresql_gives_the_review_of_the_files(server, tmp_path, monkeypatch):
    monkeypatch.setenv("NAV_PASSWORD", postgres.PASSWORD)
    keys = f'url = "{server}"\nuser = "{postgres.USER}"\nsecret = "NAV_PASSWORD"\ntable = "{{kind}}"'

    assert month.shown(review(tmp_path, month.all_from("sql", keys))) == month.of_files()


def test_navs_own_tables_give_the_review_of_the_files(tmp_path):
    file = databases.nav(tmp_path / "nav.db")
    companies = sorted({row["company"] for row in month.rows(Kind.ENTRIES)})
    keys = f'url = "sqlite:///{file}"\nnav = true\ncompanies = {companies!r}'.replace("'", '"')
    kinds = (Kind.ENTRIES, Kind.CUSTOMERS)
    text = "".join(month.SECTIONS.format(kind=kind, form="sql", keys=keys) for kind in kinds)

    done = review(tmp_path, text, month.FOLDER)

    assert month.shown(done) == month.of_files()
    told = [issue.value for issue in done.issues if issue.message.text.startswith("files of")]
    assert told == ["customers", "entries"]


def test_only_entries_put_together_travel(sqlite, tmp_path, asked):
    review(tmp_path, from_sqlite(sqlite))

    ledger = [statement for statement, _ in asked if "FROM entries" in statement or '"entries"' in statement]
    sums = [statement for statement in ledger if "GROUP BY" in statement]
    assert len(sums) == 2  # sales and what is open; the sample does not tell when invoices were closed
    assert all("sum(alike.cents)" in statement for statement in sums)
    assert all(
        "LIMIT" in statement for statement in ledger if "GROUP BY" not in statement and "PRAGMA" not in statement
    )


def test_one_customer_is_explained_by_a_query_for_that_customer_alone(sqlite, tmp_path, asked):
    config = month.config(tmp_path, from_sqlite(sqlite))

    explanation = pipeline.explain(month.request(config), "9500261-4")

    last = [statement for statement, _ in asked if "document_no" in statement and "LIMIT" not in statement]
    assert len(last) == 1
    assert "WHERE" in last[0]
    files = pipeline.explain(month.request(month.config(tmp_path, ""), month.FOLDER), "9500261-4")
    assert [(line.document_no, line.amount) for line in explanation.entries] == [
        (line.document_no, line.amount) for line in files.entries
    ]


def test_sql_server_is_asked_in_its_own_words():
    types = {"Customer No_": sa.String(), "Posting Date": sa.DateTime(), "Due Date": sa.DateTime()}
    types |= {"Document Type": sa.Integer(), "Document No_": sa.String(), "Entry No_": sa.Integer()}
    details = {
        "Cust_ Ledger Entry No_": sa.Integer(),
        "Amount (LCY)": sa.Numeric(38, 20),
        "Ledger Entry Amount": sa.Integer(),
    }
    entries = queries.nav_entries(
        queries.relation("Havu Oy$Cust_ Ledger Entry", types, "dbo"),
        queries.relation("Havu Oy$Detailed Cust_ Ledg_ Entry", details, "dbo"),
    )
    headings = {"customer_no": "Customer No_", "posting_date": "Posting Date", "due_date": "Due Date"}
    headings |= {"document_type": "Document Type", "document_no": "Document No_", "amount": "Amount (LCY)"}
    asked = queries.LedgerQueries(
        entries, headings | {"remaining_amount": "Remaining Amt. (LCY)"}, "Havu Oy", month.AS_OF
    )

    questions = (asked.sales(), asked.open(), asked.left_out(10), asked.control())
    sales, opened, lost, control = (str(query.compile(dialect=mssql.dialect())) for query in questions)

    assert "FROM dbo.[Havu Oy$Cust_ Ledger Entry]" in sales
    assert "DATEDIFF(day," in sales
    assert "CAST(ROUND(entries.[Amount (LCY)] * 100, 0) AS BIGINT)" in sales
    assert "GROUP BY alike.company, alike.customer_no, alike.type" in sales
    assert "sum(alike.cents)" in opened
    assert "TOP" in lost
    assert "sum(CAST(DATEDIFF(day, " in control  # as whole numbers that do not run over
    assert "count(*) AS entries" in control


ENTRY = ("Havu Oy", "1", "Lasku", "L1", "2026-10-01", "2026-10-31", 100, 100)


def ledger(tmp_path, *entries, types=("amount", "remaining_amount")):
    file = tmp_path / "own.db"
    with closing(sqlite3.connect(file)) as connection:
        names = ("company", "customer_no", "document_type", "document_no", "posting_date", "due_date", *types)
        connection.execute(f"CREATE TABLE ledger ({', '.join(names)})")
        connection.executemany(f"INSERT INTO ledger VALUES ({', '.join('?' for _ in names)})", entries)  # noqa: S608
        connection.commit()
    return f'[sources.entries]\nkind = "sql"\nurl = "sqlite:///{file}"\ntable = "ledger"\n'


def changed(**values):
    names = (
        "company",
        "customer_no",
        "document_type",
        "document_no",
        "posting_date",
        "due_date",
        "amount",
        "remaining",
    )
    return tuple(values.get(name, value) for name, value in zip(names, ENTRY, strict=True))


@pytest.mark.parametrize(
    ("entry", "said", "left_out"),
    [
        (changed(amount=10.005), "'10.005' has more than two decimals", 0),
        (changed(amount="kymmenen"), "'kymmenen' is not an amount", 0),
        (changed(amount=None), "the cell is empty, and its row needs it", 0),
        (changed(posting_date=None), "the cell is empty, and its row needs it", 100),
        (changed(customer_no=" "), "the cell is empty, and its row needs it", 100),
        (changed(document_type="Muistio"), "'Muistio' is none of the words known here", 0),
        (changed(remaining=0.001), "'0.001' has more than two decimals", 0),
    ],
)
def test_an_entry_that_cannot_be_used_is_told_and_counted(tmp_path, entry, said, left_out):
    done = review(tmp_path, ledger(tmp_path, ENTRY, entry))

    assert any(said in str(issue.message) for issue in done.issues)
    assert done.totals.gross_left_out == left_out
    assert done.sources[0].rows_read == 2
    assert done.totals.gross_in_review == (200 if entry[7] == 0.001 else 100)


def test_credit_notes_that_are_all_positive_are_turned(tmp_path):
    note = changed(document_type="Hyvityslasku", amount=30, remaining=30)

    done = review(tmp_path, ledger(tmp_path, ENTRY, note))

    assert done.totals.gross_in_review == 70
    assert done.customers[0].open_receivables == 70


def test_entries_after_the_day_stand_in_the_totals_alone(tmp_path):
    done = review(tmp_path, ledger(tmp_path, ENTRY, changed(posting_date="2026-11-02", amount=7.5, remaining=7.5)))

    assert (done.totals.gross_in_review, done.totals.gross_after_as_of) == (100, Decimal("7.50"))
    assert done.sources[0].newest == date(2026, 11, 2)


def test_a_thousand_tenths_are_a_hundred(tmp_path):
    done = review(tmp_path, ledger(tmp_path, *([changed(amount=0.1, remaining=0.1)] * 1000)))

    assert done.totals.gross_in_review == 100


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('url = "sqlite:///nowhere.db"\ntable = "ledger"', "unable to open database file"),
        ('url = "sqlite:///own.db"\ntable = "Ledger 2"', "the database shows no table or view 'Ledger 2'"),
        (
            'url = "sqlite:///own.db"\ntable = "ledger"\ncolumns = { amount = "Sum" }',
            "the column 'amount' is missing; it goes by 'Sum'",
        ),
        ('url = "nosuch://host/db"\ntable = "ledger"', "nosuch"),
        ('url = "postgresql+psycopg://host:port/db"\ntable = "ledger"', "it is not an address"),
    ],
)
def test_a_source_that_cannot_be_read_is_one_sentence(tmp_path, text, said):
    ledger(tmp_path, ENTRY)

    with pytest.raises(ExtractError) as raised:
        review(tmp_path, f'[sources.entries]\nkind = "sql"\n{text}\n')

    assert said in str(raised.value)


def test_a_lost_column_stops_the_review(tmp_path):
    with pytest.raises(ExtractError, match="amount"):
        review(tmp_path, ledger(tmp_path, ENTRY[:7], types=("summa_x",)))


def test_a_table_without_rights_is_one_sentence_and_shows_no_secret(server, tmp_path, monkeypatch):
    monkeypatch.setenv("NAV_PASSWORD", "Toinen-Sana-0815")
    engine = sa.create_engine(server, connect_args={"user": postgres.USER, "password": postgres.PASSWORD})
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE ROLE outsider LOGIN PASSWORD 'Toinen-Sana-0815'"))
    engine.dispose()
    keys = f'kind = "sql"\nurl = "{server}"\nuser = "outsider"\nsecret = "NAV_PASSWORD"\ntable = "entries"'

    with pytest.raises(ExtractError, match="permission denied for table entries") as raised:
        review(tmp_path, f"[sources.entries]\n{keys}\n")

    assert "Toinen-Sana" not in str(raised.value)


def test_a_wrong_password_is_told_without_it(server, tmp_path, monkeypatch):
    monkeypatch.setenv("NAV_PASSWORD", "Vaara-Sana-1234")
    keys = f'kind = "sql"\nurl = "{server}"\nuser = "{postgres.USER}"\nsecret = "NAV_PASSWORD"\ntable = "entries"'

    with pytest.raises(ExtractError, match="password authentication failed") as raised:
        review(tmp_path, f"[sources.entries]\n{keys}\n")

    assert "Vaara" not in str(raised.value)


@pytest.fixture
def meddling():
    """What runs a statement on another connection after the first sums of a ledger have come."""
    done, listeners = [], []

    def begin(url, statement, **options):
        engine = sa.create_engine(url, **options)

        def after(_connection, _cursor, asked, *_):
            if "GROUP BY" in asked and not done:
                done.append(asked)
                with engine.begin() as other:
                    other.execute(sa.text(statement))

        sa.event.listen(sa.Engine, "after_cursor_execute", after)
        listeners.append((after, engine))
        return done

    yield begin
    for after, engine in listeners:
        sa.event.remove(sa.Engine, "after_cursor_execute", after)
        engine.dispose()


def test_an_entry_changed_between_questions_is_told_where_the_database_cannot_keep_it_out(
    tmp_path, meddling, monkeypatch
):
    monkeypatch.setattr(sql, "ONE_STATE", {})  # as it is on SQL Server
    section = ledger(tmp_path, ENTRY)
    with closing(sqlite3.connect(tmp_path / "own.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")  # others may write while it is read
    done = meddling(f"sqlite:///{tmp_path / 'own.db'}", "UPDATE ledger SET remaining_amount = 60")

    with pytest.raises(ExtractError, match="a row was changed while the rows were read"):
        review(tmp_path, section)
    assert done


def test_postgresql_answers_all_questions_from_one_state(server, tmp_path, monkeypatch, meddling):
    monkeypatch.setenv("NAV_PASSWORD", postgres.PASSWORD)
    login = {"connect_args": {"user": postgres.USER, "password": postgres.PASSWORD}}
    engine = sa.create_engine(server, **login)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE own AS SELECT * FROM entries WHERE customer_no = '10001'"))
        before = connection.execute(sa.text('SELECT SUM("Amount_LCY"), SUM("Remaining_Amt_LCY") FROM own')).one()
    engine.dispose()
    keys = f'kind = "sql"\nurl = "{server}"\nuser = "{postgres.USER}"\nsecret = "NAV_PASSWORD"\ntable = "own"'
    done = meddling(server, 'UPDATE own SET "Remaining_Amt_LCY" = 0, "Amount_LCY" = 0', **login)

    review_then = review(tmp_path, f"[sources.entries]\n{keys}\n")

    assert done
    assert sum(row.open_receivables for row in review_then.customers) == before[1]


def test_sqlite_answers_all_questions_from_one_state(tmp_path, meddling):
    section = ledger(tmp_path, ENTRY)
    with closing(sqlite3.connect(tmp_path / "own.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    done = meddling(f"sqlite:///{tmp_path / 'own.db'}", "UPDATE ledger SET remaining_amount = 60")

    first, second = review(tmp_path, section), review(tmp_path, section)

    assert done
    assert [each.customers[0].open_receivables for each in (first, second)] == [100, 60]


def test_a_connection_that_is_cut_between_questions_is_one_sentence(server, tmp_path, monkeypatch, meddling):
    monkeypatch.setenv("NAV_PASSWORD", postgres.PASSWORD)
    login = {"connect_args": {"user": postgres.USER, "password": postgres.PASSWORD}}
    others = "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%alike%'"
    done = meddling(server, f"SELECT pg_terminate_backend(pid) {others}", **login)
    keys = f'kind = "sql"\nurl = "{server}"\nuser = "{postgres.USER}"\nsecret = "NAV_PASSWORD"\ntable = "entries"'

    with pytest.raises(ExtractError, match="the source cannot be read") as raised:
        review(tmp_path, f"[sources.entries]\n{keys}\n")

    assert done
    assert postgres.PASSWORD not in str(raised.value)
