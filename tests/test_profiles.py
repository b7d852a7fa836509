"""Credentials, region and endpoint: from where AWS's own tools take them, in their order."""

from pathlib import Path

import pytest

from sigv4presign import Credentials, CredentialsError
from sigv4presign.profiles import load_credentials, load_endpoint_url, load_region

CREDENTIALS = """\
# a comment
[default]
aws_access_key_id = AKIDDEFAULT
aws_secret_access_key = default/secret+%s=

[ci]
aws_access_key_id=AKIDCI
aws_secret_access_key=ci
aws_session_token=token

[half]
aws_access_key_id = AKIDHALF

[other half]
aws_secret_access_key = secret

[blank]
aws_access_key_id = AK ID
aws_secret_access_key = hush
"""
CONFIG = """\
[default]
region = eu-west-1
[profile ci]
region = us-west-2
endpoint_url = http://localhost:9000
[profile "my team"]
region = ap-south-1
aws_access_key_id = AKIDTEAM
aws_secret_access_key = team
[profile sso]
sso_session = corp
sso_account_id = 1
[profile local]
services = stores
endpoint_url = http://general:1
[services stores]
s3 =
  addressing_style = path
  endpoint_url = http://stores:9000
dynamodb =
  endpoint_url = http://dynamo:8000
[profile bare]
services = nowhere
"""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    folder = tmp_path / ".aws"
    folder.mkdir()
    (folder / "credentials").write_text(CREDENTIALS, "utf-8")
    (folder / "config").write_text(CONFIG, "utf-8")
    return {"HOME": str(tmp_path)}


class TestCredentials:
    """The environment first, then the profile's keys, the credentials file before the config."""

    def test_the_environment(self, environ: dict):
        environ |= {"AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "env"}
        assert Credentials("AKIDENV", "env") == load_credentials(environ)
        for name in ("AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"):
            environ[name] = f"token of {name}"
            assert environ[name] == load_credentials(environ).session_token
        environ["AWS_SESSION_TOKEN"] = environ["AWS_SECURITY_TOKEN"] = ""
        assert load_credentials(environ).session_token is None

    @pytest.mark.parametrize(
        "text", ["2015-08-30T12:36:00Z", "2015-08-30T12:36:00+00:00", "2015-08-30T14:36:00+02:00"]
    )
    def test_their_end(self, text: str):
        keys = {"AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "b"}
        environ = {**keys, "AWS_CREDENTIAL_EXPIRATION": text}
        assert 1440938160 == load_credentials(environ).expires_at

    @pytest.mark.parametrize("text", ["tomorrow", "2015-08-30T12:36:00"])
    def test_an_end_that_is_none(self, text: str):
        keys = {"AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "b"}
        with pytest.raises(CredentialsError, match="it must be as 2030-01-31T12:00:00Z"):
            load_credentials({**keys, "AWS_CREDENTIAL_EXPIRATION": text})

    def test_the_other_half_of_an_environment(self, environ: dict):
        environ["AWS_SECRET_ACCESS_KEY"] = "hush"
        with pytest.raises(CredentialsError, match="is set, but AWS_ACCESS_KEY_ID is not"):
            load_credentials(environ)
        assert "AKIDCI" == load_credentials(environ, "ci").access_key_id

    def test_keys_and_token_come_from_one_file(self, environ: dict):
        folder = Path(environ["HOME"], ".aws")
        old = "aws_access_key_id = OLD\naws_secret_access_key = old\naws_session_token = stale\n"
        (folder / "config").write_text(f"[profile x]\n{old}[profile half]\n{old}", "utf-8")
        new = "[x]\naws_access_key_id = NEW\naws_secret_access_key = new\n"
        (folder / "credentials").write_text(f"{new}[half]\naws_access_key_id = NEW\n", "utf-8")
        assert Credentials("NEW", "new") == load_credentials(environ, "x")
        with pytest.raises(CredentialsError, match="profile 'half' has no aws_secret_access_key"):
            load_credentials(environ, "half")

    @pytest.mark.parametrize("secret", [{}, {"AWS_SECRET_ACCESS_KEY": ""}])
    def test_half_an_environment(self, environ: dict, secret: dict):
        with pytest.raises(CredentialsError, match="but AWS_SECRET_ACCESS_KEY is not"):
            load_credentials({**environ, "AWS_ACCESS_KEY_ID": "A", **secret})

    def test_the_default_profile(self, environ: dict):
        expected = Credentials("AKIDDEFAULT", "default/secret+%s=")
        assert expected == load_credentials(environ)
        assert expected == load_credentials({**environ, "AWS_ACCESS_KEY_ID": ""})

    @pytest.mark.parametrize("variable", ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
    def test_a_profile_of_the_environment(self, environ: dict, variable: str):
        environ[variable] = "ci"
        assert Credentials("AKIDCI", "ci", "token") == load_credentials(environ)
        environ |= {"AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "env"}
        assert "AKIDENV" == load_credentials(environ).access_key_id

    def test_a_profile_that_is_asked_for_beats_the_environment(self, environ: dict):
        environ |= {"AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "env"}
        assert "AKIDCI" == load_credentials(environ, "ci").access_key_id

    def test_a_profile_of_the_config_file(self, environ: dict):
        assert Credentials("AKIDTEAM", "team") == load_credentials(environ, "my team")

    def test_other_files(self, environ: dict, tmp_path: Path):
        (tmp_path / "keys").write_text("[x]\naws_access_key_id=A\naws_secret_access_key=b\n")
        (tmp_path / "conf").write_text("[profile x]\nregion = r\n")
        environ |= {"AWS_SHARED_CREDENTIALS_FILE": "~/keys", "AWS_CONFIG_FILE": "~/conf"}
        assert "A" == load_credentials(environ, "x").access_key_id
        assert "r" == load_region(environ, "x")
        environ["AWS_SHARED_CREDENTIALS_FILE"] = str(tmp_path / "keys")
        assert "A" == load_credentials(environ, "x").access_key_id

    @pytest.mark.parametrize(
        "profile, message",
        [
            ("nobody", "have no keys for the profile 'nobody'"),
            ("half", "profile 'half' has no aws_secret_access_key"),
            ("other half", "profile 'other half' has no aws_access_key_id"),
            ("blank", "profile 'blank': access_key_id holds a blank or a '/'"),
            ("sso", "by sso_account_id, which needs a network .* export-credentials --profile sso"),
        ],
    )
    def test_none(self, environ: dict, profile: str, message: str):
        with pytest.raises(CredentialsError, match=message) as caught:
            load_credentials(environ, profile)
        assert "hush" not in str(caught.value)
        with pytest.raises(CredentialsError, match=message):
            load_credentials({**environ, "AWS_PROFILE": profile})

    def test_none_at_all(self, tmp_path: Path):
        with pytest.raises(CredentialsError, match="set AWS_ACCESS_KEY_ID and AWS_SECRET_ACC"):
            load_credentials({"HOME": str(tmp_path)})


class TestFiles:
    """A file that cannot be read is named, and nothing of it is shown."""

    @pytest.mark.parametrize(
        "content, message",
        [
            (b"aws_secret_access_key = hush\n", "is not an AWS configuration file: see its line 1"),
            (b"[default]\nhush\n", "is not an AWS configuration file: see its line 2"),
            (b"[default]\na = \xff\xfe hush\n", "is not UTF-8"),
        ],
    )
    def test_a_damaged_file(self, environ: dict, content: bytes, message: str):
        path = Path(environ["HOME"], ".aws", "credentials")
        path.write_bytes(content)
        with pytest.raises(CredentialsError, match=message) as caught:
            load_credentials(environ)
        assert str(path) in str(caught.value)
        assert "hush" not in str(caught.value)
        assert caught.value.__cause__ is caught.value.__context__ is None

    def test_a_file_that_may_not_be_read(self, environ: dict):
        path = Path(environ["HOME"], ".aws", "credentials")
        path.unlink()
        path.mkdir()
        with pytest.raises(CredentialsError, match="cannot be read: Is a directory"):
            load_credentials(environ)

    def test_what_is_no_path(self, environ: dict):
        for path, message in (
            ("a\0b", "'a.x00b' is not a path"),
            ("~nosuchuser/x", "'~nosuchuser/x' is in the home of nobody"),
        ):
            with pytest.raises(CredentialsError, match=message):
                load_credentials({**environ, "AWS_SHARED_CREDENTIALS_FILE": path})

    def test_a_suggested_command_is_safe_to_paste(self, environ: dict):
        name = "x;touch /tmp/pwned;"
        config = Path(environ["HOME"], ".aws", "config")
        config.write_text(f"[profile {name}]\nsso_session = corp\n")
        with pytest.raises(CredentialsError) as caught:
            load_credentials(environ, name)
        assert "--profile 'x;touch /tmp/pwned;' --format" in str(caught.value)

    def test_what_is_no_name(self, environ: dict):
        with pytest.raises(CredentialsError, match=r"'\\x1b\[31m' is not the name of a profile"):
            load_credentials(environ, "\x1b[31m")

    def test_a_byte_order_mark_and_a_repeated_section(self, environ: dict):
        text = "[ci]\naws_access_key_id = A\n[ci]\naws_secret_access_key = b\n"
        Path(environ["HOME"], ".aws", "credentials").write_text(text, "utf-8-sig")
        assert Credentials("A", "b") == load_credentials(environ, "ci")

    def test_a_section_named_default_in_capitals_is_no_default(self, environ: dict):
        text = "[DEFAULT]\naws_access_key_id = A\naws_secret_access_key = b\n[x]\nc = d\n"
        Path(environ["HOME"], ".aws", "credentials").write_text(text)
        with pytest.raises(CredentialsError):
            load_credentials(environ, "x")


class TestRegion:
    """``AWS_REGION``, ``AWS_DEFAULT_REGION``, then the profile's."""

    def test_order(self, environ: dict):
        assert "eu-west-1" == load_region(environ)
        environ["AWS_DEFAULT_REGION"] = "sa-east-1"
        assert "sa-east-1" == load_region(environ)
        environ["AWS_REGION"] = "us-east-2"
        assert "us-east-2" == load_region(environ)
        assert "us-east-2" == load_region(environ, "ci")

    def test_of_a_profile(self, environ: dict):
        assert "us-west-2" == load_region(environ, "ci")

    def test_none(self, tmp_path: Path):
        assert load_region({"HOME": str(tmp_path)}) is None

    def test_without_a_home_it_is_the_users(self, monkeypatch, environ: dict):
        monkeypatch.setenv("HOME", environ["HOME"])
        assert "eu-west-1" == load_region({})


class TestEndpoint:
    """``AWS_ENDPOINT_URL_S3``, ``AWS_ENDPOINT_URL``, the profile's services, the profile's own."""

    def test_order(self, environ: dict):
        assert load_endpoint_url(environ) is None
        assert "http://localhost:9000" == load_endpoint_url(environ, "ci")
        assert "http://stores:9000" == load_endpoint_url(environ, "local")
        environ["AWS_ENDPOINT_URL"] = "http://any"
        assert "http://any" == load_endpoint_url(environ, "local")
        environ["AWS_ENDPOINT_URL_S3"] = "http://s3"
        assert "http://s3" == load_endpoint_url(environ, "local")

    def test_all_of_them_can_be_ignored(self, environ: dict):
        environ |= {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "True", "AWS_ENDPOINT_URL": "http://a"}
        assert load_endpoint_url(environ, "ci") is None

    def test_services_that_say_nothing_of_s3(self, environ: dict):
        assert load_endpoint_url(environ, "bare") is None
