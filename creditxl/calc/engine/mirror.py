"""What every engine class shares: a member of xlwings that is not there says so, by name."""

from __future__ import annotations

from inspect import getattr_static
from types import FunctionType

from creditxl.calc.failures import MissingInCalcError


class Missing:
    """A member that xlwings knows and this engine does not have."""

    def __init__(self, member: str) -> None:
        self.member = member

    def __get__(self, instance: object, owner: type) -> Missing:
        if instance is None:
            return self
        raise MissingInCalcError(self.member)

    def __set__(self, instance: object, value: object) -> None:
        raise MissingInCalcError(self.member)


class Mirror:
    """Stands before a class of `xlwings.base_classes`, whose members raise a bare NotImplementedError.

    Those that the engine's class does not override are replaced by `Missing`. A member that xlwings asks for outside
    its base classes, and a property that can be read and not set, are named likewise.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name in dir(cls):
            if _only_raises(getattr_static(cls, name)):
                setattr(cls, name, Missing(f"{cls.__name__}.{name}"))

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(name)
        raise MissingInCalcError(member_of(self, name))

    def __setattr__(self, name: str, value: object) -> None:
        known = getattr_static(type(self), name, None)
        if isinstance(known, property) and known.fset is None:
            raise MissingInCalcError(member_of(self, name, "setting "))
        super().__setattr__(name, value)


def member_of(instance: object, name: str, before: str = "") -> str:
    return f"{before}{type(instance).__name__}.{name}"


def _only_raises(member: object) -> bool:
    function = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
    return isinstance(function, FunctionType) and "NotImplementedError" in function.__code__.co_names
