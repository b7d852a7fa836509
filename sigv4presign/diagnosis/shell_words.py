"""A command line into words, as a POSIX shell, cmd.exe or PowerShell takes it apart.

https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments
https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_quoting_rules
"""

import re

_ANSI = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "e": "\x1b",
    "\\": "\\",
    "'": "'",
    '"': '"',
    "?": "?",
}
_CODE = re.compile(r"u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})")
_MARKS = re.compile(r"^(?:\s*(?:PS[^>\n]*>|[A-Za-z]:\\[^>\n]*>|[$#%>])\s+)?\s*")


def dialect(text: str) -> str:
    """Return ``posix``, ``cmd`` or ``powershell``, whichever *text* is quoted for."""
    if re.search(r"\^\s*\r?\n|\^[\"&%]|^\s*[A-Za-z]:\\[^>\n]*>", text):
        return "cmd"
    if re.search(r"`\s*\r?\n|^\s*PS[^>\n]*>|`[\"&$]|(?i:\binvoke-(?:web|rest))", text):
        return "powershell"
    return "posix"


def words(text: str) -> tuple[list[str], int | None]:
    """Return the words of the first command in *text*, and which of them the shell cut, or None.

    A word that holds ``://`` and an unquoted ``&`` is kept whole, as it was meant; its index is the
    second result. Words end with the command: at an unquoted ``;``, ``|``, ``&`` or line end.
    """
    line = _MARKS.sub("", text, count=1)
    kind = dialect(text)
    if kind == "cmd":
        return _Words(_cmd_line(line), "cmd").read()
    return _Words(line, kind).read()


def _cmd_line(text: str) -> str:
    """Return *text* after the first of two passes: what cmd.exe does before a program starts."""
    out: list[str] = []
    quoted = False
    index = 0
    while index < len(text):
        one = text[index]
        if one == "^" and not quoted:
            following = text[index + 1 : index + 3]
            if following[:1] in ("\n", "\r"):
                index += 3 if following == "\r\n" else 2
                continue
            # A character of the shell's own that is escaped is marked, so that it ends nothing.
            escaped = following[:1]
            out.append(f"\x00{escaped}" if escaped in ("&", "|", ";") else escaped)
            index += 2
            continue
        if one == '"':
            quoted = not quoted
        out.append(one)
        index += 1
    return "".join(out)


class _Words:
    """One pass over a command line."""

    def __init__(self, text: str, kind: str) -> None:
        self.text = text
        self.kind = kind
        self.index = 0
        self.words: list[str] = []
        self.word: list[str] = []
        self.begun = False
        self.cut: int | None = None

    def read(self) -> tuple[list[str], int | None]:
        while self.index < len(self.text):
            if not self._step(self.text[self.index]):
                break
        self._end_word()
        return self.words, self.cut

    def _step(self, one: str) -> bool:
        """Take the character *one*, and more with it; return whether the command goes on."""
        if one in "\"'" and not (self.kind == "cmd" and one == "'"):
            self._quoted(one)
        elif self.kind == "posix" and self.text.startswith("$'", self.index):
            self.index += 1
            self._quoted("$")
        elif one == self._escape() or one == "\x00":
            self._escaped()
        elif one in "\r\n":
            return self._line_end()
        elif one in " \t":
            self._end_word()
            self.index += 1
        elif one in "&|;" and not (one == ";" and self.kind == "cmd"):
            return self._operator(one)
        else:
            self._take(one)
        return True

    def _escape(self) -> str:
        return {"posix": "\\", "powershell": "`"}.get(self.kind, "\x00")

    def _take(self, one: str) -> None:
        self.word.append(one)
        self.begun = True
        self.index += 1

    def _escaped(self) -> None:
        following = self.text[self.index + 1 : self.index + 2]
        ends = re.compile(r"[ \t]*\r?\n[ \t]*").match(self.text, self.index + 1)
        if ends and self.text[self.index] != "\x00":
            # A continuation within a URL joins it; elsewhere it is white space.
            if "://" not in "".join(self.word):
                self._end_word()
            self.index = ends.end()
            return
        self.index += 1
        if following:
            self._take(following)

    def _quoted(self, quote: str) -> None:
        end = "'" if quote == "$" else quote
        self.begun = True
        self.index += 1
        while self.index < len(self.text):
            one = self.text[self.index]
            if one == end:
                doubled = self.kind != "posix" and self.text.startswith(end, self.index + 1)
                if not doubled:
                    self.index += 1
                    return
                self.index += 1
            elif self._escape_in(quote, one):
                continue
            self._take(one)

    def _escape_in(self, quote: str, one: str) -> bool:
        """Take an escape within quotes, if *one* begins one."""
        following = self.text[self.index + 1 : self.index + 2]
        if one == "\x00":
            self.index += 1
            return True
        if quote == "$" and one == "\\":
            self._ansi()
            return True
        if quote != '"' or not following:
            return False
        escapable = {"posix": '$`"\\\n', "cmd": '"\\', "powershell": '`"$\n'}[self.kind]
        mark = "`" if self.kind == "powershell" else "\\"
        if one != mark or following not in escapable:
            return False
        self.index += 1
        if following == "\n":
            self.index += 1
        else:
            self._take(following)
        return True

    def _ansi(self) -> None:
        code = _CODE.match(self.text, self.index + 1)
        if code:
            number = int(code.group(code.lastindex or 0), 8 if code.group(4) else 16)
            self.word.append(chr(number) if number < 0x110000 else "\ufffd")
            self.index = code.end()
            return
        following = self.text[self.index + 1 : self.index + 2]
        self.word.append(_ANSI.get(following, f"\\{following}"))
        self.index += 2

    def _line_end(self) -> bool:
        # Without a mark of continuation the command ends, unless the next line is plainly part of
        # it: a paste often loses the mark.
        rest = self.text[self.index :].lstrip()
        self.index = len(self.text) - len(rest)
        self._end_word()
        return rest[:1] in ("-", "'", '"') or rest[:4].lower() == "http"

    def _operator(self, one: str) -> bool:
        tail = re.compile(r"[^\s\"'|]*").match(self.text, self.index)
        rest = tail.group() if tail else ""
        if one == "&" and "://" in "".join(self.word) and "=" in rest:
            self.cut = len(self.words)
            self.word.append(rest)
            self.index += len(rest)
            return True
        return False

    def _end_word(self) -> None:
        if self.begun:
            self.words.append("".join(self.word))
        self.word = []
        self.begun = False
