"""The parts of a form in their order, its file among them."""

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    Pairs = tuple[tuple[str, str], ...]

_NAME = re.compile(rb"""(?i)\bname=(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))""")
_BOUNDARY = re.compile(r"""(?i)\bboundary=(?:"([^"]*)"|([^;\s]+))""")
_MOST = 200


def form_parts(body: "bytes | None", content_type: str) -> "Pairs | None":
    """Return the fields of a ``multipart/form-data`` *body*; of the file how long it is.

    None where it is no form. https://www.rfc-editor.org/rfc/rfc7578
    """
    match = _BOUNDARY.search(content_type)
    if not body or match is None or "form-data" not in content_type.lower():
        return None
    boundary = b"--" + (match.group(1) or match.group(2) or "").encode()
    parts: list[tuple[str, str]] = []
    for part in body.split(boundary)[1 : _MOST + 1]:
        if part[:2] == b"--":
            break
        end = b"\r\n" if part[:2] == b"\r\n" else b"\n"
        head, _, content = part[len(end) :].partition(end + end)
        name = _NAME.search(head)
        if name is None:
            continue
        called = (name.group(1) or name.group(2) or b"").decode("utf-8", "replace")
        content = content.removesuffix(end)
        if called == "file" or b"filename=" in head.lower():
            parts.append((called, f"{len(content)} bytes"))
        else:
            parts.append((called, content.decode("utf-8", "replace")))
    return tuple(parts)
