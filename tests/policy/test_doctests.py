from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from creditxl import policy

MODULES = [found.name for found in pkgutil.iter_modules(policy.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_rules_are_true(name: str) -> None:
    module = importlib.import_module(f"creditxl.policy.{name}")

    assert doctest.testmod(module).failed == 0
