"""The fields of an upload form: out of a multipart body, out of a page, out of boto3's JSON."""

import re
from html.parser import HTMLParser

from .request import Pairs

_NAME = re.compile(r"""(?i)\bname=(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))""")
_BOUNDARY = re.compile(r"""(?i)\bboundary=(?:"([^"]*)"|([^;\s]+))""")


def form_fields(body: str | None, content_type: str) -> Pairs:
    """Return the fields of a ``multipart/form-data`` *body*, the file and what follows it left out.

    https://www.rfc-editor.org/rfc/rfc7578
    """
    match = _BOUNDARY.search(content_type)
    boundary = (match.group(1) or match.group(2)) if match else ""
    if not body or not boundary:
        return ()
    fields: list[tuple[str, str]] = []
    for part in body.replace("\r\n", "\n").split(f"--{boundary}")[1:]:
        head, _, content = part.partition("\n\n")
        head = head[:4096]
        name = _NAME.search(head)
        if part[:2] == "--" or name is None:
            continue
        called = name.group(1) or name.group(2) or ""
        if "filename=" in head.lower() or called == "file":
            break
        fields.append((called, content.removesuffix("\n")))
    return tuple(fields)


class _Form(HTMLParser):
    """The first form of a page that posts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.action = ""
        self.inside = False
        self.fields: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.action and given.get("action"):
            self.action = given["action"]
            self.inside = True
        elif tag == "input" and self.inside and given.get("name") and not _is_button(given):
            self.fields.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"


def _is_button(given: dict[str, str]) -> bool:
    return given.get("type", "").lower() in ("file", "submit", "button", "reset", "image")


def page_form(page: str) -> tuple[str, Pairs] | None:
    """Return where the first form of an HTML *page* goes, and its fields; None if there is none."""
    form = _Form()
    form.feed(page)
    return (form.action, tuple(form.fields)) if form.action else None
