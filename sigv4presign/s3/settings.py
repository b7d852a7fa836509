"""The settings of an `S3Presigner`, checked once and together, before anything is signed."""

from .._checks import checked_scope_part, shown
from .._layouts import check_layout
from .._request import split_url
from .._value import Value
from ..credentials import check_credentials
from ..errors import InvalidRequestError
from .addressing import STYLES, Addressing
from .mistakes import check_region
from .partitions import partition_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .._checks import Duration
    from ..credentials import Credentials
    from .stores import Store

    Source = Credentials | Callable[[], Credentials]

LEVELS = ("off", "mistakes", "strict")
_OUTLIVE = ("shorten", "refuse")


def one_of(name: str, value: object, choices: "tuple[str, ...]") -> str:
    """Return *value*, which must be one of *choices*."""
    for choice in choices:
        if choice == value:
            return choice
    raise InvalidRequestError(f"{name} is {shown(value)}; it must be one of {', '.join(choices)}")


def checked_base(name: str, url: object) -> str:
    """Return *url*, an endpoint, without a final slash."""
    try:
        scheme, _, _, query = split_url(url)
    except InvalidRequestError as error:
        # User info may be a password, which is not to be shown.
        given = "" if "@" in str(url) else f" {shown(url)}"
        reason = str(error).replace("url ", "it ", 1)
        raise InvalidRequestError(f"{name}{given}: {reason}") from None
    base = str(url)
    if query or base.endswith("?"):
        raise InvalidRequestError(f"{name} {base!r} has a query; an endpoint has none")
    if scheme not in ("http", "https"):
        raise InvalidRequestError(
            f"{name} {base!r} begins with {scheme!r}; S3 speaks http or https"
        )
    return base.rstrip("/")


def endpoint_and_region(
    store: "Store | None", account: "str | None", endpoint_url: "str | None", region: object
) -> tuple[str, str]:
    """Return the endpoint, empty for AWS's own, and the region, as *store* has them.

    Args:
        store: from the table of stores, or None.
        account: what fills ``{account}`` in the store's endpoint.
        endpoint_url: the caller's, which goes before the store's.
        region: the caller's; ``us-east-1``, the default, gives way to the store's own default.
    """
    name = checked_scope_part("region", region)
    if store is None:
        if account is not None:
            raise InvalidRequestError("account is given, but no store whose host would need it")
        return ("" if endpoint_url is None else checked_base("endpoint_url", endpoint_url)), name
    name = store.checked_region(name)
    if endpoint_url is None:
        endpoint_url = store.endpoint_for(name, account)
    elif account is not None:
        raise InvalidRequestError("account is given, but endpoint_url has no place for it")
    return checked_base("endpoint_url", endpoint_url), name


def checked_addressing(
    region: str,
    endpoint_url: str,
    style: object,
    *,
    dualstack: bool,
    fips: bool,
    accelerate: bool,
    use_arn_region: bool,
    global_host: bool,
    mistakes: bool,
) -> Addressing:
    """Return the settings that decide where a bucket is, or say which exclude each other."""
    style = one_of("addressing_style", style, STYLES)
    if endpoint_url and (dualstack or fips or accelerate):
        raise InvalidRequestError(
            "dualstack, fips and accelerate choose among AWS's own endpoints; "
            f"leave them out, or endpoint_url {endpoint_url!r}"
        )
    if style == "domain" and not endpoint_url:
        raise InvalidRequestError("addressing_style='domain' needs the bucket's own endpoint_url")
    if fips and accelerate:
        raise InvalidRequestError("fips and accelerate exclude each other; leave one of them out")
    if fips and partition_of(region)[0] == "aws-cn":
        raise InvalidRequestError(
            f"region is {region!r}; the partition aws-cn has no FIPS endpoints"
        )
    if endpoint_url and mistakes:
        check_region(endpoint_url, region)
    return Addressing(
        region,
        endpoint_url,
        style,
        dualstack=bool(dualstack),
        fips=bool(fips),
        accelerate=bool(accelerate),
        use_arn_region=bool(use_arn_region),
        global_host=bool(global_host),
    )


def check_choices(
    credentials: object, express_session: object, layout: str, validate: str, outlive: str
) -> None:
    """Refuse what cannot sign, and a choice that is none."""
    if not callable(credentials):
        check_credentials(credentials)
    if express_session is not None and not callable(express_session):
        check_credentials(express_session, "express_session")
    check_layout(layout)
    one_of("validate", validate, LEVELS)
    one_of("outlive", outlive, _OUTLIVE)


def checked_public_style(
    public_url: "str | None", style: "str | None", proxy_keeps_host: bool
) -> "str | None":
    """Return *style*, where the bucket is in *public_url*; None means as in the endpoint."""
    if public_url is None and (style is not None or proxy_keeps_host):
        raise InvalidRequestError(
            "public_style and proxy_keeps_host say something of public_url, but there is none"
        )
    if style is None:
        return None
    return one_of("public_style", style, STYLES[1:])


class Settings(Value):
    """Everything that an `S3Presigner` was told; its docstring describes each."""

    __slots__ = _fields = (
        "credentials",
        "express_session",
        "addressing",
        "boto3_addressing",
        "public_url",
        "proxy_keeps_host",
        "public_style",
        "layout",
        "store",
        "validate",
        "round_to",
        "outlive",
    )

    credentials: "Source"
    express_session: "Source | None"
    addressing: Addressing
    boto3_addressing: Addressing
    public_url: "str | None"
    proxy_keeps_host: bool
    public_style: "str | None"
    layout: str
    store: "Store | None"
    validate: str
    round_to: "Duration | None"
    outlive: str

    def __init__(self, *values: object) -> None:
        self._fill(*values)
