"""POST policies as the specification has them, with the standard library and nothing of ours."""

import base64
import hashlib
import hmac
import json
import re
from datetime import datetime

Pairs = list[tuple[str, str]]

ALWAYS_ALLOWED = ("policy", "x-amz-signature", "file")


def right_signature(secret: str, scope: str, policy: str) -> str:
    """Return the signature that is right for *policy*, in base64."""
    key = b"AWS4" + secret.encode()
    for text in (*scope.split("/"), policy):
        key = hmac.new(key, text.encode(), hashlib.sha256).digest()
    return key.hex()


def objections(
    fields: Pairs, bucket: str, size: int | None, file_name: str | None, now: int
) -> list[str]:
    """Return what speaks against a form; nothing, if its policy allows it."""
    sent = {plain_name(name): value for name, value in fields}
    if len(sent) != len(fields):
        return ["a field is given twice"]
    document = json.loads(base64.b64decode(sent["policy"], validate=True).decode())
    expiration = document["expiration"]
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", expiration, re.ASCII):
        return ["there is no expiration"]
    # Fractions are rounded down.
    ends = datetime.fromisoformat(expiration[:19] + "+00:00").timestamp()
    against = ["expired"] if now >= ends else []
    sent["bucket"] = bucket
    if file_name is not None:
        plain = re.split(r"[/\\]", file_name)[-1]
        filled = {name: value.replace("${filename}", plain) for name, value in sent.items()}
        sent = {**filled, "bucket": bucket}
    allowed = {*ALWAYS_ALLOWED}
    for condition in document["conditions"]:
        if isinstance(condition, dict):
            ((name, value),) = condition.items()
            operator, first, second = "eq", f"${name}", value
        else:
            operator, first, second = condition
        if operator.lower() == "content-length-range":
            if size is not None and not int(first) <= size <= int(second):
                against.append("the size")
            continue
        name = plain_name(first[1:])
        allowed.add(name)
        if not _holds(operator.lower(), name, sent.get(name), second):
            against.append(name)
    surplus = {name for name in sent if not name.startswith("x-ignore-")} - allowed
    return against + sorted(surplus)


def plain_name(name: str) -> str:
    return name.lower() if re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name) else name


def _holds(operator: str, name: str, value: str | None, wanted: str) -> bool:
    if value is None:
        return False
    if operator == "eq":
        return value == wanted
    values = value.split(",") if name == "content-type" else [value]
    strip = str.strip if name == "content-type" else str
    return operator == "starts-with" and all(strip(one).startswith(wanted) for one in values)
