"""Which paths are protected: all that an application could route below a protected one."""

import posixpath
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import InvalidRequestError
from sigv4presign._routes import Routes


def protects(path: str, *prefixes: str, mount: str = "") -> bool:
    return Routes(prefixes or None).protect({}, mount, path)


def test_everything_is_protected_unless_paths_are_named():
    assert protects("/")
    assert protects("/anything")
    assert protects("*")


BELOW = [
    "/private",
    "/private/",
    "/private/x",
    "//private/x",
    "/private//x",
    "/./private/x",
    "/x/../private/x",
    "/x/y/../../private",
    "/../private/x",
    "/private/../x",  # as it stands, it is below
    "/PRIVATE/x",
    "/%70rivate/x",  # decoded twice, as some proxies do
    "/%2570rivate/x",
    "/private%2Fx",
    "/x/%2e%2e/private",
    "/x\\..\\private\\x",
    "/x%5c..%5cprivate",
    "*",
    "http://store.example.com/public",
]


@pytest.mark.parametrize("path", BELOW)
def test_a_path_is_protected_in_every_reading(path):
    assert protects(path, "/private")


@pytest.mark.parametrize(
    "path",
    ["", "/", "/privateer", "/public", "/public/private", "/priv/ate", "/public/100%", "/a/../b"],
)
def test_other_paths_are_not(path):
    assert not protects(path, "/private")


def test_a_path_that_still_changes_when_decoded_often_is_protected():
    assert protects("/public/%252525252570", "/private")
    assert not protects("/public/%252570", "/private")


def test_a_protected_path_is_read_like_a_path():
    assert protects("/a/B", "/A//b/")
    assert protects("/%41/x", "/%41")
    assert protects("/100%/x", "/100%")
    assert protects("/x", "/")
    assert protects("/b", "/a", "/b")
    assert Routes("/b").protect({}, "", "/b")


@pytest.mark.parametrize("path", ["/app/private", "/private", "/other/app/private"])
def test_a_mounted_application_counts_its_own_paths_and_all(path):
    assert protects(path, "/private", "/other", mount="/app")


def test_a_server_may_leave_the_mount_out():
    assert protects("/x", "/app/x", mount="/app")
    assert protects("/app/x", "/app/x", mount="/app")
    assert not protects("/y", "/app/x", mount="/app")


def test_a_function_decides_alone():
    asked = []
    routes = Routes(lambda where: asked.append(where) or where["yes"])
    assert routes.protect({"yes": 1}, "", "/a") is True
    assert routes.protect({"yes": None}, "", "*") is False
    assert len(asked) == 2


@pytest.mark.parametrize(
    "protect", [(), [], "", "private", ["/a", "b"], [b"/a"], [None], 7, ["/a/../b"], ["/../a"]]
)
def test_what_protects_nothing_is_refused(protect):
    with pytest.raises(InvalidRequestError, match="protect"):
        Routes(protect)


PIECES = st.lists(st.sampled_from(["/", ".", "..", "%2e", "%2F", "private", "Private", "x", "\\"]))


@given(PIECES.map("".join).map("/".__add__))
def test_no_usual_reading_of_an_unprotected_path_is_below(path):
    """What applications do to a path, one by one, never leads from outside to inside."""
    if protects(path, "/private"):
        return
    for once in (path, unquote(path)):
        for slashes in (once, once.replace("\\", "/")):
            for read in (slashes, posixpath.normpath(slashes)):
                segments = [each for each in read.lower().split("/") if each]
                assert segments[:1] != ["private"]
