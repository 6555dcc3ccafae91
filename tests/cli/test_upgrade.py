"""`creditxl upgrade`: the workbooks anew, and nothing lost that people typed."""

import pytest

from tests.cli.own_books import (
    ADDIN,
    AS_OF,
    BOOKS,
    configuration,
    kept_by_the_program,
    names,
    opened,
    run,
    set_kept,
    table,
    type_into,
    write_extracts,
)

INTRUM, EULER = "intrum-suositukset.xlsm", "euler-limiitit.xlsm"
KOIVU, HAAPA = "0201256-6", "0116297-6"


@pytest.fixture
def home(tmp_path):
    write_extracts(tmp_path / "own" / "extracts")
    assert run("init", tmp_path / "own", *AS_OF).exit_code == 0
    return tmp_path / "own"


def contents(home):
    return {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()}


def noted(path, name="Tasks"):
    """Return what stands in the columns of a list that people fill, where they have."""
    own = ("Tehty", "Kommentti")
    return {row["Y-tunnus"]: tuple(row[one] for one in own) for row in table(path, name) if row["Kommentti"]}


def test_what_people_typed_is_kept(home):
    type_into(home / INTRUM, "Tasks", HAAPA, Tehty="x", Kommentti="soitettu")
    type_into(home / EULER, "Tasks", KOIVU, Kommentti="-5 % kassa-alennus")
    type_into(home / INTRUM, "Customers", KOIVU, **{"Oma maksuehto, pv": 14})
    done = run("upgrade", home)

    assert done.exit_code == 0, done.output
    assert noted(home / INTRUM, "EarlierNotes") == {HAAPA: ("x", "soitettu")}
    assert noted(home / EULER) == {KOIVU: ("", "-5 % kassa-alennus")}
    rows = {row["Y-tunnus"]: row for row in table(home / INTRUM, "Customers")}
    assert rows[KOIVU]["Oma maksuehto, pv"] == 14
    assert rows[KOIVU]["Limiitintarve"] == pytest.approx(40_000 * 22 / 15)  # the factor of 14 days is 1.4667


def test_the_old_workbooks_stand_beside_and_are_never_written_over(home):
    first = contents(home)
    done = run("upgrade", home)
    second = contents(home)
    run("upgrade", home)

    assert f"Aiemmat työkirjat ovat tallessa niiden vieressä: {INTRUM}.bak, {EULER}.bak" in done.stdout
    assert names(home) == [
        "creditxl.toml",
        ADDIN,
        *(f"{name}{end}" for name in BOOKS[:1] for end in ("", ".bak", ".bak2")),
        "extracts",
        *(f"{name}{end}" for name in BOOKS[1:] for end in ("", ".bak", ".bak2")),
    ]
    for name in BOOKS:
        assert (home / f"{name}.bak").read_bytes() == first[name]
        assert (home / f"{name}.bak2").read_bytes() == second[name]


def test_an_older_version_and_another_machine_become_this_one(home):
    for name in BOOKS:
        set_kept(home / name, "version", "0.0.9")
        book = opened(home / name)
        for row in book["xlwings.conf"].iter_rows():
            if row[0].value in {"INTERPRETER_WIN", "CREDITXL_FOLDER"}:
                row[1].value = r"C:\gone"
        book.save(home / name)
    known = configuration(home / INTRUM)

    assert known["INTERPRETER_WIN"] == r"C:\gone"
    assert run("upgrade", home).exit_code == 0
    for name in BOOKS:
        known = configuration(home / name)

        assert kept_by_the_program(home / name)["version"] != "0.0.9"
        assert known["CREDITXL_FOLDER"] == str(home)
        assert known["INTERPRETER_WIN"] == known["INTERPRETER_MAC"] != r"C:\gone"


def test_the_add_in_is_made_anew_too_or_for_the_first_time(home):
    made = (home / ADDIN).read_bytes()
    for spoil in (lambda: (home / ADDIN).write_bytes(b"of an older version"), (home / ADDIN).unlink):
        spoil()
        done = run("upgrade", home)

        assert done.exit_code == 0, done.output
        assert str(home / ADDIN) in done.stdout
        assert (home / ADDIN).read_bytes() == made


def test_language_and_day_stay_as_the_workbooks_have_them(tmp_path):
    home = tmp_path / "own"
    write_extracts(home / "extracts")
    run("init", home, *AS_OF, "--language", "sv")
    settings = (home / "creditxl.toml").read_text("utf-8")
    (home / "creditxl.toml").write_text(settings.replace('"sv"', '"en"').replace("as_of = ", "# "), encoding="utf-8")
    done = run("upgrade", home)

    assert done.exit_code == 0, done.output
    assert "FO-nummer" in table(home / INTRUM, "Tasks")[0]
    assert kept_by_the_program(home / INTRUM)["as_of"] == "2026-10-31"


def test_a_workbook_may_be_named_in_place_of_its_folder(home):
    assert run("upgrade", home / INTRUM).exit_code == 0
    assert f"{EULER}.bak" in names(home)


def test_the_folder_one_stands_in_is_the_usual_one(home, monkeypatch):
    monkeypatch.chdir(home)

    assert run("upgrade").exit_code == 0


def test_one_workbook_of_the_two_brings_the_other_back(home):
    (home / EULER).unlink()
    type_into(home / INTRUM, "Tasks", HAAPA, Kommentti="soitettu")

    assert run("upgrade", home).exit_code == 0
    assert {*BOOKS, f"{INTRUM}.bak"} <= set(names(home))
    assert noted(home / INTRUM) == {HAAPA: ("", "soitettu")}


def test_a_workbook_that_was_never_filled_is_filled_and_no_limit_counts_as_new(tmp_path):
    home = tmp_path / "own"
    run("init", home, *AS_OF)
    assert run("upgrade", home).exit_code == 0  # there is nothing to read yet, and nothing to lose
    write_extracts(home / "extracts")
    (home / "extracts" / "limiitit.csv").write_text(
        "Y-tunnus;Nimi;Myönnetty limiitti;Päätös\n0201256-6;Koivu Oy;90000,00;Hyväksytty\n", encoding="cp1252"
    )
    done = run("upgrade", home)

    assert done.exit_code == 0, done.output
    assert {row["Luottolimiitti"] for row in table(home / EULER, "Limits")} == {90_000}
    assert [row for row in table(home / EULER, "Tasks") if row["Tehtävä"] == "Ilmoita perintään"] == []


def test_what_the_program_keeps_for_itself_may_be_broken(home):
    type_into(home / INTRUM, "Tasks", HAAPA, Kommentti="soitettu")
    set_kept(home / INTRUM, "as_of", "someday")

    assert run("upgrade", home).exit_code == 0
    assert noted(home / INTRUM) == {HAAPA: ("", "soitettu")}
    assert kept_by_the_program(home / INTRUM)["as_of"] == "2026-10-31"


def lock(home):
    (home / f"~${INTRUM}").touch()


def lock_in_libreoffice(home):
    (home / f".~lock.{EULER}#").touch()


def newer(home):
    set_kept(home / EULER, "version", "99.1")


def no_extracts(home):
    (home / "extracts" / "Asiakastapahtumat.csv").unlink()
    type_into(home / INTRUM, "Customers", KOIVU, **{"Oma maksuehto, pv": 14})


def a_term_in_words(home):
    type_into(home / INTRUM, "Customers", KOIVU, **{"Oma maksuehto, pv": "kaksi viikkoa"})


def no_settings(home):
    (home / "creditxl.toml").unlink()


def wrong_settings(home):
    (home / "creditxl.toml").write_text("extracts = 5\n", encoding="utf-8")


def no_workbook(home):
    for name in BOOKS:
        (home / name).unlink()


def no_real_workbook(home):
    (home / EULER).write_bytes(b"PK but no more")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lock, f"{INTRUM} on auki"),
        (lock_in_libreoffice, f"{EULER} on auki"),
        (newer, "99.1"),
        (no_extracts, "asiakasreskontraa"),
        (a_term_in_words, "kaksi viikkoa"),
        (no_settings, "there is no creditxl.toml"),
        (wrong_settings, "it is not a text"),
        (no_workbook, "ei ole creditxl:n makrollista työkirjaa"),
        (no_real_workbook, "työkirjaa ei voi lukea"),
    ],
)
def test_where_it_cannot_be_done_one_sentence_says_so_and_nothing_is_changed(home, spoil, said):
    spoil(home)
    before = contents(home)
    done = run("upgrade", home)

    assert done.exit_code == 1, done.output
    assert said in done.stderr
    assert "Traceback" not in done.output
    assert contents(home) == before


def test_a_failure_while_writing_leaves_all_as_it_was(home, monkeypatch):
    def no_room(*_args, **_options):
        raise OSError(28, "No space left on device")

    (home / ADDIN).write_bytes(b"of an older version")
    before = contents(home)
    monkeypatch.setattr("creditxl.workbook.file_writer.write_book", no_room)
    monkeypatch.setattr("creditxl.excel.build.write_book", no_room)
    done = run("upgrade", home)

    assert done.exit_code == 1
    assert "No space left on device" in done.stderr
    assert contents(home) == before


def test_a_place_that_is_not_there_is_one_sentence(home):
    done = run("upgrade", home / "nowhere.xlsm")

    assert done.exit_code == 1
    assert "there is no such folder or workbook" in done.stderr
    assert "Traceback" not in done.output


def test_settings_that_ask_for_the_need_ahead_bring_its_sheet(home):
    assert all("Tuleva tarve" not in opened(home / file).sheetnames for file in (INTRUM, EULER))
    with (home / "creditxl.toml").open("a", encoding="utf-8") as settings:
        settings.write("need_ahead = true\n")

    assert run("upgrade", home).exit_code == 0
    for file in (INTRUM, EULER):
        sheet = opened(home / file)["Tuleva tarve"]
        assert sheet["A3"].value.startswith("Tulevaa tarvetta ei näytetä: reskontrassa on")
        assert list(sheet.tables) == ["NeedAhead"]
        assert "columns NeedAhead" in kept_by_the_program(home / file)
