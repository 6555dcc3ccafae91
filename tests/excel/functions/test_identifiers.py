"""Business ids and VAT numbers, each case with its reason."""

import pytest

from creditxl.excel.cells import NA, REF, VALUE
from tests.excel.functions.asking import call


@pytest.mark.parametrize(
    ("cells", "valid", "vat"),
    [
        (("0201256-6",), True, "FI02012566"),
        (("02012566",), True, "FI02012566"),
        ((2012566.0,), True, "FI02012566"),  # a sheet dropped the leading zero
        (("fi 0201256-6",), True, "FI02012566"),
        (("0201256-7",), False, VALUE),  # wrong check digit
        (("Oy Ab",), False, VALUE),
        (("123456",), False, VALUE),
        (("SE556012579001",), True, "SE556012579001"),
        (("556012-5790", "SE"), True, NA),  # a VAT number does not follow from an organisation number here
        (("DE136695976",), True, "DE136695976"),
        (("DE136695977",), False, VALUE),
        (("EL094259216",), True, "EL094259216"),  # Greece: EL in VAT numbers, GR elsewhere
        (("094259216", "GR"), True, "EL094259216"),
        (("US123456789",), False, VALUE),  # letters of no country whose numbers can be checked
        (("123456789", "US"), NA, NA),
        ((None,), False, NA),
        ((True,), VALUE, VALUE),
        ((REF,), REF, REF),
    ],
)
def test_business_ids_and_vat_numbers(cells, valid, vat):
    assert call("BUSINESS_ID_VALID", *cells) == valid
    assert call("VAT_NUMBER", *cells) == vat
