"""Everything that the program says is said in Finnish and Swedish too, with the same places for figures."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

import pytest

from creditxl.labels import catalogue
from creditxl.labels.catalogue import TRANSLATED, Sentence, mo_bytes, po_bytes, po_path, sentences, translations

if TYPE_CHECKING:
    from pathlib import Path


def said() -> set[str]:
    return {found.text for found in sentences() if found.text}


def places(text: str) -> list[tuple[str, str, str]]:
    """Return the places of a sentence: name, format and conversion."""
    return sorted(
        (name, form or "", turned or "") for _, name, form, turned in Formatter().parse(text) if name is not None
    )


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_of_the_code_is_translated(language: str) -> None:
    assert not sorted(said() - translations(language).keys())


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_places_of_its_sentence(language: str) -> None:
    differing = {text: words for text, words in translations(language).items() if places(text) != places(words)}

    assert not differing


def test_a_place_is_a_name_and_nothing_more() -> None:
    # Figures reach it as words: "{share:.1f}" would fail on them.
    assert not [
        text for text in said() for name, form, turned in places(text) if form or turned or not name.isidentifier()
    ]


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalogues_are_those_of_the_code(language: str) -> None:
    kept = translations(language)

    assert po_path(language).read_bytes() == po_bytes(language, kept), "run python -m creditxl.labels.catalogue"
    assert po_path(language).with_suffix(".mo").read_bytes() == mo_bytes(language, kept)


def test_every_message_and_label_is_a_literal_that_can_be_translated() -> None:
    unsaid = [found for found in sentences() if found.text is None and found.keyword in {"msg", "label"}]

    assert not unsaid


def test_sentences_are_found_in_calls_of_the_keywords_and_in_the_parameters(tmp_path: Path) -> None:
    package = tmp_path / "package"
    (package / "policy").mkdir(parents=True)
    (package / "said.py").write_text(
        'msg("one {a}" " joined", a=1)\nx.text("two")\ntext(label("three"))\nprint("no")\n'
        '@function(Gives.DAYS)\ndef f():\n    """four\n\n    and five"""\ndef g():\n    """no"""\n'
    )
    (package / "policy" / "parameters.toml").write_text('[step]\nunit = "euros"\nsource = "a rule"\nvalues = []\n')

    found = list(sentences(package))

    assert {sentence.text for sentence in found} == {
        "one {a} joined",
        "two",
        None,
        "three",
        "four and five",
        "euros",
        "a rule",
    }
    assert Sentence("two", "text", "package/said.py", 2) in found


def test_update_keeps_translations_and_drops_what_is_no_longer_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "LOCALE_FOLDER", tmp_path)
    path = po_path("fi")
    path.parent.mkdir(parents=True)
    path.write_bytes(po_bytes("fi", {"Overview": "Etusivu"}).replace(b'msgid "Factors"', b'msgid "Said no more"'))

    missing = catalogue.update()

    assert missing == 2 * len(said()) - 1
    assert translations("fi") == {"Overview": "Etusivu"}
    assert "Said no more" not in path.read_text(encoding="utf-8")
