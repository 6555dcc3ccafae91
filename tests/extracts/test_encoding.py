"""Characters: no file is read in an encoding that it is not in, and none is lost on the way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditxl.extracts import encoding
from creditxl.extracts.faults import RefusedError
from tests.extracts.reading import column, read_text, refusal

TABLE = "Asiakasnro;Nimi;Maksuehto\n1;Mäkelä & Ödegård Åland;14 pv\n"
NAME = "Mäkelä & Ödegård Åland"


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch):
    """Blocks of a few bytes, so that every seam of them is crossed by small files."""
    monkeypatch.setattr(encoding, "PIECE", 7)
    monkeypatch.setattr(encoding, "BLOCK", 20)
    monkeypatch.setattr(encoding, "RECODED", 3)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("UTF-8", TABLE.encode()),
        ("UTF-8", TABLE.encode("utf-8-sig")),
        ("CP1252", TABLE.encode("cp1252")),
        ("UTF-16 LE", b"\xff\xfe" + TABLE.encode("utf-16-le")),
        ("UTF-16 BE", b"\xfe\xff" + TABLE.encode("utf-16-be")),
        ("UTF-16 LE", TABLE.encode("utf-16-le")),
        ("UTF-16 BE", TABLE.encode("utf-16-be")),
    ],
)
def test_a_file_is_read_in_its_encoding(tmp_path, name, data):
    table, issues = read_text(tmp_path, data)

    assert table.file.form == f"CSV, {name}, ;"
    assert table.headings["customer_no"] == "Asiakasnro"
    assert column(table, "name") == [NAME]
    assert not issues


def test_every_character_of_cp1252_is_read(tmp_path):
    names = bytes(set(range(0x80, 0x100)) - {0x81, 0x8D, 0x8F, 0x90, 0x9D}).decode("cp1252")
    table, _ = read_text(tmp_path, f"Nro;Nimi;Maksuehto\n1;x{names}x;14\n".encode("cp1252"))

    assert column(table, "name") == [f"x{names}x"]


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_a_byte_that_is_no_character_of_cp1252_is_told_with_its_place(tmp_path, byte):
    text = "Nro;Nimi;Maksuehto\n1;Mäk".encode("cp1252")
    path = tmp_path / "a.csv"
    path.write_bytes(text + bytes([byte]) + b";14\n")

    assert str(refusal(path).message) == f"byte {len(text) + 1} of the file stands for no character in CP1252"


def test_a_file_that_changes_its_encoding_is_refused(tmp_path):
    text = "Nro;Nimi;Maksuehto\n1;Mäkelä;14\n".encode()
    path = tmp_path / "a.csv"
    path.write_bytes(text + "2;Ödegård;14\n".encode("cp1252"))

    issue = refusal(path)

    assert f"is UTF-8 up to its byte {len(text) + 3}" in str(issue.message)


@pytest.mark.parametrize("mark", ["utf-8-sig"])
def test_a_file_marked_as_utf8_is_nothing_else(tmp_path, mark):
    path = tmp_path / "a.csv"
    path.write_bytes("Nro;Nimi;Maksuehto\n".encode(mark) + "1;Mäkelä;14\n".encode("cp1252"))

    assert "something else there" in str(refusal(path).message)


def test_a_character_cut_short_at_the_files_end_is_seen(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(TABLE.encode() + "2;Ä".encode()[:-1])

    assert "is UTF-8 up to its byte" in str(refusal(path).message)


def test_utf16_that_breaks_off_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xff\xfe" + TABLE.encode("utf-16-le") + b"\x31")

    assert "stands for no character in UTF-16 LE" in str(refusal(path).message)


@pytest.mark.parametrize("data", [b"Nro;Nimi\0;Maksuehto\n", b"\xff\xfeN\0r\0\0\0\n\0"])
def test_a_zero_is_no_text(tmp_path, data):
    path = tmp_path / "a.csv"
    path.write_bytes(data)

    assert "the file is not text: its byte" in str(refusal(path).message)


@settings(deadline=None)  # a busy machine is no failure
@given(
    lines=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n")), max_size=20),
    end=st.sampled_from(["\n", "\r\n"]),
    name=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    is_ended=st.booleans(),
)
def test_blocks_hold_whole_lines_and_together_the_file(tmp_path_factory, lines, end, name, is_ended):
    text = end.join(lines) + (end if is_ended else "")
    path = tmp_path_factory.mktemp("text") / "a.csv"
    path.write_bytes(text.encode(name))
    try:
        found = encoding.detect(path)
        blocks = list(encoding.blocks(path, found, b"\n"))
    except RefusedError:  # noise that UTF-16 has no characters for
        return

    assert b"".join(block for block, _ in blocks).decode() == text
    assert all(block.endswith(b"\n") for block, last in blocks if not last)
    assert [last for _, last in blocks] == [False] * (len(blocks) - 1) + [True]


def test_the_head_of_a_long_file_ends_with_a_line(tmp_path, monkeypatch):
    monkeypatch.setattr(encoding, "PIECE", 1000)
    monkeypatch.setattr(encoding, "HEAD", 50)
    path = tmp_path / "a.csv"
    path.write_text("abcdefg\n" * 20)

    assert encoding.head(path, encoding.Encoding("UTF-8")) == b"abcdefg\n" * 6
