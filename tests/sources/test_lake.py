"""DuckDB and Spark: the sums run in the engine, and the review is that of the files."""

import os
import shutil

import pytest

from creditxl import pipeline
from creditxl.errors import ExtractError
from creditxl.tables.columns import Kind
from tests.sources import month


@pytest.fixture(scope="module")
def duck(tmp_path_factory):
    import duckdb

    file = tmp_path_factory.mktemp("duckdb") / "nav.duckdb"
    with duckdb.connect(str(file)) as connection:
        for kind in Kind:
            connection.execute(month.tables(kind))
            frame = month.frame(kind)  # noqa: F841 - found by its name in the query
            connection.execute(f'INSERT INTO "{kind}" SELECT * FROM frame')  # noqa: S608 - our own names
    return file


def review(tmp_path, text):
    return pipeline.review(month.request(month.config(tmp_path, text)))


def test_duckdb_gives_the_review_of_the_files(duck, tmp_path):
    text = month.all_from("duckdb", f'path = "{duck}"\ntable = "{{kind}}"')

    assert month.shown(review(tmp_path, text)) == month.of_files()


def test_duckdb_sums_and_only_the_sums_travel(duck, tmp_path, monkeypatch):
    from creditxl.sources import lake

    asked, collected = [], lake._collected  # noqa: SLF001 - what it asks is what is tested

    def noting(found):
        rows = collected(found)
        asked.append((found.to_native().sql_query(), rows.height))
        return rows

    monkeypatch.setattr(lake, "_collected", noting)
    done = review(tmp_path, f'[sources.entries]\nkind = "duckdb"\npath = "{duck}"\ntable = "entries"\n')

    counted, lost, sales, opened = asked
    assert all("sum(" in query.lower() and "GROUP BY" in query for query, _ in (counted, sales, opened))
    assert lost[1] == 0
    assert sum(rows for _, rows in asked) < done.sources[0].rows_read / 2


def test_one_customer_is_explained_from_duckdb(duck, tmp_path):
    text = month.all_from("duckdb", f'path = "{duck}"\ntable = "{{kind}}"')
    files = pipeline.explain(month.request(month.config(tmp_path, ""), month.FOLDER), "9500261-4")

    found = pipeline.explain(month.request(month.config(tmp_path, text)), "9500261-4")

    documents = [(line.document_no, line.amount) for line in found.entries]
    assert documents == [(line.document_no, line.amount) for line in files.entries]


def test_an_entry_that_comes_between_questions_stops_the_review(tmp_path, monkeypatch):
    import duckdb
    import narwhals as nw

    from creditxl.sources import lake

    rows = doubtful()  # noqa: F841 - found by its name in the query
    connection, asked = duckdb.connect(), []
    connection.execute("CREATE TABLE ledger AS SELECT * FROM rows")
    collected = lake._collected  # noqa: SLF001 - between two of its questions the entry comes

    def meddling(found):
        asked.append(collected(found))
        if len(asked) == 1:
            connection.execute("INSERT INTO ledger SELECT * FROM ledger LIMIT 1")
        return asked[-1]

    monkeypatch.setattr(lake, "_collected", meddling)
    config = month.config(tmp_path, '[sources.entries]\nkind = "duckdb"\npath = "x"\ntable = "ledger"\n')
    source = lake.Lake(
        config.sources[Kind.ENTRIES][0], month.AS_OF, lambda table: nw.from_native(connection.table(table))
    )
    ((place, table),) = source.places()

    with pytest.raises(ExtractError, match="a row was changed while the rows were read"):
        source.ledger(place, table, config)
    connection.close()


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ('path = "nowhere.duckdb"\ntable = "entries"', "there is no file"),
        ('path = "{duck}"\ntable = "elsewhere"', "elsewhere"),
        ('path = "{duck}"\ntable = "customers"', "is missing"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(duck, tmp_path, keys, said):
    with pytest.raises(ExtractError, match=said):
        review(tmp_path, '[sources.entries]\nkind = "duckdb"\n' + keys.replace("{duck}", str(duck)))


DISPUTED = (" KYLLÄ ", "ehkä", "Nej", None, "ehkä")
ENTRIES = [
    ("Havu Oy", "1", "Lasku", f"L{number}", "2026-10-01", "2026-10-31", 100, 100, word)
    for number, word in enumerate(DISPUTED)
]
NAMES = ("company", "customer_no", "document_type", "document_no", "posting_date", "due_date", "amount")


def doubtful():
    """Return a ledger that tells in words whether an entry is disputed, in one that nobody knows."""
    import polars as pl

    frame = pl.DataFrame(ENTRIES, schema=[*NAMES, "remaining_amount", "disputed"], orient="row")
    return frame.with_columns(pl.col("posting_date", "due_date").str.to_date())


def told_of_words(tmp_path, section):
    """Return the words that are not known and what is said of them, and what is open and insurable."""
    done = review(tmp_path, section)
    told = {
        (issue.value, str(issue.message), str(issue.fix)) for issue in done.issues if "none of" in issue.message.text
    }
    (items,) = done.insight.open_items.values()
    return told, items.owed


@pytest.fixture
def words_in_a_file(tmp_path):
    (tmp_path / "file").mkdir()
    doubtful().write_csv(tmp_path / "file" / "ledger.csv", separator=";")
    told = told_of_words(tmp_path, '[sources.entries]\nkind = "files"\npath = "file"\n')
    assert [value for value, *_ in told[0]] == ["ehkä"]
    return told


def test_duckdb_tells_of_a_word_that_is_not_known_as_a_file_does(tmp_path, words_in_a_file):
    import duckdb

    file = tmp_path / "own.duckdb"
    with duckdb.connect(str(file)) as connection:
        rows = doubtful()  # noqa: F841 - found by its name in the query
        connection.execute("CREATE TABLE ledger AS SELECT * FROM rows")

    section = f'[sources.entries]\nkind = "duckdb"\npath = "{file}"\ntable = "ledger"\n'

    assert told_of_words(tmp_path, section) == words_in_a_file


@pytest.mark.filterwarnings("ignore")  # of Spark's own
def test_spark_tells_of_a_word_that_is_not_known_as_a_file_does(spark, tmp_path, words_in_a_file):
    doubtful().write_parquet(tmp_path / "ledger.parquet")
    spark.read.parquet(str(tmp_path / "ledger.parquet")).createOrReplaceTempView("doubtful")

    assert told_of_words(tmp_path, '[sources.entries]\nkind = "spark"\ntable = "doubtful"\n') == words_in_a_file


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    if shutil.which("java") is None:
        pytest.skip("Java is NOT here: the test on Spark is LEFT OUT. Debian: apt install default-jre-headless")
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.driver.memory": "1g"}
    builder = SparkSession.builder.master("local[2]").config("spark.sql.warehouse.dir", str(folder))
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    for kind in Kind:
        if month.rows(kind):
            month.frame(kind).write_parquet(folder / f"{kind}.parquet")
            session.read.parquet(str(folder / f"{kind}.parquet")).createOrReplaceTempView(kind)
    yield session
    session.stop()


@pytest.mark.filterwarnings("ignore")  # of Spark's own
def test_spark_gives_the_review_of_the_files_and_only_sums_travel(spark, tmp_path, monkeypatch):
    from creditxl.sources import lake

    plans, collected = [], lake._collected  # noqa: SLF001 - what it asks is what is tested

    def noting(found):
        rows = collected(found)
        plans.append((found.to_native()._jdf.queryExecution().toString(), rows.height))  # noqa: SLF001 - Spark's plan
        return rows

    monkeypatch.setattr(lake, "_collected", noting)
    assert spark.version

    done = review(tmp_path, month.all_from("spark", 'table = "{kind}"'))

    assert month.shown(done) == month.of_files()
    ledger = [(plan, rows) for plan, rows in plans if "Aggregate" in plan]
    assert len(ledger) == 3  # the counts, the sales, what is open
    assert sum(rows for _, rows in ledger) < len(month.rows(Kind.ENTRIES)) / 2
