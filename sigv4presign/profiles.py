"""Credentials, region and endpoint from the environment and AWS's shared files; never a network.

The environment is an argument, so that a program can pass another one than its own, and tests need
no patching. Which variable and which file comes first is AWS's rule:
https://docs.aws.amazon.com/sdkref/latest/guide/creds-config-files.html
"""

import configparser
import shlex
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from .credentials import Credentials
from .errors import CredentialsError, InvalidRequestError

# Settings by which a profile names keys that only a network or another program can give.
_ELSEWHERE = (
    "credential_process",
    "login_session",
    "role_arn",
    "source_profile",
    "sso_account_id",
    "sso_session",
    "sso_start_url",
    "web_identity_token_file",
)


def load_credentials(environ: Mapping[str, str], profile: str | None = None) -> Credentials:
    """Return the credentials that an AWS command line would use.

    Args:
        environ: such as ``os.environ``. ``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``,
            ``AWS_SESSION_TOKEN`` and ``AWS_CREDENTIAL_EXPIRATION``, if the first is set; else the
            profile ``AWS_PROFILE`` in ``AWS_SHARED_CREDENTIALS_FILE``, then ``AWS_CONFIG_FILE``.
        profile: the profile to take, whatever the environment says.

    Raises:
        CredentialsError: there are none, they are incomplete, or a file cannot be read.
    """
    if profile is None and environ.get("AWS_ACCESS_KEY_ID"):
        return _from_environment(environ)
    if profile is None and environ.get("AWS_SECRET_ACCESS_KEY"):
        raise CredentialsError("AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not")
    name = _profile_name(environ, profile)
    # Keys and token come from one file: a token of the other would belong to another key.
    settings = _shared_credentials(environ, name)
    if not settings.keys() & {"aws_access_key_id", "aws_secret_access_key"}:
        settings = {**settings, **_config(environ, name)}
    access_key_id = settings.get("aws_access_key_id")
    secret_access_key = settings.get("aws_secret_access_key")
    if access_key_id is None and secret_access_key is None:
        raise CredentialsError(_nothing_found(environ, name, profile, settings))
    if not access_key_id or not secret_access_key:
        lacking = "aws_access_key_id" if not access_key_id else "aws_secret_access_key"
        raise CredentialsError(f"profile {name!r} has no {lacking}")
    return _checked(
        f"profile {name!r}",
        access_key_id,
        secret_access_key,
        settings.get("aws_session_token") or settings.get("aws_security_token") or None,
        None,
    )


def load_region(environ: Mapping[str, str], profile: str | None = None) -> str | None:
    """Return ``AWS_REGION``, ``AWS_DEFAULT_REGION`` or the profile's region, or None."""
    for variable in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        if environ.get(variable):
            return environ[variable]
    return _config(environ, _profile_name(environ, profile)).get("region") or None


def load_endpoint_url(environ: Mapping[str, str], profile: str | None = None) -> str | None:
    """Return where S3 is to be found, or None for AWS's own.

    ``AWS_ENDPOINT_URL_S3``, ``AWS_ENDPOINT_URL``, the profile's ``services`` section, its
    ``endpoint_url``: the first that is set, and none at all if
    ``AWS_IGNORE_CONFIGURED_ENDPOINT_URLS`` is true.
    https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    """
    if environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true":
        return None
    for variable in ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"):
        if environ.get(variable):
            return environ[variable]
    settings = _config(environ, _profile_name(environ, profile))
    services = settings.get("services")
    if services is not None:
        section = _sections(_config_file(environ)).get(f"services {services}", {})
        for line in section.get("s3", "").splitlines():
            name, _, value = line.partition("=")
            if name.strip() == "endpoint_url":
                return value.strip()
    return settings.get("endpoint_url") or None


def _from_environment(environ: Mapping[str, str]) -> Credentials:
    secret_access_key = environ.get("AWS_SECRET_ACCESS_KEY")
    if not secret_access_key:
        raise CredentialsError("AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not")
    expiration = environ.get("AWS_CREDENTIAL_EXPIRATION")
    return _checked(
        "the environment",
        environ["AWS_ACCESS_KEY_ID"],
        secret_access_key,
        environ.get("AWS_SESSION_TOKEN") or environ.get("AWS_SECURITY_TOKEN") or None,
        _moment(expiration) if expiration else None,
    )


def _moment(expiration: str) -> int:
    try:
        # Python 3.10 does not read the "Z".
        moment = datetime.fromisoformat(expiration.replace("Z", "+00:00"))
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None:
        raise CredentialsError(
            f"AWS_CREDENTIAL_EXPIRATION is {expiration!r}; it must be as 2030-01-31T12:00:00Z"
        )
    return int(moment.timestamp())


def _checked(
    origin: str,
    access_key_id: str,
    secret_access_key: str,
    session_token: str | None,
    expires_at: int | None,
) -> Credentials:
    try:
        return Credentials(access_key_id, secret_access_key, session_token, expires_at=expires_at)
    except InvalidRequestError as error:
        fault = str(error)
    raise CredentialsError(f"{origin}: {fault}")


def _nothing_found(
    environ: Mapping[str, str], name: str, profile: str | None, settings: Mapping[str, str]
) -> str:
    elsewhere = [setting for setting in _ELSEWHERE if setting in settings]
    if elsewhere:
        return (
            f"profile {name!r} gets its keys by {elsewhere[0]}, which needs a network or another "
            f"program; let the AWS command line fetch them: "
            f'eval "$(aws configure export-credentials --profile {shlex.quote(name)} --format env)"'
        )
    files = f"{_credentials_file(environ)} and {_config_file(environ)}"
    if profile is None and not environ.get("AWS_PROFILE"):
        return (
            "no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile in "
            f"{files}"
        )
    return f"no credentials: {files} have no keys for the profile {name!r}"


def _profile_name(environ: Mapping[str, str], profile: str | None) -> str:
    name = profile or environ.get("AWS_PROFILE") or environ.get("AWS_DEFAULT_PROFILE") or "default"
    if not name.isprintable():
        raise CredentialsError(f"{name!r} is not the name of a profile")
    return name


def _credentials_file(environ: Mapping[str, str]) -> Path:
    return _path(environ, "AWS_SHARED_CREDENTIALS_FILE", "credentials")


def _config_file(environ: Mapping[str, str]) -> Path:
    return _path(environ, "AWS_CONFIG_FILE", "config")


def _path(environ: Mapping[str, str], variable: str, name: str) -> Path:
    path = Path(environ.get(variable) or f"~/.aws/{name}")
    home = environ.get("HOME") or environ.get("USERPROFILE")
    if home and path.parts[:1] == ("~",):
        path = Path(home, *path.parts[1:])
    try:
        return path.expanduser()
    except RuntimeError:
        raise CredentialsError(f"{str(path)!r} is in the home of nobody") from None


def _shared_credentials(environ: Mapping[str, str], name: str) -> dict[str, str]:
    return _sections(_credentials_file(environ)).get(name, {})


def _config(environ: Mapping[str, str], name: str) -> dict[str, str]:
    sections = _sections(_config_file(environ))
    # "[profile x]"; "[default]" alone does without the word, and may have it.
    found = sections.get(f"profile {name}")
    if found is None and name == "default":
        found = sections.get(name)
    return found or {}


def _sections(path: Path) -> dict[str, dict[str, str]]:
    # No DEFAULT section, no interpolation: AWS's format knows neither, and secrets hold "%".
    parser = configparser.RawConfigParser(default_section="", strict=False)
    fault = ""
    try:
        with path.open(encoding="utf-8-sig") as file:
            parser.read_file(file)
    except FileNotFoundError:
        return {}
    except configparser.Error as error:
        fault = f"is not an AWS configuration file{_line_of(error)}"
    except UnicodeDecodeError:
        fault = "is not UTF-8"
    except OSError as error:
        fault = f"cannot be read: {error.strerror}"
    except ValueError:
        fault = "is not a path"
    if fault:
        # Raised here, where there is no cause or context: those quote lines, which may be secrets.
        raise CredentialsError(f"{str(path)!r} {fault}")
    return {
        " ".join(word.strip("\"'") for word in section.split()): dict(parser.items(section))
        for section in parser.sections()
    }


def _line_of(error: configparser.Error) -> str:
    line = getattr(error, "lineno", None)
    if line is None:
        lines: list[tuple[int, str]] = getattr(error, "errors", [])
        line = lines[0][0] if lines else None
    return "" if line is None else f": see its line {line}"
