"""The same ledger summed by a Spark on this machine, through creditxl's Spark source.

spark_sums.py load LEDGER TABLE      makes the typed table, as a warehouse has it, which is not timed
spark_sums.py sum TABLE DAY          sums it up to the day
"""

import os
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from pyspark.sql import SparkSession, functions

from creditxl.extracts import config as configs
from creditxl.sources import read_all

TOML = '[sources.entries]\nkind = "spark"\ntable = "entries"\n'
TYPES = {"Lasku": "invoice", "Hyvityslasku": "credit_memo", "Maksu": "payment"}


def main() -> None:
    """Make the table, or sum it as of a day."""
    session = _session()
    if sys.argv[1] == "load":
        _typed(session, Path(sys.argv[2])).write.mode("overwrite").parquet(sys.argv[3])
        return
    session.read.parquet(sys.argv[2]).createOrReplaceTempView("entries")
    with TemporaryDirectory() as folder:
        settings = Path(folder) / "creditxl.toml"
        settings.write_text(TOML, "utf-8")
        found = read_all(None, configs.load(settings), date.fromisoformat(sys.argv[3])).ledgers
    print(sum(part.sales.height for part in found), sum(part.sales["cents"].sum() for part in found) / 100)
    print(f"the Java machine: {_peak(session)} MiB", file=sys.stderr)


def _session() -> SparkSession:
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "4").config("spark.driver.memory", "2g").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _typed(session: SparkSession, ledger: Path) -> object:
    """Return the file's columns under the contract's names, typed as a database has them."""
    raw = session.read.options(header=True, sep=";", encoding="iso-8859-1").csv(str(ledger))

    def day(name: str) -> object:
        return functions.to_date(raw[name], "dd.MM.yyyy")

    def amount(name: str) -> object:
        return functions.regexp_replace(raw[name], ",", ".").cast("decimal(18,2)")

    kinds = functions.create_map(*(functions.lit(one) for pair in TYPES.items() for one in pair))
    return raw.select(
        raw["Yritys"].alias("company"),
        raw["Asiakasnro"].alias("customer_no"),
        kinds[raw["Asiakirjatyyppi"]].alias("document_type"),
        raw["Asiakirjan nro"].alias("document_no"),
        day("Kirjauspvm").alias("posting_date"),
        day("Eräpäivä").alias("due_date"),
        amount("Summa").alias("Amount_LCY"),
        amount("Jäljellä oleva summa").alias("Remaining_Amt_LCY"),
    )


def _peak(session: SparkSession) -> int:
    """Return the most memory that the Java machine has held, MiB; 0 where the system does not tell."""
    status = Path(f"/proc/{session.sparkContext._gateway.proc.pid}/status")  # noqa: SLF001 - nothing else names it
    line = next((line for line in _lines(status) if line.startswith("VmHWM")), "VmHWM: 0 kB")
    return int(line.split()[1]) // 1024


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


if __name__ == "__main__":
    main()
