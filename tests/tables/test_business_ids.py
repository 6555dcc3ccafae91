import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditxl.tables.business_ids import canonical, match_keys

WEIGHTS = (7, 9, 10, 5, 8, 4, 2)


def check_digit(digits: str) -> str | None:
    """Return the check digit as the Finnish tax administration defines it; None where there is none."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    return None if rest == 1 else str((11 - rest) % 11)


@pytest.mark.parametrize(
    ("written", "country", "expected"),
    [
        ("0201256-6", "", "0201256-6"),
        (" 0201256-6 ", "FI", "0201256-6"),
        ("02012566", "FI", "0201256-6"),  # without its hyphen
        ("FI02012566", "", "0201256-6"),  # as a VAT number
        ("fi 0201256-6", "fi", "0201256-6"),
        ("201256-6", "FI", "0201256-6"),  # a spreadsheet dropped the leading zero
        ("2012566", "", "0201256-6"),
        ("0201256-7", "FI", None),  # wrong check digit
        ("0000000-0", "FI", None),  # its check digit fits, and nobody holds it
        ("", "FI", None),
        ("-", "FI", None),
        ("FI", "FI", None),
        ("Oy Ab", "FI", None),
        ("556012-5790", "SE", "SE5560125790"),
        ("SE556012579001", "", "SE5560125790"),  # a VAT number and the register's number name one company
        ("NO 974 760 673 MVA", "", "NO974760673"),
        ("974760673", "NO", "NO974760673"),
        ("556012-5791", "SE", None),
        ("10137319", "EE", "EE10137319"),
        ("123456", "XX", "XX123456"),  # a country whose numbers nobody here can check
        ("puuttuu", "", None),
        ("ei tiedossa", "", None),
        ("unknown", "XX", None),
        ("XXX", "", None),
        ("bad", "", None),
    ],
)
def test_a_business_id_has_one_form_or_none(written, country, expected):
    assert canonical(written, country) == expected


@given(st.integers(min_value=1, max_value=9_999_999), st.integers(min_value=0, max_value=9))
def test_only_the_right_check_digit_is_accepted(number, last):
    digits = f"{number:07d}"
    right = check_digit(digits) == str(last)

    assert canonical(f"{digits}-{last}") == (f"{digits}-{last}" if right else None)


def test_a_foreign_id_is_found_with_and_without_its_country():
    assert match_keys("SE5560125790") == ("SE5560125790", "5560125790")
    assert match_keys("0201256-6") == ("02012566",)
