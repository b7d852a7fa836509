"""`Signer`: presigned URLs of one service in one region, one after another."""

from ._checks import check_outlive, checked_scope_part, whole_seconds
from ._hot import ENCODED, Template
from ._layouts import check_layout
from ._percent import UNRESERVED, recode_path
from ._request import check_key, token_name
from ._shelf import Shelf
from ._value import Value
from .canonical import path_rules
from .credentials import Credentials, check_credentials
from .errors import InvalidRequestError
from .presigned import Presigned
from .presigning import presign_step_by_step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ._checks import Duration, Headers, Moment
    from ._hot import Source


_PLAIN = UNRESERVED + "/"


class Signer(Value):
    """Makes presigned URLs of one service in one region, each as `presign` makes it, but sooner.

    It keeps the signing key of the day, and what one URL has in common with the next. It is
    immutable, can be pickled, and may be used by many threads. ``repr`` shows no secret.

    >>> from sigv4presign import Credentials, Signer
    >>> credentials = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/bPxRfiCYEXAMPLEKEY")
    >>> signer = Signer(credentials, region="us-east-1", service="execute-api")
    >>> link = signer.presign("GET", "https://abc.execute-api.us-east-1.amazonaws.com/v1/pets")
    >>> link.url.partition("?")[0]
    'https://abc.execute-api.us-east-1.amazonaws.com/v1/pets'

    Args:
        credentials: who signs; or a function that returns them, called for each URL, for
            credentials that change.
        region: as for `presign`, and so are all the others.
        service: of all the URLs.
        layout: likewise.
        normalize_path: likewise.
        double_encode_path: likewise.
        sign_session_token: likewise.
        round_to: likewise.
        outlive: likewise.

    Raises:
        InvalidRequestError: a setting is not what its description says.
    """

    _fields = (
        "credentials",
        "region",
        "service",
        "layout",
        "normalize_path",
        "double_encode_path",
        "sign_session_token",
        "round_to",
        "outlive",
    )
    __slots__ = _fields + ("_rules", "_shelf")

    credentials: "Credentials | Source"
    region: str
    service: str
    layout: str
    normalize_path: "bool | None"
    double_encode_path: "bool | None"
    sign_session_token: bool
    round_to: "Duration | None"
    outlive: str
    _rules: tuple[bool, bool]
    _shelf: Shelf

    def __init__(
        self,
        credentials: "Credentials | Source",
        *,
        region: str,
        service: str = "s3",
        layout: str = "botocore",
        normalize_path: "bool | None" = None,
        double_encode_path: "bool | None" = None,
        sign_session_token: bool = True,
        round_to: "Duration | None" = None,
        outlive: str = "shorten",
    ) -> None:
        if not callable(credentials):
            check_credentials(credentials)
        check_layout(layout)
        check_outlive(outlive)
        self._fill(
            credentials,
            checked_scope_part("region", region),
            checked_scope_part("service", service),
            layout,
            normalize_path,
            double_encode_path,
            sign_session_token,
            None if round_to is None else whole_seconds("round_to", round_to),
            outlive,
        )
        rules = path_rules(self.service, normalize_path, double_encode_path)
        object.__setattr__(self, "_rules", rules)
        object.__setattr__(self, "_shelf", Shelf(self.round_to, outlive))

    def __reduce__(self) -> "tuple[Callable[..., object], tuple[object, ...]]":
        return _rebuilt, self._values()

    def presign(
        self,
        method: str,
        url: str,
        *,
        expires_in: "Duration" = 3600,
        headers: "Headers" = (),
        now: "Moment | None" = None,
        payload_hash: "str | None" = None,
    ) -> Presigned:
        """Return *url* signed for *method*; arguments, results and errors as for `presign`."""
        any_headers: object = headers
        if any_headers or payload_hash is not None or type(url) is not str:
            return self._signed(method, url, expires_in, headers, now, payload_hash)[0]
        start = url.find("/", 8)  # of the path: "https://" has eight characters
        if start < 0 or type(method) is not str:
            return self._signed(method, url, expires_in, headers, now, None)[0]
        origin, path = url[:start], url[start:]
        second, by = self._shelf.fitting(method, origin, expires_in, now)
        sent = self._spelled(path)
        if sent is None:
            return self._signed(method, url, expires_in, headers, now, None, by)[0]
        made = None if second is None else second.url(sent, ENCODED)
        if second is not None and made is not None:
            return Presigned(second.method, made, second.headers, second.expires_at)
        signed, request, by = self._signed(method, url, expires_in, headers, now, None, by)
        if "?" not in origin and type(by) is Credentials:
            source = self.credentials if callable(self.credentials) else None
            template = Template(signed, request, sent, by, source, (self.region, self.service))
            self._shelf.keep(method, origin, template)
        return signed

    def _spelled(self, path: str) -> "str | None":
        """Return *path* as it is signed and sent both, None if those differ or none can be."""
        normalize, double_encode = self._rules
        if normalize and ("//" in path or "/." in path):
            return None
        if not path.strip(_PLAIN):
            return path
        if normalize or double_encode or path.strip(_PLAIN + "%"):
            return None
        try:
            check_key(path, self.service)
            return recode_path(path)
        except (InvalidRequestError, ValueError):
            return None  # the steps say what is wrong with it

    def _signed(
        self,
        method: str,
        url: str,
        expires_in: "Duration",
        headers: "Headers",
        now: "Moment | None",
        payload_hash: "str | None",
        by: "Credentials | None" = None,
    ) -> "tuple[Presigned, str, Credentials]":
        if by is None:
            by = self.credentials() if callable(self.credentials) else self.credentials
        check_credentials(by)
        signed, request = presign_step_by_step(
            method,
            url,
            by,
            self.region,
            self.service,
            expires_in=expires_in,
            headers=headers,
            now=now,
            payload_hash=payload_hash,
            layout=self.layout,
            normalize_path=self.normalize_path,
            double_encode_path=self.double_encode_path,
            sign_session_token=self.sign_session_token,
            round_to=self.round_to,
            outlive=self.outlive,
            token_parameter=token_name(self.service),
            signature_of=self._shelf.keys.signature_of,
        )
        return signed, request, by


def _rebuilt(
    credentials: "Credentials | Source",
    region: str,
    service: str,
    layout: str,
    normalize_path: "bool | None",
    double_encode_path: "bool | None",
    sign_session_token: bool,
    round_to: "Duration | None",
    outlive: str,
) -> Signer:
    return Signer(
        credentials,
        region=region,
        service=service,
        layout=layout,
        normalize_path=normalize_path,
        double_encode_path=double_encode_path,
        sign_session_token=sign_session_token,
        round_to=round_to,
        outlive=outlive,
    )
