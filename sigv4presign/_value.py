"""A frozen record: importing `dataclasses` costs four times `hashlib` and `hmac` together."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Value:
    """Immutable, hashable, equal by value.

    A subclass writes ``__slots__ = _fields = (...)``, annotates each, and sets them with `_fill` in
    an ``__init__`` that takes them in that order, so that copying and pickling work and type
    checkers see a real signature.
    """

    __slots__: tuple[str, ...] = ()
    _fields: tuple[str, ...] = ()
    _hidden: tuple[str, ...] = ()  # fields whose content repr must not show

    def _fill(self, *values: object) -> None:
        for name, value in zip(self._fields, values):
            object.__setattr__(self, name, value)

    def _values(self) -> tuple[object, ...]:
        return tuple([getattr(self, name) for name in self._fields])

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} is read-only")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} is read-only")

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Value)
            and type(other) is type(self)
            and other._values() == self._values()
        )

    def __hash__(self) -> int:
        return hash(self._values())

    def __reduce__(self) -> "tuple[Callable[..., object], tuple[object, ...]]":
        return type(self), self._values()

    def _shown(self, name: str) -> str:
        value = getattr(self, name, None)  # None in a traceback out of __init__
        return "<hidden>" if value is not None and name in self._hidden else repr(value)

    def __repr__(self) -> str:
        fields = [f"{name}={self._shown(name)}" for name in self._fields]
        return f"{type(self).__name__}({', '.join(fields)})"


class Packed(Value):
    """A `Value` whose fields are one tuple: made at the cost of one attribute, not of all of them.

    A subclass names its fields in ``_fields`` alone, sets ``_all`` in its ``__init__`` with
    `set_all`, and is laid out once.
    """

    __slots__: tuple[str, ...] = ("_all",)

    _all: tuple[object, ...]

    @classmethod
    def lay_out(cls) -> None:
        """Make each field an attribute that reads its place in the tuple."""
        for index, name in enumerate(cls._fields):
            setattr(cls, name, _field(index))

    def _values(self) -> tuple[object, ...]:
        return self._all


set_all = object.__setattr__  # under a name of the module, which is found faster


def _field(index: int) -> property:
    return property(lambda record: record._all[index])
