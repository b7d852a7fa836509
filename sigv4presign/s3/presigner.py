"""`S3Presigner`: URLs for the operations of S3 and of the stores that are like it."""

from .addressing import Addressing
from .calls import Calls
from .settings import (
    Settings,
    check_choices,
    checked_addressing,
    checked_base,
    checked_public_style,
    endpoint_and_region,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from .._checks import Duration, Moment
    from ..post_policy import Fields, Written
    from ..presigned_post import PresignedPost
    from .calls import Parameter
    from .settings import Source


class S3Presigner(Calls):
    """Makes URLs and upload forms for one account and one store; nothing it does needs a network.

    It is immutable, can be pickled, and may be used by many threads. ``repr`` shows no secret.

    >>> from sigv4presign import Credentials, S3Presigner
    >>> credentials = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/bPxRfiCYEXAMPLEKEY")
    >>> s3 = S3Presigner(credentials, region="eu-central-1")
    >>> link = s3.get_object("examplebucket", "folder/a file.txt", expires_in=600)
    >>> link.url.partition("?")[0]
    'https://examplebucket.s3.eu-central-1.amazonaws.com/folder/a%20file.txt'

    Args:
        credentials: who signs; or a function that returns them, called for each URL, for
            credentials that change.
        region: of the bucket, as the store spells it.
        endpoint_url: a store's, with or without a port and a path; None for AWS's own, which are
            regional, so that no redirect is needed.
        addressing_style: ``virtual`` puts the bucket before the host, where it can stand there;
            ``path`` before the key; ``domain`` nowhere, since the host of *endpoint_url* is the
            bucket's own. ``auto`` is ``virtual`` on AWS and ``path`` on an *endpoint_url*.
        store: a store of the table in `stores`, such as ``"r2"``, which brings its endpoint, its
            region, its style and its limits; an *endpoint_url* or a style given goes before.
        account: what the store's endpoint has in place of ``{account}``.
        layout: order of the parameters in URLs, as for `presign`.
        public_url: what URLs and forms begin with, if that is not the endpoint that sees them: the
            address of a proxy in front of the store.
        proxy_keeps_host: whether the proxy behind *public_url* hands on the ``Host`` that it
            receives. If so that host is signed; if not that of *endpoint_url*.
        public_style: where the bucket is in *public_url*; None means as in the endpoint.
        dualstack: use AWS's endpoints that answer by IPv6 too.
        fips: use AWS's FIPS endpoints.
        accelerate: use S3 Transfer Acceleration.
        use_arn_region: sign for the region of an access point's ARN, if it is another; False
            refuses it.
        global_host: address us-east-1 by the host without a region, ``s3.amazonaws.com``.
        express_session: credentials that CreateSession returned for a directory bucket
            (S3 Express One Zone), or a function that returns such.
        validate: ``mistakes`` refuses what is signed well and hardly meant: a key with a leading
            slash, a bucket named twice; ``strict`` also what breaks S3's rules for names, keys,
            metadata and tags; ``off`` neither.
        round_to: as for `presign`.
        outlive: as for `presign`.

    Raises:
        InvalidRequestError: settings are not what their descriptions say, or exclude each other.
    """

    __slots__ = ()

    def __init__(
        self,
        credentials: "Source",
        *,
        region: str = "us-east-1",
        endpoint_url: "str | None" = None,
        addressing_style: str = "auto",
        store: "str | None" = None,
        account: "str | None" = None,
        layout: str = "botocore",
        public_url: "str | None" = None,
        proxy_keeps_host: bool = False,
        public_style: "str | None" = None,
        dualstack: bool = False,
        fips: bool = False,
        accelerate: bool = False,
        use_arn_region: bool = True,
        global_host: "bool | None" = None,
        express_session: "Source | None" = None,
        validate: str = "mistakes",
        round_to: "Duration | None" = None,
        outlive: str = "shorten",
    ) -> None:
        check_choices(credentials, express_session, layout, validate, outlive)
        known = None
        if store is not None:
            from .stores import store_named  # noqa: PLC0415 - a long table

            known = store_named(store)
        endpoint, region = endpoint_and_region(known, account, endpoint_url, region)
        if known is not None and addressing_style == "auto" and endpoint_url is None:
            addressing_style = known.addressing_style

        def addressing(global_host: bool) -> Addressing:
            return checked_addressing(
                region,
                endpoint,
                addressing_style,
                dualstack=dualstack,
                fips=fips,
                accelerate=accelerate,
                use_arn_region=use_arn_region,
                global_host=global_host,
                mistakes=validate != "off",
            )

        settings = Settings(
            credentials,
            express_session,
            addressing(global_host is True),
            addressing(global_host is not False),
            None if public_url is None else checked_base("public_url", public_url),
            bool(proxy_keeps_host),
            checked_public_style(public_url, public_style, proxy_keeps_host),
            layout,
            known,
            validate,
            round_to,
            outlive,
        )
        self.set_up(settings)

    def __reduce__(self) -> "tuple[Callable[..., object], tuple[object, ...]]":
        return _restored, (self.settings,)

    def post_object(
        self,
        bucket: str,
        key: str,
        *,
        expires_in: "Duration" = 3600,
        now: "Moment | None" = None,
        fields: "Fields" = (),
        conditions: "Iterable[Written]" = (),
        content_length_range: "tuple[int, int] | None" = None,
        **params: "Parameter",
    ) -> "PresignedPost":
        """Return a form by which a browser uploads an object.

        https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-UsingHTTPPOST.html

        Args:
            bucket: where to.
            key: the object's; ``${filename}`` in it stands for the name of the sender's file, and
                what precedes it is what the sender is bound to.
            expires_in: how long from now the form is valid: 1 to 604800 seconds, or a timedelta.
            now: as for `presign`.
            fields: more fields of the form, pairs or a mapping, each bound to its value.
            conditions: more than that the fields are as they are: ``["starts-with",
                "$Content-Type", "image/"]`` lets the sender fill in a field that begins so,
                ``{"acl": "private"}`` puts that field into the form.
            content_length_range: the fewest and the most bytes that the file may have.
            **params: fields by their names in PutObject, in snake_case: ``content_type``,
                ``cache_control``, ``content_disposition``, ``content_encoding``, ``expires``,
                ``acl``, ``metadata``, ``tagging``, ``storage_class``,
                ``website_redirect_location``, server-side encryption and checksums; and
                ``success_action_status`` or ``success_action_redirect``.

        Raises:
            InvalidRequestError: a field or a condition is none, or S3 would refuse the form
                whatever its sender does; nothing was signed.
            CredentialsError: the credentials have ended.
        """
        # JSON takes as long to load as all the rest; most presigners make no form.
        from .forms import posted  # noqa: PLC0415

        return posted(
            self.settings,
            bucket,
            key,
            fields=fields,
            conditions=conditions,
            content_length_range=content_length_range,
            params=params,
            expires_in=expires_in,
            now=now,
        )

    def generate_presigned_url(
        self,
        ClientMethod: str,  # noqa: N803
        Params: "Mapping[str, Parameter] | None" = None,  # noqa: N803
        ExpiresIn: "Duration" = 3600,  # noqa: N803
        HttpMethod: "str | None" = None,  # noqa: N803
    ) -> str:
        """Return what boto3's method of this name returns with ``signature_version="s3v4"``.

        https://docs.aws.amazon.com/boto3/latest/reference/services/s3/client/generate_presigned_url.html
        """
        from .migration import boto3_url  # noqa: PLC0415

        return boto3_url(self.settings, ClientMethod, Params, ExpiresIn, HttpMethod)

    def generate_presigned_post(
        self,
        Bucket: str,  # noqa: N803
        Key: str,  # noqa: N803
        Fields: "Mapping[str, str] | None" = None,  # noqa: N803
        Conditions: "Sequence[Written] | None" = None,  # noqa: N803
        ExpiresIn: "Duration" = 3600,  # noqa: N803
    ) -> "dict[str, Any]":
        """Return what boto3's method of this name returns with ``signature_version="s3v4"``.

        https://docs.aws.amazon.com/boto3/latest/reference/services/s3/client/generate_presigned_post.html
        """
        from .forms import boto3_post  # noqa: PLC0415

        return boto3_post(self.settings, Bucket, Key, Fields, Conditions, ExpiresIn)


def _restored(settings: Settings) -> S3Presigner:
    presigner = object.__new__(S3Presigner)
    presigner.set_up(settings)
    return presigner
