"""Credentials that a store makes for itself, and keeps where the AWS tools can read them."""

import base64
import os
import secrets

from ..credentials import Credentials
from ..profiles import load_credentials
from ._files import new_name
from ._names import OWN

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def new_credentials() -> Credentials:
    """Return credentials that nobody else has."""
    identifier = "".join([secrets.choice(_LETTERS) for _ in range(16)])
    secret = base64.b64encode(secrets.token_bytes(30)).decode()  # 40 characters, as AWS's have
    return Credentials(f"AKIA{identifier}", secret)


def credentials_file(folder: "str | os.PathLike[str]") -> str:
    """Return the path of the credentials of the store over *folder*."""
    return os.path.join(os.path.abspath(folder), OWN, "credentials")


def own_credentials(folder: "str | os.PathLike[str]") -> Credentials:
    """Return the credentials of the store over *folder*, made when they are first asked for.

    They are in a shared credentials file, which only its owner can read:
    https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html

    Raises:
        CredentialsError: the file is there, and cannot be read.
        OSError: it cannot be made.
    """
    path = credentials_file(folder)
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        made = new_credentials()
        unfinished = f"{path}-{new_name()}"
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(
                f"[default]\naws_access_key_id = {made.access_key_id}\n"
                f"aws_secret_access_key = {made.secret_access_key}\n"
            )
        os.replace(unfinished, path)
    return load_credentials({"AWS_SHARED_CREDENTIALS_FILE": path}, "default")
