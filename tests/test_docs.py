"""What the pages say is what the program does."""

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from creditxl.cli.main import main
from creditxl.extracts import config
from creditxl.policy.parameters import load
from creditxl.sample import AS_OF

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(page, language, number=0):
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)[number]


def test_the_readme_opens_with_the_two_commands():
    opening = README.splitlines()[:40]

    assert any("python3 dev.py demo" in line for line in opening)
    assert any("python3 dev.py test" in line for line in opening)


def test_the_readme_shows_what_the_demo_says(tmp_path):
    said = CliRunner().invoke(main, ["demo", "--out", str(tmp_path / "out")]).stdout.splitlines()
    figures = said[: said.index(next(line for line in said if line.startswith("Written:")))]

    assert len(figures) == 9
    assert block("README.md", "text").splitlines()[:9] == figures


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))])
def test_every_link_leads_somewhere(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]

    assert [target for target in targets if target and not ((ROOT / page).parent / target).exists()] == []


def test_the_config_in_the_docs_is_one(tmp_path):
    file = tmp_path / "creditxl.toml"
    file.write_text(block("docs/extracts.md", "toml"), encoding="utf-8")

    assert config.load(file).language == "fi"


def test_the_policy_file_in_the_docs_is_one(tmp_path):
    file = tmp_path / "policy.toml"
    file.write_text(block("docs/policy.md", "toml"), encoding="utf-8")

    assert load(AS_OF, file).recommendation_ceiling == 40_000


def test_every_dependency_has_its_reason_in_the_readme():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[=>]", one)[0] for one in project["dependencies"]]
    table = README[README.index("| library | why |") :].casefold()

    assert [name for name in names if name.casefold() not in table] == []


@pytest.mark.parametrize("number", range(8))
def test_the_sources_in_the_docs_are_read(tmp_path, number):
    file = tmp_path / "creditxl.toml"
    file.write_text(block("docs/sources.md", "toml", number), encoding="utf-8")

    assert config.load(file).sources


def test_nothing_that_works_in_libreoffice_is_told_to_be_missing_there_too():
    page = (ROOT / "docs/libreoffice.md").read_text(encoding="utf-8")
    works, rest = page[page.index("## What works") :].split("Everything else raises")
    working = {
        item.strip() for row in re.findall(r"^\| \w+ \| (.+) \|$", works, re.MULTILINE) for item in row.split(",")
    }
    missing = {item.strip(" `.\n") for item in rest.split("##")[0].partition(":")[2].split(",")}

    assert {"books", "enable_events"} <= working
    assert {"charts", "the clipboard"} <= missing
    assert working & missing == set()
