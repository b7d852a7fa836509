"""``docs/causes.md``, out of the catalogue: ``python -m tests.causes_document`` writes it."""

import re
from pathlib import Path

from sigv4presign.diagnosis.catalogue import CAUSES, FAMILIES
from sigv4presign.diagnosis.cause import Cause
from sigv4presign.diagnosis.saying.codes import CODES, MISMATCH

PAGE = Path(__file__).resolve().parent.parent / "docs" / "causes.md"
_ISSUE = re.compile(r"^([\w.-]+/[\w.-]+)#(\d+)$")

HEAD = """\
# Why a signed request is refused

{count} causes, by the identifiers that `diagnose` names. Search this page for the words of your error message. This page is
written out of the package's own catalogue (`python -m tests.causes_document`), so it says what the program knows.

```sh
sigv4presign diagnose 'https://bucket.s3.amazonaws.com/key?X-Amz-…' --method PUT -H 'Content-Type: text/plain' --response error.xml
```

```pycon
>>> from sigv4presign import diagnose
>>> url = (
...     "https://bucket.s3.eu-west-1.amazonaws.com/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256"
...     "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20150830%2Fus-east-1%2Fs3%2Faws4_request"
...     "&X-Amz-Date=20150830T123600Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host"
...     "&X-Amz-Signature=5f6b3b0e1b0a4d3a9d5c2f4b8e7a6c1d0f9e8d7c6b5a49382716051423324150"
... )
>>> print(diagnose("GET", url, now=1440938200))
certain: signed for another region than the store's (wrong-region)
    signed for 'us-east-1', but bucket.s3.eu-west-1.amazonaws.com is in 'eu-west-1'
  fix: sign for region='eu-west-1', or use the host of 'us-east-1'

```

Three words say how sure a finding is. **certain**: proven by what was given, by the secret, by the store's own words, or because every
store refuses such a request. **likely**: fits, and nothing fits better. **hint**: does no harm everywhere, and may here.

What tells most, in this order: the store's answer (with `CanonicalRequest`, if it prints one), the secret, the headers as they were
sent, the method, the time. With the secret the signature is proven, or it is searched what was signed instead; the secret is in nothing
that comes back. Where nothing can be told, `Diagnosis.needs` says what to add.

In a program:

```pycon
>>> diagnosis = diagnose("GET", url, now=1440938200)
>>> diagnosis.verdict, [(one.cause, one.confidence) for one in diagnosis.findings]
('found', [('wrong-region', 'certain')])

```

A server that uses `Verifier` or a middleware can write the reason into its own log; never into an answer, where it would tell a forger
what to change:

```pycon
>>> from sigv4presign import SignatureMismatchError, diagnose_refusal, parse_presigned
>>> claim = parse_presigned("GET", url)
>>> try:
...     claim.verify("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", now=1440938200)
... except SignatureMismatchError as refusal:
...     for one in diagnose_refusal(refusal, claim, now=1440938200).findings:
...         print(one.confidence, one.cause)
certain wrong-region

```

## By error code

| code | may mean |
|---|---|
"""


def document() -> str:
    """Return the page."""
    lines = [HEAD.format(count=len(CAUSES)).rstrip("\n")]
    for code in sorted(CODES):
        causes = CODES[code]
        if causes[: len(MISMATCH)] == MISMATCH:
            names = "the bytes do not fit: nearly every cause of this page"
        else:
            names = ", ".join([f"[{cause}](#{cause})" for cause in causes])
        lines.append(f"| `{code}` | {names} |")
    for family, causes in FAMILIES:
        lines += ["", f"## {family}"]
        for cause in causes:
            lines += ["", *_section(cause)]
    return "\n".join(lines) + "\n"


def _section(cause: Cause) -> list[str]:
    sources = ", ".join([_link(source) for source in cause.sources])
    return [
        f"### {cause.identifier}",
        "",
        f"{cause.title[0].upper()}{cause.title[1:]}.",
        "",
        f"- **Shows as:** {cause.shows}",
        f"- **Seen with:** {cause.needs}",
        f"- **Told from others:** {cause.told_from}",
        f"- **Fix:** {cause.fix}",
        f"- **Sources:** {sources}",
    ]


def _link(source: str) -> str:
    match = _ISSUE.match(source)
    if match:
        return f"[{source}](https://github.com/{match.group(1)}/issues/{match.group(2)})"
    return f"<{source}>"


if __name__ == "__main__":
    PAGE.write_text(document(), "utf-8")
