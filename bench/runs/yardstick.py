"""D: a bare DuckDB typed scan and sum of the ledger, to Arrow. Reads nothing else, checks nothing, writes nothing."""

import sys

import duckdb

SQL = """
SELECT "Yritys", "Asiakasnro", date_trunc('month', "Kirjauspvm") AS month, sum("Summa") AS gross
FROM read_csv(?, delim = ';', header = true, encoding = 'latin-1', decimal_separator = ',', dateformat = '%d.%m.%Y',
    auto_detect = false, quote = '"', columns = {
        'Yritys': 'VARCHAR', 'Kirjauspvm': 'DATE', 'Asiakirjatyyppi': 'VARCHAR', 'Asiakirjan nro': 'VARCHAR',
        'Asiakasnro': 'VARCHAR', 'Asiakkaan nimi': 'VARCHAR', 'Kuvaus': 'VARCHAR', 'Valuutan koodi': 'VARCHAR',
        'Summa': 'DECIMAL(18,2)', 'Jäljellä oleva summa': 'DECIMAL(18,2)', 'Eräpäivä': 'DATE', 'Avoin': 'VARCHAR'})
GROUP BY ALL
"""

rows = duckdb.sql(SQL, params=[sys.argv[1]]).to_arrow_table()
print(rows.num_rows, sum(rows["gross"].to_pylist()))
