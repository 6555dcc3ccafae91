"""Both workbooks of a small review: as golden text, and the same in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.labels import LANGUAGES, Labels
from tests.workbook.dumps import dump, opened
from tests.workbook.files import write
from tests.workbook.reviews import every_status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_every_sheet_is_as_it_was_looked_at(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    for book in write(every_status(), tmp_path, Labels("fi")):
        for sheet, text in dump(book).items():
            golden(f"{book.stem}/{sheet}.txt", text)


def test_the_figures_are_the_same_in_every_language(tmp_path: Path) -> None:
    figures = [
        [
            [
                cell.value
                for sheet in opened(book, values=True)
                for row in sheet
                for cell in row
                if cell.data_type == "n"
            ]
            for book in write(every_status(), tmp_path / language, Labels(language))
        ]
        for language in LANGUAGES
    ]

    assert figures[0] == figures[1] == figures[2]


def test_the_sheets_are_named_as_people_name_them(tmp_path: Path) -> None:
    names = {
        language: [opened(book).sheetnames for book in write(every_status(), tmp_path / language, Labels(language))]
        for language in LANGUAGES
    }

    assert names["fi"] == [
        [
            "Etusivu",
            "Tehtävät",
            "Myynti ja limiitintarve",
            "Kolmen kuukauden tarkistus",
            "Uusiutuvat",
            "Uudet asiakkaat",
            "Merkit",
            "Konsernit",
            "Konsernien asiakkaat",
            "Määräpäivät",
            "Saatavat",
            "Muutokset",
            "Tehdyt ja aiemmat",
            "Laskuri",
            "Kertoimet",
            "Asetukset",
            "Puutteet",
            "Loki",
            "Ohje",
        ],
        [
            "Etusivu",
            "Tehtävät",
            "Limiitit",
            "Ei myyntiä",
            "7 pv",
            "14 pv",
            "30 pv",
            "Kapasiteetti",
            "Tappiot",
            "Historia",
            "Määräpäivät",
            "Saatavat",
            "Muutokset",
            "Tehdyt ja aiemmat",
            "Laskuri",
            "Kertoimet",
            "Asetukset",
            "Puutteet",
            "Loki",
            "Ohje",
        ],
    ]
    assert names["sv"][1][:7] == ["Översikt", "Uppgifter", "Limiter", "Ingen försäljning", "7 dgr", "14 dgr", "30 dgr"]
    assert names["en"][1][:7] == ["Overview", "Worklist", "Limits", "No sales", "7 d", "14 d", "30 d"]
