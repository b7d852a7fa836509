"""Causes that have to do with the key pair."""

from ..cause import Cause

KEYS = (
    Cause(
        "secret-damaged",
        "the secret access key was damaged on its way to the signer",
        "SignatureDoesNotMatch, while the store's CanonicalRequest is the signer's",
        "the secret; or, as a guess, the store's CanonicalRequest, equal to the request's",
        "With `wrong-key-pair` no repair of the secret helps. Where the canonical requests differ, "
        "the secret is not to blame.",
        "Set the secret again: no blank, quote or line end around it, not percent-encoded, whole. "
        "One of AWS has 40 characters.",
        (
            "offen/docker-volume-backup#291",
            "aws/aws-cli#602",
            "aws/aws-sdk-js#86",
            "aws/aws-sdk-js-v3#3629",
            "aws-actions/configure-aws-credentials#50",
        ),
    ),
    Cause(
        "wrong-key-pair",
        "the access key id and the secret do not belong together, or the key is gone",
        "InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records; "
        "XAdminUserNotFound (versitygw); SignatureDoesNotMatch with equal canonical requests; "
        "AccessDenied (Ceph RGW)",
        "the code InvalidAccessKeyId; or the secret, and the pairs that it may have been mixed "
        "with",
        "`secret-damaged` is the right secret, misspelled; `token-missing-or-surplus` also makes "
        "InvalidAccessKeyId, for temporary keys (ASIA…).",
        "Take both halves of one pair from one place; look up in IAM whether the key still exists, "
        "and whether it belongs to this store.",
        ("aws/aws-sdk-php#2314", "versity/versitygw#779"),
    ),
)
