"""What a default would cost: worked numbers, each with its reason."""

import pytest

from creditxl.excel.cells import DIV0, NUM, VALUE
from tests.excel.functions.asking import call


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((50000, 30000), 23000.0),  # 27 000 paid: 30 000 less 10 %
        ((50000, 30000, 0.25), 27500.0),
        ((20000, 30000), 2000.0),
        ((50000, None), 50000.0),  # no cover, no compensation
        ((None, 30000), 0.0),
        ((50000, 30000, 0.09), NUM),
        ((50000, 30000, 10), NUM),  # 10 is not 10 %
        ((50000, 30000, "10 %"), VALUE),
        ((-1, 0), NUM),
    ],
)
def test_loss_estimate(cells, expected):
    assert call("LOSS_ESTIMATE", *cells) == expected


def test_compensation_and_loss_make_the_receivables():
    assert call("COMPENSATION", 50000, 30000) == 27000.0  # 30 000 less 10 %
    assert call("COMPENSATION", 50000, 30000, 0.25) == 22500.0
    assert call("COMPENSATION", 50000, 30000, 0.5) == NUM
    assert call("COMPENSATION", 50000, 30000) + call("LOSS_ESTIMATE", 50000, 30000) == 50000.0


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((100000, 0.05), 2000000.0),  # the thesis's example
        ((None, 0.05), 0.0),
        ((1, 1), 1.0),
        ((1, 0), DIV0),
        ((1, None), DIV0),
        ((1, -0.05), NUM),
        ((1, 5), NUM),  # 5 is not 5 %
        ((-1, 0.05), NUM),
    ],
)
def test_sales_to_recover(cells, expected):
    assert call("SALES_TO_RECOVER", *cells) == expected
