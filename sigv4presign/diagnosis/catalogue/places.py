"""Causes that have to do with host, region, service and addressing."""

from ..cause import Cause

_HOSTS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html"

PLACES = (
    Cause(
        "wrong-region",
        "signed for another region than the store's",
        "AuthorizationHeaderMalformed or AuthorizationQueryParametersError: the region 'us-east-1' "
        "is wrong; expecting 'eu-central-1' (element Region); Credential should be scoped to a "
        "valid region",
        "the URL, if its host names a region; else the answer",
        "`redirected-to-region` is answered with a redirect; `fips-region` is a host of FIPS; "
        "`store-quirk` is a store that has regions of its own.",
        "Sign for the region that the answer's Region element names.",
        ("boto/boto3#1135",),
    ),
    Cause(
        "redirected-to-region",
        "the bucket is in another region, and the store redirects to it",
        "PermanentRedirect: The bucket you are attempting to access must be addressed using the "
        "specified endpoint; TemporaryRedirect (element Endpoint); then SignatureDoesNotMatch, or "
        "a CORS error in browsers",
        "the answer's code; or the URL: the host without a region and a scope with one",
        "`wrong-region` is refused at once. After the redirect the Host is another one, so that "
        "the signature cannot fit: no client can follow it.",
        "Sign for the bucket's own region and regional host: bucket.s3.REGION.amazonaws.com.",
        ("boto/boto3#421", "boto/boto3#1982", "boto/boto3#2989", "transloadit/uppy#713", _HOSTS),
    ),
    Cause(
        "fips-region",
        "the FIPS host belongs to another region than the signature",
        "PermanentRedirect, or AuthorizationQueryParametersError with Region",
        "the URL",
        "As `wrong-region`, on a host whose name has fips in it.",
        "Use s3-fips.REGION.amazonaws.com of the region that is signed for.",
        ("https://aws.amazon.com/compliance/fips/",),
    ),
    Cause(
        "endpoint-misconfigured",
        "endpoint or region are set to something else: the bucket is in the endpoint, or the "
        "region is a host name",
        "NoSuchBucket or SignatureDoesNotMatch, a host such as bucket.bucket.s3.amazonaws.com",
        "the URL",
        "`addressing-style` has the bucket once in the host and once in the path, and a right "
        "endpoint.",
        "Give the endpoint without the bucket, and the region by its name alone.",
        ("boto/boto3#1135",),
    ),
    Cause(
        "addressing-style",
        "the bucket is in the host and in the path, or in the one and signed in the other",
        "NoSuchBucket, NoSuchKey or SignatureDoesNotMatch; an unknown host",
        "the URL; with the secret it is proven",
        "`endpoint-misconfigured` names the bucket twice in the host; `path-prefix-changed` is "
        "about a folder that is no bucket.",
        "Choose one: addressing_style='virtual' (bucket.host/key) or 'path' (host/bucket/key).",
        (_HOSTS, "minio/minio-dotnet#414"),
    ),
    Cause(
        "host-rewritten",
        "another Host reached the store than was signed",
        "SignatureDoesNotMatch; the host line of the store's CanonicalRequest is another one",
        "the store's CanonicalRequest; or the secret, and the Host that was sent or a guess at it",
        "`port-changed` differs in the port alone; `addressing-style` moves the bucket.",
        "Sign for the public name that clients use, or let the proxy keep it "
        "(nginx: proxy_set_header Host $http_host;).",
        (
            "https://docs.min.io/community/minio-object-store/integrations/setup-nginx-proxy-with-minio.html",
        ),
    ),
    Cause(
        "port-changed",
        "the Host was signed with another port than was sent, or with one against none",
        "SignatureDoesNotMatch; the host line differs in the port",
        "the store's CanonicalRequest; or the secret",
        "`host-rewritten` is another name; `authority-or-scheme-differs` is the default port of "
        "the other scheme.",
        "Sign for exactly the Host that is sent: with the port, unless it is 80 for http or 443 "
        "for https. nginx: $http_host has the port, $host has not.",
        (
            "tedder/requests-aws4auth#79",
            "tedder/requests-aws4auth#34",
            "Kong/insomnia#740",
            "fog/fog-aws#755",
            "https://www.rfc-editor.org/rfc/rfc9110.html#section-7.2",
        ),
    ),
    Cause(
        "authority-or-scheme-differs",
        "the scheme was flipped on the way, so that the default port was another one; or "
        ":authority and Host differ",
        "SignatureDoesNotMatch on one way only: behind a TLS terminator, or with HTTP/2",
        "the secret or the store's CanonicalRequest, and the Host that was sent",
        "`port-changed` has a port that is the default of neither scheme.",
        "Let the proxy pass Host unchanged, and sign for the scheme that the client uses.",
        ("https://www.rfc-editor.org/rfc/rfc9113.html#section-8.3.1",),
    ),
    Cause(
        "wrong-service",
        "signed for another service than the host's",
        "AuthorizationQueryParametersError: incorrect service; Credential should be scoped to "
        "correct service: 'execute-api'",
        "the URL, if its host is one of AWS's; else the answer",
        "`express-without-session` is S3 Express signed as plain S3.",
        "Sign for the service that the answer names.",
        ("https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html",),
    ),
    Cause(
        "express-without-session",
        "a directory bucket (S3 Express) is asked without a session",
        "AccessDenied or InvalidRequest from a host with s3express, or a bucket in --x-s3",
        "the URL",
        "`wrong-service` is any other host.",
        "Call CreateSession, sign with its credentials for the service s3express, the token as "
        "X-Amz-S3session-Token. boto3: leave signature_version alone, and it does so by itself.",
        ("https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html",),
    ),
    Cause(
        "needs-sigv4a",
        "a Multi-Region Access Point is asked with SigV4, and takes only SigV4A",
        "InvalidRequest, SignatureDoesNotMatch or PermanentRedirect from "
        "….accesspoint.s3-global.amazonaws.com",
        "the URL",
        "`sigv2-url` is older than SigV4, this newer.",
        "Sign with AWS4-ECDSA-P256-SHA256: boto3 does so with awscrt installed "
        "(pip install 'boto3[crt]') and no signature_version set.",
        (
            "boto/boto3#4627",
            "https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRequests.html",
        ),
    ),
    Cause(
        "store-quirk",
        "the store is not AWS, and has a rule of its own: its region, its addressing, its names",
        "SignatureDoesNotMatch, InvalidRegionName, or a host that does not exist",
        "the URL: the host of a store that is known",
        "`wrong-region` is the same at AWS.",
        "Use the store's preset: S3Presigner(..., store='r2', account=…) knows region and style.",
        ("https://developers.cloudflare.com/r2/api/s3/api/", "mhart/aws4fetch#32"),
    ),
)
