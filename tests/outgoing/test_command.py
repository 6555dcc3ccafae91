"""The commands as their users meet them: what is marked as done in the workbooks does not leave the house."""

import csv
from datetime import date

import click
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from creditxl import pipeline, sample, workbook
from creditxl.cli import outgoing
from creditxl.extracts.config import Config
from creditxl.labels import Labels
from creditxl.model import ActionName as A
from creditxl.workbook.kept import Kept, Note

AS_OF = sample.AS_OF


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Return a folder with the sample group's extracts, and both workbooks with one quick application done."""
    folder = tmp_path_factory.mktemp("home")
    sample.write(folder / "extracts")
    request = pipeline.Request(folder / "extracts", AS_OF, Config(), None, lambda _: None)
    review = pipeline.review(request)
    task = next(task for task in review.tasks if task.action.name is A.APPLY_LIMIT and task.customer.has_business_id)
    kept = Kept(notes={(task.customer.business_id, A.APPLY_LIMIT): Note(done="x", done_on=date(2026, 11, 2))})
    workbook.write(workbook.View.of(review, Labels("fi"), kept), folder / "books")
    return folder, task.customer.business_id


def run(command, home, *arguments, books=True):
    commands = (outgoing.requests, outgoing.mails, outgoing.calendar, outgoing.person_list)
    group = click.Group(commands={one.name: one for one in commands})
    shared = ("--extracts", home / "extracts", "--as-of", AS_OF, *(("--workbooks", home / "books") if books else ()))
    return CliRunner().invoke(group, [str(one) for one in (command, *arguments, *shared)], catch_exceptions=False)


def asked_for(folder):
    rows = load_workbook(next(folder.glob("limit-requests*.xlsx"))).active.iter_rows(min_row=2, values_only=True)
    return [row[4] for row in rows]


def test_requests_leave_out_what_is_done_in_the_workbook(home, tmp_path):
    folder, business_id = home
    done = run("requests", folder, "--language", "en", "--out", tmp_path / "a")
    everything = run("requests", folder, "--language", "en", "--out", tmp_path / "b", books=False)

    assert (done.exit_code, everything.exit_code) == (3, 3)  # some customers of the sample have no business id
    assert "every task counts as open" in everything.stderr
    assert [one for one in asked_for(tmp_path / "b") if one != business_id] == asked_for(tmp_path / "a")
    assert business_id in asked_for(tmp_path / "b")


def test_a_second_run_needs_overwrite(home, tmp_path):
    arguments = ("mails", home[0], "--out", tmp_path)

    assert run(*arguments).exit_code == 0
    with pytest.raises(Exception, match="overwrite"):
        run(*arguments)
    assert run(*arguments, "--overwrite").exit_code == 0


def test_an_address_reaches_its_draft(home, tmp_path):
    run("mails", home[0], "--language", "en", "--out", tmp_path, "--address", "insurance_manager=a@example.com")
    (draft,) = tmp_path.glob("*-insurance-manager.eml")

    assert b"\r\nTo: a@example.com\r\n" in draft.read_bytes()


def test_a_list_is_written_for_one_person(home, tmp_path):
    folder, business_id = home
    done = run("list", folder, "insurance_manager", "--language", "en", "--out", tmp_path)
    (text,) = tmp_path.glob("*.csv")
    with text.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))

    assert done.exit_code == 0
    assert {row["owner"] for row in rows} == {"insurance_manager"}
    assert (business_id, "apply_limit") not in {(row["business_id"], row["action"]) for row in rows}


def test_without_an_owner_the_tasks_of_everyone_are_counted(home, tmp_path):
    shown = run("list", home[0], "--language", "en", "--out", tmp_path / "out").stdout

    assert "Insurance manager: open " in shown
    assert ", done 1\n" in shown
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("mails", "--address", "nobody=a@b.fi"), "'nobody' is nobody who acts"),
        (("mails", "--address", "insurance_manager"), "NAME=VALUE"),
        (("requests", "--identifier-type", "SE="), "NAME=VALUE"),
        (("list", "--line", "Hoiva"), "OWNER"),
        (("list", "nobody"), "nobody"),
    ],
)
def test_a_wrong_call_says_how_to_write_it(home, tmp_path, arguments, said):
    command, *rest = arguments
    done = run(command, home[0], *rest, "--out", tmp_path / "out")

    assert done.exit_code == 2
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_named_for_its_workbooks_must_have_them(home, tmp_path):
    empty = replace_books(tmp_path, home[0])
    with pytest.raises(Exception, match="none of the two workbooks"):
        run("list", empty)


def replace_books(folder, home):
    """Return a folder whose extracts are the sample's and whose workbooks are none."""
    (folder / "extracts").symlink_to(home / "extracts")
    (folder / "books").mkdir()
    return folder


def test_calendars_are_written_and_what_has_passed_is_told(home, tmp_path):
    done = run("calendar", home[0], "--language", "en", "--out", tmp_path)

    assert done.exit_code == 3  # the sample has data issues
    assert (tmp_path / f"calendar-{AS_OF}-insurance-manager.ics").is_file()
    assert "Dates that have passed, in the workbooks alone: 61" in done.stdout
