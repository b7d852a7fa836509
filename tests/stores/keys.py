"""Object keys that break careless signers, and those that a store cannot keep."""

from typing import NamedTuple


class Key(NamedTuple):
    name: str
    key: str


KEYS = [
    Key("plain", "a.txt"),
    Key("space", "a b"),
    Key("space-first", " a"),
    Key("space-last", "a "),
    Key("umlaut", "grüße/übung.txt"),
    Key("combining-marks", "gru\u0308ße/u\u0308bung.txt"),
    Key("cjk", "日本語/キー"),
    Key("right-to-left", "שלום/مرحبا"),
    Key("emoji", "👩\u200d🚀🇪🇺"),
    Key("no-break-space", "a\u00a0b\u2028c"),
    Key("plus", "a+b"),
    Key("percent", "100%"),
    Key("escape-of-a-letter", "%41"),
    Key("escape-of-a-slash", "a%2Fb"),
    Key("escape-of-a-space", "a%20b"),
    Key("double-escape", "%2541"),
    Key("tilde", "~a-b_c.d~"),
    Key("reserved", "!'()*&$@=;:,"),
    Key("question-mark", "a?b=c&d"),
    Key("hash", "a#b"),
    Key("brackets", "a[1]{2}<3>^|`"),
    Key("quotes", "it's \"quoted\" $HOME `id` \\'"),
    Key("backslash", "a\\b\\"),
    Key("newline", "a\nb"),
    Key("carriage-return", "a\r\nb"),
    Key("tab", "a\tb"),
    Key("control-characters", "a\x01\x1f\x7fb"),
    Key("like-a-url", "s3://a"),
    Key("slash-last", "slash-last/"),
    Key("long", "long-" + "x" * 995),
    Key("longest", "ü" * 512),
    Key("two-slashes", "a//b"),
    Key("slash-first", "/a"),
    Key("dot-segment", "a/./b"),
    Key("dot-first", "./a"),
    Key("dot-dot-segment", "a/../b"),
    Key("dot-dot-first", "../a"),
    Key("dot-dot-last", "a/.."),
    Key("dots", "..."),
    Key("like-a-parameter", "X-Amz-Signature=0"),
]

# rclone's keys are paths of a file system: it answers "400 InvalidArgument" to an empty segment and
# to a dot segment, after it has found the signature good.
NOT_KEPT = {
    "rclone": [
        "like-a-url",
        "two-slashes",
        "slash-first",
        "dot-segment",
        "dot-first",
        "dot-dot-segment",
        "dot-dot-first",
        "dot-dot-last",
    ],
    "swift": [],
    "ceph": [],
}
# There it also is a folder, which a listing does not name.
NOT_LISTED = {"rclone": ["slash-last"], "swift": [], "ceph": []}

# Keys that a careless decoder takes for one another.
LOOK_ALIKE = [
    ("%41", "A"),
    ("a+b", "a b"),
    ("a%2Fb", "a/b"),
    ("a%20b", "a b"),
    ("a ", "a"),
    ("K", "k"),
    ("\x01a", "\x02a"),
    ("e\u0301", "\u00e9"),
]
# rclone composes characters, whatever the key says.
ONE_KEY = {"rclone": [("e\u0301", "\u00e9")], "swift": [], "ceph": []}
