"""What a user would write: pandas reads and sums, openpyxl writes both workbooks. No checks, issues or worklist."""

import sys
from pathlib import Path

import pandas as pd

CEILING = 30_000
folder, out = Path(sys.argv[1]), Path(sys.argv[2])
form = {"sep": ";", "decimal": ",", "encoding": "cp1252"}
ledger = pd.read_csv(folder / "Asiakastapahtumat.csv", dtype={"Asiakasnro": str}, **form)
customers = pd.read_csv(folder / "Asiakkaat.csv", dtype={"Asiakasnro": str}, **form)
limits = pd.read_csv(folder / "Limiitit.csv", **form)

ledger["month"] = pd.to_datetime(ledger["Kirjauspvm"], format="%d.%m.%Y").dt.to_period("M")
sales = ledger.pivot_table(index=["Yritys", "Asiakasnro"], columns="month", values="Summa", aggfunc="sum", fill_value=0)
sales = sales[sorted(sales.columns)[-13:]]
sales.columns = [str(month) for month in sales.columns]
rows = customers.merge(sales, left_on=["Yritys", "Asiakasnro"], right_index=True, how="left").fillna(0)
rows["factor"] = 1 + rows["Maksuehto"].str.extract(r"(\d+)")[0].astype(int) / 30
months = list(sales.columns)
for month in months:
    rows[f"need {month}"] = (rows[month] * rows["factor"]).round(2).clip(lower=0)
rows["need"] = rows[[f"need {month}" for month in months[-3:]]].max(axis=1)
rows = rows.merge(limits[["Y-tunnus", "Myönnetty limiitti"]], on="Y-tunnus", how="left")
rows["limit"] = rows["Myönnetty limiitti"].fillna(0)
rows["gap"] = (rows["need"] - rows["limit"]).clip(lower=0)
out.mkdir(parents=True, exist_ok=True)
rows.to_excel(out / "intrum.xlsx", index=False, engine="openpyxl")
with pd.ExcelWriter(out / "euler.xlsx", engine="openpyxl") as book:
    rows[rows["limit"] > 0].to_excel(book, sheet_name="limits", index=False)
    for term, part in rows[rows["need"] > CEILING].groupby("Maksuehto"):
        part.to_excel(book, sheet_name=term, index=False)
