"""From an operation and its parameters to the request: method, path, query and headers."""

from .._checks import shown
from .._percent import encode, encode_path
from .._value import Value
from ..errors import InvalidRequestError
from .encryption import derived
from .operations import OPERATIONS
from .parameters import ELSEWHERE, GROUPS, PARAMETERS
from .wire import DIGESTS, FORMS, copy_source, digest, joined, pairs_of, tagging, text, utf8

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Pair = tuple[str, str]


class Operation(Value):
    """A line of the table; its parameters are read only when some are given.

    Attributes:
        name: such as ``get_object``.
        method: such as ``GET``.
        scope: ``key``, ``bucket`` or ``/``.
        fixed: the query that tells the operation from others: encoded pairs.
        words: the parameters, as the table has them.
        mark: ``control``, ``plain``, ``control bucket`` or nothing.
    """

    __slots__ = _fields = ("name", "method", "scope", "fixed", "words", "mark")

    name: str
    method: str
    scope: str
    fixed: "tuple[Pair, ...]"
    words: str
    mark: str

    def __init__(self, name: str, line: str) -> None:
        line, _, mark = line.partition(" ^")
        method, target, words = (line + "  ").split(" ", 2)
        scope, _, query = target.partition("?")
        fixed = [piece.partition("=")[::2] for piece in query.split("&")] if query else ()
        self._fill(name, method, scope, tuple(fixed), words, mark.replace("^", ""))

    @property
    def parameters(self) -> "dict[str, str]":
        """The names in the table, by their squashed form."""
        return {squashed(name): name for name in [word.rstrip("!") for word in self._members()]}

    def named(self, name: str) -> "str | None":
        """Return the parameter's name in the table, None if there is none of that name."""
        # Most are spelled as in the table; to see that is cheaper than to squash them all.
        marked = name + "!"
        for word in self.words.split():
            if word in (name, marked):
                return name
            if word[0] == "@" and name in GROUPS[word[1:]].split():
                return name
        return self.parameters.get(squashed(name))

    @property
    def required(self) -> "list[str]":
        """The names that S3 requires."""
        return [word.rstrip("!") for word in self._members() if word[-1] == "!"]

    @property
    def body(self) -> "list[str]":
        """The names of what goes into the body."""
        return [word.strip("<!") for word in self.words.split() if word[0] == "<"]

    def _members(self) -> "list[str]":
        members: list[str] = []
        for word in self.words.split():
            if word[0] == "@":
                members += GROUPS[word[1:]].split()
            elif word[0] != "<":
                members.append(word)
        return members


def squashed(name: str) -> str:
    """Return *name* so that ``SSEKMSKeyId`` and ``sse_kms_key_id`` are one."""
    return name.replace("_", "").lower()


def operation_named(name: object) -> Operation:
    """Return the operation, or say which there are of that kind."""
    if isinstance(name, str) and name in OPERATIONS:
        return Operation(name, OPERATIONS[name])
    if name == "write_get_object_response":
        raise InvalidRequestError(
            "write_get_object_response is an Object Lambda function's answer, not a request by URL"
        )
    words = name.lower().split("_") if isinstance(name, str) else []
    near = [known for known in OPERATIONS if words and set(words) <= set(known.split("_"))]
    hint = f"; is it {joined(near[:4])}?" if near else "; give its name in snake_case: 'get_object'"
    raise InvalidRequestError(f"operation is {shown(name)}, which S3 has not{hint}")


def given_parameters(operation: Operation, params: "Mapping[str, object]") -> "dict[str, object]":
    """Return *params* by their names in the table, in the order given, None left out.

    Args:
        operation: whose parameters they are, ``bucket`` and ``key`` not among them.
        params: by their names in snake_case, or as S3 spells them.

    Raises:
        InvalidRequestError: one is unknown, belongs into the body, or is missing.
    """
    given: dict[str, object] = {}
    for name, value in params.items():
        known = operation.named(name)
        if known is None:
            raise _unknown(operation, name)
        if value is not None:
            given[known] = value
    # Whatever is required is marked; only a copy's source is so within a group.
    marked = "!" in operation.words or "@copy" in operation.words
    missing = [name for name in operation.required if name not in given] if marked else []
    if missing:
        raise InvalidRequestError(f"{operation.name} needs {joined(missing)}")
    return derived(given) if given else given


def _unknown(operation: Operation, name: str) -> InvalidRequestError:
    if squashed(name) in [squashed(member) for member in operation.body]:
        return InvalidRequestError(
            f"{name} is the body of {operation.name}, which no URL carries: "
            "leave it out here, and send it with the URL"
        )
    if squashed(name) in ("bucket", "key"):
        return InvalidRequestError(f"{operation.name} takes no {name}")
    stem = squashed(name)
    near = [
        known for short, known in operation.parameters.items() if stem in short or short in stem
    ]
    takes = near or sorted(operation.parameters.values())
    return InvalidRequestError(f"{operation.name} takes no {name!r}; it takes {joined(takes)}")


def query_and_headers(
    operation: Operation, given: "Mapping[str, object]", *, exactly: bool = False
) -> "tuple[list[Pair], list[Pair]]":
    """Return the encoded query and the headers that carry *given*.

    Args:
        operation: for which.
        given: from `given_parameters`.
        exactly: take checksums as they are, whatever they are.
    """
    query = list(operation.fixed)
    headers: list[Pair] = []
    for name, value in given.items():
        place = ELSEWHERE.get((operation.name, name)) or PARAMETERS[name]
        where, wire_name, *form = place.split()
        if where == "headers":
            headers += [(wire_name + key, item) for key, item in _metadata(name, value)]
            continue
        written = _written(name, value, form[0] if form else "", exactly)
        if where == "query":
            query.append((wire_name, utf8(name, written, encode)))
        elif written or not form or form[0] != "list":
            headers.append((wire_name, written))
    return query, headers


def _written(name: str, value: object, form: str, exactly: bool) -> str:
    if name == "copy_source":
        return copy_source(name, value)
    if name == "rename_source" and not exactly:
        return utf8(name, text(name, value), encode_path)
    if name == "tagging":
        return tagging(name, value)
    if name in DIGESTS and not exactly:
        return digest(name, value)
    return FORMS[form](name, value)


def _metadata(name: str, value: object) -> "list[Pair]":
    pairs = pairs_of(name, value)
    for key, item in pairs:
        for part in (key, item):
            if any([ord(character) > 126 or ord(character) < 32 for character in part]):
                raise InvalidRequestError(
                    f"metadata has {shown(part)} under {shown(key)}; S3 takes printable ASCII. "
                    "Encode it, as with urllib.parse.quote(), and decode it where it is read"
                )
    return pairs
