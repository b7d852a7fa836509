"""`PresignedPost`: an upload form, as fields, as a page, and as a command.

https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
"""

from ._value import Value
from .policies import PostPolicy
from .presigned import shell_quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class PresignedPost(Value):
    """An upload form: where it goes, what it holds, and when it ends.

    ``repr`` shows the names of the fields only: with their values anybody can upload.

    Attributes:
        url: where to send it, by POST, as ``multipart/form-data``.
        fields: (name, value) pairs in the order to send; the file comes last, as ``file``.
        expires_at: the first Unix second at which it is no longer valid.
    """

    __slots__ = _fields = ("url", "fields", "expires_at")

    url: str
    fields: tuple[tuple[str, str], ...]
    expires_at: int

    def __init__(self, url: str, fields: tuple[tuple[str, str], ...], expires_at: int) -> None:
        self._fill(url, fields, expires_at)

    def _shown(self, name: str) -> str:
        if name == "fields":
            return repr(tuple([field for field, _ in self.fields]))
        return super()._shown(name)

    @property
    def policy(self) -> PostPolicy:
        """What the form allows."""
        return PostPolicy.parse(dict(self.fields)["policy"])

    @property
    def left_open(self) -> tuple[tuple[str, str], ...]:
        """Fields that the sender fills in: (name, what it must begin with) pairs."""
        given = [name.lower() for name, _ in self.fields]
        found: dict[str, tuple[str, str]] = {}
        for condition in self.policy.conditions:
            if condition.operator == "starts-with" and condition.field not in given:
                known = found.get(condition.field, ("", ""))
                # Of several conditions on one field the longest includes the others.
                if len(condition.value) >= len(known[1]):
                    found[condition.field] = (condition.name, condition.value)
        return tuple(found.values())

    def to_dict(self) -> "dict[str, Any]":
        """Return ``{"url": …, "fields": {…}}``, as boto3 does, for JSON."""
        return {"url": self.url, "fields": dict(self.fields)}

    def html(self, title: str = "Upload", button: str = "Upload") -> str:
        """Return a page with the form, complete: it works when a browser opens it.

        Fields that the policy leaves open are shown, to be filled in.

        Args:
            title: the page's title.
            button: what is written on the button.
        """
        hidden = [
            f'<input type="hidden" name="{_escaped(name)}" value="{_escaped(value)}">'
            for name, value in self.fields
        ]
        open_fields = [
            f'<label>{_escaped(name)} <input name="{_escaped(name)}" value="{_escaped(begins)}">'
            "</label>"
            for name, begins in self.left_open
        ]
        lines = [
            "<!DOCTYPE html>",
            '<html lang="en">',
            f'<head><meta charset="utf-8"><title>{_escaped(title)}</title></head>',
            "<body>",
            f'<form action="{_escaped(self.url)}" method="post" accept-charset="utf-8"',
            ' enctype="multipart/form-data">',
        ]
        lines += hidden + open_fields
        lines += [
            '<input type="file" name="file" required>',
            f'<button type="submit">{_escaped(button)}</button>',
            "</form>",
            "</body>",
            "</html>",
        ]
        return "\n".join(lines)

    def curl(self, file: str = "FILE") -> str:
        """Return a command line that sends the form, for any POSIX shell.

        Args:
            file: the path of the file. Fields that the policy leaves open are sent as they must
                begin.
        """
        words = ["curl"]
        for name, value in self.fields + self.left_open:
            words += ["--form-string", shell_quoted(f"{name}={value}")]
        # curl would read a comma or a semicolon in a bare path as its own.
        path = file.replace("\\", "\\\\").replace('"', '\\"')
        words += ["--form", shell_quoted(f'file=@"{path}"'), shell_quoted(self.url)]
        return " ".join(words)


def _escaped(text: str) -> str:
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(character, entity)
    return text
