"""The fields of an upload form: out of a multipart body, out of a page, out of boto3's JSON."""

from html.parser import HTMLParser

from .form_parts import form_parts
from .request import Pairs


def form_fields(body: str | None, content_type: str) -> Pairs:
    """Return the fields of a ``multipart/form-data`` *body* that come before its file."""
    data = None if body is None else body.encode("utf-8", "replace")
    fields: list[tuple[str, str]] = []
    for name, value in form_parts(data, content_type) or ():
        if name == "file":
            break
        fields.append((name, value))
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
