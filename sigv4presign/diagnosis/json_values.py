"""JSON that others wrote: loaded within bounds, and what kind of value each is."""

import json
from typing import TypeGuard

from ..errors import InvalidRequestError
from .request import MAX_HAR, check_size


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Return whether *value* is an object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    """Return whether *value* is a list."""
    return isinstance(value, list)


def loaded(text: str) -> object:
    """Return what the JSON document *text* holds.

    Raises:
        InvalidRequestError: it is none, or has more brackets within brackets than are read.
    """
    check_size(text, MAX_HAR, "the JSON document")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidRequestError(f"the text begins as JSON, but is none: {error}") from None
