"""Names that read as Finnish, Swedish and Estonian companies; any likeness to a real one is chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from creditxl.model import CustomerType

if TYPE_CHECKING:
    from creditxl.sample.dice import Dice

PLACE_STARTS = (
    "Havu",
    "Tervas",
    "Hiiden",
    "Kurki",
    "Rauta",
    "Sammal",
    "Tuuli",
    "Kelo",
    "Usva",
    "Halla",
    "Kaarna",
    "Pihka",
    "Routa",
    "Käpy",
    "Äyräs",
)
PLACE_ENDS = ("vaara", "lampi", "niemi", "suo", "koski", "harju", "mäki", "salmi", "ranta", "korpi")
GENITIVES = ("vaaran", "lammen", "niemen", "suon", "kosken", "harjun", "mäen", "salmen", "rannan", "korven")
TRADES = {
    "Teollisuus": ("Konepaja", "Metalli", "Saha", "Muovi", "Valimo", "Elintarvike", "Pakkaus", "Kaluste"),
    "Logistiikka": ("Kuljetus", "Logistiikka", "Varasto", "Terminaali", "Satamapalvelu", "Huolinta"),
    "Rakentaminen": ("Rakennus", "Betoni", "Maanrakennus", "Saneeraus", "Sähkö", "Katto", "Maalaus"),
    "Toimisto": ("Tilitoimisto", "Kirjapaino", "Viestintä", "Vakuutuspalvelu", "Isännöinti"),
    "Asiantuntijat": ("Ohjelmistot", "Suunnittelu", "Mittaus", "Automaatio", "Tutkimus"),
    "Ravintola": ("Ravintola", "Kahvila", "Pitopalvelu", "Lounaspaikka", "Leipomo"),
    "Hotelli": ("Hotelli", "Kylpylä", "Lomakylä", "Kongressikeskus"),
}
FORMS = (("{place} {trade} Oy", 70), ("{trade} {bare} Oy", 14), ("{place} {trade} Ky", 8), ("{place} {trade} Oyj", 3))
SWEDISH_PLACES = ("Norrskärs", "Granviks", "Björkholms", "Åkerbärs", "Östersunda", "Tallmossa", "Sälgrunds", "Hägernäs")
SWEDISH_TRADES = {
    "Teollisuus": ("Verkstad", "Mekaniska", "Snickeri"),
    "Logistiikka": ("Transport", "Frakt"),
    "Rakentaminen": ("Bygg", "Måleri"),
    "Toimisto": ("Bokföring", "Tryckeri"),
    "Asiantuntijat": ("Teknik", "Konsult"),
    "Ravintola": ("Bageri", "Krog"),
    "Hotelli": ("Gästgiveri", "Hotell"),
}
ESTONIAN_PLACES = ("Kuuseneeme", "Põldmetsa", "Rabaküla", "Kõrvesaare")
ESTONIAN_TRADES = ("Metall", "Veod", "Ehitus", "Toitlustus")
# What makes trouble in files and sheets: quotes, separators, and first letters that a sheet takes for a formula.
ODD_NAMES = (
    "Kivi & Kanto Oy",
    'Ravintola "Sininen Hanhi" Oy',
    "Höyryveturi; Varasto ja Terminaali Oy",
    "+Voima Saneeraus Oy",
    "@Kulma Viestintä Oy",
    "=Tasan Tilitoimisto Oy",
    "-18 Pakkasvarasto Oy",
    "O'Halla Kahvila Oy",
    "Oy Åkerbärs Café & Bageri Ab",
    "Pihka, Terva ja Tuohi Oy",
    "Ääneköyry Äyriäiset Oy",
    "007 Lukko Oy",
    "Kaarnalaivatelakka ja Rautavaaran Raskaskoneistus Tytäryhtiöineen Oy",
)
OTHERS = {
    CustomerType.STATE: ("Valtion Suoluontovirasto", "Pohjoisten Vesiväylien virasto"),
    CustomerType.PUBLIC_BODY: (
        "Tuohilammen kunta",
        "Kelovaaran kaupunki",
        "Usvaniemen hyvinvointialue",
        "Hallasuon kunta",
        "Kurkikosken koulutuskuntayhtymä",
        "Havulammen kaupunki",
        "Routaharjun kunta",
        "Sammalsalmen vesihuoltokuntayhtymä",
    ),
    CustomerType.PRIVATE_PERSON: ("Yksityisasiakas 01", "Yksityisasiakas 02", "Yksityisasiakas 03"),
    CustomerType.GROUP_COMPANY: ("Tuohivakka Palvelut Oy", "Tuohivakka Koulutus Oy"),
}


class Names:
    """Gives each customer a name that no other has."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._finnish = {line: dice.shuffled(_finnish(line)) for line in TRADES}
        self._swedish = {line: dice.shuffled(_swedish(line)) for line in SWEDISH_TRADES}
        self._estonian = dice.shuffled([f"{place} {trade}" for place in ESTONIAN_PLACES for trade in ESTONIAN_TRADES])
        self._odd = list(reversed(ODD_NAMES))
        self._others = {kind: list(reversed(names)) for kind, names in OTHERS.items()}

    def other(self, kind: CustomerType) -> str:
        """Return a name of the state, a public body, a private person or a company of the group itself."""
        return self._others[kind].pop()

    def odd(self) -> str | None:
        return self._odd.pop() if self._odd else None

    def company(self, line: str, country: str) -> str:
        if country == "SE":
            return f"{self._swedish[line].pop()} AB"
        if country == "EE":
            return f"{self._estonian.pop()} OÜ"
        if self._dice.chance(3) and self._swedish[line]:
            return f"Oy {self._swedish[line].pop()} Ab"
        bare, place, trade = self._finnish[line].pop()
        return self._dice.weighted(FORMS).format(bare=bare, place=place, trade=trade)


def as_another_clerk_writes_it(name: str, dice: Dice) -> str:
    """Return the name as another company of the group has it on its card."""
    return dice.weighted(((name, 5), (name.upper(), 2), (name.replace(" Oy", " OY"), 1), (f"{name} ", 1)))


def _finnish(line: str) -> list[tuple[str, str, str]]:
    """Return every place, in both its cases, with two of the line's trades."""
    ends = zip(PLACE_ENDS, GENITIVES, strict=True)
    places = [(start + bare, start + genitive) for bare, genitive in ends for start in PLACE_STARTS]
    trades = TRADES[line]
    return [(*place, trades[(number + turn) % len(trades)]) for turn in range(2) for number, place in enumerate(places)]


def _swedish(line: str) -> list[str]:
    return [f"{place} {trade}" for place in SWEDISH_PLACES for trade in SWEDISH_TRADES[line]]
