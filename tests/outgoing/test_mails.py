"""The drafts: to every owner their open tasks, to no line another's customers, and no name that forges a mail."""

import re
from datetime import date
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from creditxl.labels import Labels
from creditxl.model import ActionName as A
from creditxl.model import Owner
from creditxl.outgoing import write_mails
from tests.outgoing.reviews import CFO, CLERK, LINE, MANAGER, NASTY, everyone, one, pairs
from tests.workbook.reviews import action, customer, review

EN = Labels("en")
HEADERS = {"Content-Type", "MIME-Version", "X-Unsent", "To", "Subject"}


class Cells(HTMLParser):
    """The texts of a table's cells, and every tag."""

    def __init__(self, page):
        super().__init__()
        self.rows, self.tags, self.is_cell = [], set(), False
        self.feed(page)

    def handle_starttag(self, tag, _):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self.is_cell = True

    def handle_endtag(self, tag):
        self.is_cell = self.is_cell and tag not in {"td", "th"}

    def handle_data(self, data):
        if self.is_cell:
            self.rows[-1][-1] += data


def write(made, folder, done=frozenset(), addresses=None, labels=EN, *, overwrite=False):
    return write_mails(made, labels, folder, done=done, addresses=addresses or {}, overwrite=overwrite)


def mail(path):
    return message_from_bytes(path.read_bytes(), policy=default)


def part(path, kind):
    return mail(path).get_body((kind,)).get_content().replace("\r\n", "\n")


def test_a_draft_opens_as_a_mail_to_be_sent_and_has_no_time(tmp_path):
    (path,) = write(one(A.APPLY_LIMIT), tmp_path, addresses={(MANAGER, ""): "a.b@example.com"}).paths
    found = mail(path)

    assert set(found.keys()) == HEADERS
    assert (found["X-Unsent"], found["To"]) == ("1", "a.b@example.com")
    assert found["Subject"] == "Tasks of credit limits, Insurance manager, As of 31/10/2026"
    assert b"Subject: =?" in path.read_bytes()
    assert path.name == "mail-2026-10-31-insurance-manager.eml"


@pytest.mark.parametrize(
    ("language", "row"),
    [
        ("fi", ["Hae luottolimiitti", "42\u00a0000\u00a0€", "30.11.2026"]),
        ("sv", ["Ansök om kreditlimit", "42\u00a0000\u00a0€", "30.11.2026"]),
        ("en", ["Apply for a limit", "42\u00a0000\u00a0€", "30/11/2026"]),
    ],
)
def test_a_draft_speaks_the_workbooks_language_with_the_figures(tmp_path, language, row):
    made = one(A.APPLY_LIMIT, due_on=date(2026, 11, 30))
    (path,) = write(made, tmp_path, labels=Labels(language)).paths
    (_, cells) = Cells(part(path, "html")).rows

    assert cells[:-1] == ["1234567-1", "Koivu Oy", *row]
    for cell in cells:
        assert cell in part(path, "plain")


def test_the_insurance_manager_has_one_draft_and_everyone_else_one_a_line(tmp_path):
    written = write(everyone(), tmp_path)
    got = {
        (tasks[0].action.owner, frozenset(task.customer.business_line for task in tasks))
        for tasks in written.files.values()
    }

    lines = ("Rakennus", "Hoiva", "")
    assert got == {
        (MANAGER, frozenset(lines)),
        *((owner, frozenset({line})) for owner in (CLERK, CFO, LINE) for line in lines),
    }
    assert len(written.files) == 10


LINES = st.sampled_from(["Rakennus", "rakennus ", "Hoiva", "Hoiva/koti", "Hoiva koti", "", "CON", "a\nb", "Ä" * 90])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(LINES, st.sampled_from(Owner), st.booleans()), max_size=12),
)
def test_every_open_task_is_in_one_mail_and_no_line_sees_another(tmp_path, rows):
    made = review(
        [
            customer(
                f"{place + 1_000_000}-1",
                name=f"N{place:03d}",
                business_line=line,
                actions=(action(A.CHECK_TERM, owner),),
            )
            for place, (line, owner, _) in enumerate(rows)
        ]
    )
    done = frozenset((f"{place + 1_000_000}-1", A.CHECK_TERM) for place, row in enumerate(rows) if row[2])
    written = write(made, tmp_path, done, overwrite=True)

    seen = [row[0] for path in written.paths for row in Cells(part(path, "html")).rows[1:]]
    assert sorted(seen) == [f"{place + 1_000_000}-1" for place, row in enumerate(rows) if not row[2]]
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in written.paths}
    for path, tasks in written.files.items():
        assert len({task.action.owner for task in tasks}) == 1
        if tasks[0].action.owner is not MANAGER:
            assert len({task.customer.business_line.strip().lower() for task in tasks}) == 1
        for place in range(len(rows)):
            mine = any(task.customer.name == f"N{place:03d}" for task in tasks)
            assert (f"N{place:03d}" in part(path, "plain")) is mine
            assert (f"N{place:03d}" in part(path, "html")) is mine


@pytest.mark.parametrize("name", NASTY)
def test_no_name_forges_a_header_a_line_or_a_tag(tmp_path, name):
    made = one(A.CHECK_TERM, CLERK, name=name, business_line=name, seller=name)
    (path,) = write(made, tmp_path, addresses={(CLERK, ""): "a@example.com"}).paths
    shown = re.sub(r"[\r\n\t\x01\x1b]+", " ", name).strip()
    found = mail(path)
    page = Cells(part(path, "html"))

    assert set(found.keys()) == HEADERS
    assert found["To"] == "a@example.com"
    assert shown[:60] in found["Subject"]
    assert page.tags == {"html", "body", "p", "table", "tr", "th", "td"}
    assert page.rows[1][1] == shown
    assert f"1234567-1  {shown}\n" in part(path, "plain")
    assert [piece.get_content_type() for piece in found.iter_parts()] == ["text/plain", "text/html"]


def test_a_mail_holds_no_name_as_long_lines_of_the_wire(tmp_path):
    (path,) = write(one(A.CHECK_TERM, CLERK, name="Å" * 5000, business_line="Ö" * 500), tmp_path).paths
    content = path.read_bytes()

    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert b"Subject: \r\n" not in content  # some programs take it for none
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.isascii()


@pytest.mark.parametrize(
    ("addresses", "to"),
    [
        ({(CLERK, "Rakennus"): "r@example.com", (CLERK, ""): "all@example.com"}, "r@example.com"),
        ({(CLERK, " rakennus"): "r@example.com"}, "r@example.com"),
        ({(CLERK, ""): "all@example.com"}, "all@example.com"),
        ({(CLERK, "Hoiva"): "h@example.com"}, ""),  # another line's
        ({(MANAGER, "Rakennus"): "m@example.com"}, ""),  # another owner's
        ({(CLERK, ""): "a@example.com,b@example.com"}, "a@example.com, b@example.com"),
        ({}, ""),
    ],
)
def test_a_draft_is_for_whom_the_addresses_say_and_else_for_nobody(tmp_path, addresses, to):
    made = review([*one(A.CHECK_TERM, CLERK).customers, customer("7654321-0", business_line="Hoiva")])
    written = write(made, tmp_path, addresses=addresses)

    assert mail(written.paths[0])["To"] == to
    assert not written.issues


@pytest.mark.parametrize(
    "address",
    [
        "a@b.fi\r\nBcc: x@example.com",
        "a@b.fi\nX: y",
        "no address",
        "a@",
        "@b",
        "a@b.fi; c@d.fi",
        "Nimi <a@b.fi>",
        "ä@b.fi",
    ],
)
def test_what_is_no_address_is_told_and_writes_to_nobody(tmp_path, address):
    written = write(one(A.CHECK_TERM, CLERK), tmp_path, addresses={(CLERK, ""): address})
    found = mail(written.paths[0])

    assert set(found.keys()) == HEADERS
    assert found["To"] == ""
    assert [issue.column for issue in written.issues] == ["To"]


def test_an_address_of_a_line_that_nobody_has_is_told(tmp_path):
    written = write(one(A.CHECK_TERM, CLERK), tmp_path, addresses={(CLERK, "Rakenus"): "a@example.com"})

    assert "Rakenus" in EN.message(written.issues[0].message)
    assert "Rakennus" in EN.message(written.issues[0].fix)


def test_what_is_done_is_not_told_and_its_old_draft_goes(tmp_path):
    made = everyone(names=("Koivu Oy",), lines=("Hoiva",))
    first = write(made, tmp_path)
    kept_open = frozenset(pairs(task for task in made.tasks if task.action.owner is not MANAGER))
    second = write(made, tmp_path, kept_open, overwrite=True)

    assert len(first.paths) == 4
    assert [path.name for path in tmp_path.iterdir()] == [path.name for path in second.paths]


def test_drafts_that_stand_there_stay_unless_told(tmp_path):
    write(one(A.APPLY_LIMIT), tmp_path)
    with pytest.raises(Exception, match="already"):
        write(one(A.CHECK_TERM, CLERK), tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["mail-2026-10-31-insurance-manager.eml"]


def test_the_same_review_gives_the_same_bytes(tmp_path):
    one_time, other = write(everyone(), tmp_path / "a"), write(everyone(), tmp_path / "b")

    assert [path.read_bytes() for path in one_time.paths] == [path.read_bytes() for path in other.paths]


def test_a_review_without_tasks_writes_nothing(tmp_path):
    assert write(review([customer()]), tmp_path / "out").paths == ()
    assert not (tmp_path / "out").exists()
