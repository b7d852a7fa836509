"""`read_request`: whatever people paste, and what was repaired in it."""

import copy
import json
import pickle
import quopri
import textwrap
from contextlib import suppress
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sigv4presign import InvalidRequestError, explain
from sigv4presign.diagnosis.reading import read_exchange, read_request
from sigv4presign.diagnosis.request import MAX_TEXT, REPAIRS, Request

from .examples import sign

URL = sign(url="https://bucket.s3.amazonaws.com/a%20b/key.txt").url
TARGET = URL.partition("amazonaws.com")[2]
HOST = "bucket.s3.amazonaws.com"
ESCAPED = URL.replace("&", "&amp;")
JSON = URL.replace("&", "\\u0026")
XML = "<?xml version='1.0'?>\n<Error><Code>AccessDenied</Code><Message>no</Message></Error>"


def wrapped(width: int = 72, prefix: str = "") -> str:
    return "\n".join(prefix + line for line in textwrap.wrap(URL, width, break_on_hyphens=False))


def repairs(request: Request) -> list[str]:
    assert all(REPAIRS[name] == sentence for name, sentence in request.repairs)
    return [name for name, _ in request.repairs]


class TestBareUrl:
    @pytest.mark.parametrize(
        "text, form, repaired",
        [
            (URL, "url", []),
            (f"  {URL}\r\n", "url", []),
            (f'"{URL}"', "url", ["quotes"]),
            (f"\u201c{URL}\u201d", "url", ["quotes"]),
            (f"`{URL}`", "url", ["quotes"]),
            (f"<{URL}>", "url", ["quotes"]),
            (f"<{URL}>.", "url", ["quotes"]),
            (f"({URL}).", "url", ["quotes"]),
            (f"*{URL}*", "url", ["quotes"]),
            (f"{URL}.", "url", ["punctuation"]),
            (f'{URL}"', "url", ["quotes"]),
            (f"URL={URL}", "text", []),
            (f"[the file]({URL})", "text", ["quotes"]),
            (f'<a href="{ESCAPED}">the file</a>', "text", ["html-entities"]),
            (f"Please use {URL}, it works until Monday.", "text", ["punctuation"]),
            (f"see https://example.com/docs and then\n{URL}\n", "text", []),
            (f"Use '{URL}' now", "text", []),
            (ESCAPED, "url", ["html-entities"]),
            (ESCAPED.replace("&amp;", "&amp;amp;"), "url", ["html-entities"]),
            (URL.replace("&", "&#38;"), "url", ["html-entities"]),
            (JSON, "url", ["json-escapes"]),
            (f'"{JSON}"', "url", ["json-escapes"]),
            (URL.replace("/", "\\/"), "url", ["json-escapes", "scheme"][:1]),
            (URL.replace("&", "\\&").replace("?", "\\?"), "url", ["shell-escapes"]),
            (URL.replace("&", "^&"), "url", ["shell-escapes"]),
            (quote(URL, safe=""), "url", ["url-encoded"]),
            (URL.removeprefix("https://"), "url", ["scheme"]),
            (URL.removeprefix("https:"), "url", ["scheme"]),
            (wrapped(), "url", ["line-wrap"]),
            (wrapped(50).replace("\n", "\r\n    "), "url", ["line-wrap"]),
            (wrapped(72, "> "), "text", ["quoted-reply", "line-wrap"]),
            (f"Hi,\nhere it is:\n{wrapped()}\n\nThanks!\nBob", "text", ["line-wrap"]),
            (f"{wrapped()}\nThanks for your help", "text", ["line-wrap"]),
            (f"\u200b{URL}\ufeff", "url", ["invisible"]),
            (URL.replace("Amz-Date", "Amz\u2013Date"), "url", ["dashes"]),
            (quopri.encodestring(URL.encode()).decode(), "url", ["quoted-printable"]),
            (URL.replace("%20", " "), "url", ["blanks"]),
            (URL.replace("X-Amz-Date", "X-Amz- Date"), "url", ["blanks"]),
        ],
        ids=lambda value: repr(value)[:40],
    )
    def test_it_is_made_whole(self, text: str, form: str, repaired: list[str]):
        request = read_request(text)
        assert (form, None, URL) == (request.form, request.method, request.url)
        assert repaired == repairs(request)
        assert (request.written == URL) == (not repaired)
        assert ((), None, ()) == (request.headers, request.body, request.fields)

    def test_a_line_break_after_the_signature(self):
        url = sign(url="https://h.example/k", layout="js").url
        front, _, behind = url.rpartition("&")
        assert read_request(f"see\n{front}\n&{behind}\nBye").url == url
        assert read_request(f"see\n{front}&\n{behind}\nBye").url == url
        assert read_request(f"see\n{front}\nBye").url == front

    def test_a_value_with_blanks_keeps_them_escaped(self):
        url = f"{URL}&response-content-disposition=attachment; filename=a"
        assert read_request(url).url == url.replace("; ", ";%20")

    def test_characters_that_no_url_holds_are_escaped(self):
        url = URL.replace("key", "kéy|\udc80")
        request = read_request(url)
        assert request.url == URL.replace("key", "k%C3%A9y%7C%EF%BF%BD")
        assert ["not-escaped"] == repairs(request)

    def test_what_ends_in_a_dot_may_mean_it(self):
        url = f"{URL}&versionId=abc."
        assert read_request(url).url == url
        assert read_request(f"({url}").url == url

    def test_of_several_urls_the_signed_one_counts(self):
        assert read_request(f"https://a.example/x\n\nhttps://b.example/y {URL}").url == URL
        assert read_request("go to https://a.example/x now").url == "https://a.example/x"

    @pytest.mark.parametrize(
        "text", [f"localhost:9000{TARGET}", f"127.0.0.1:9000{TARGET}", f"h.example:3306{TARGET}"]
    )
    def test_a_host_without_a_scheme(self, text: str):
        assert read_request(text).url == f"https://{text}"

    @pytest.mark.parametrize(
        "text, said",
        [
            ("", "the text is empty"),
            ("hello", "there is no URL in the text"),
            ("X-Amz-Signature=abc", "there is no URL in the text"),
            ("s3://bucket/key", "carries no signature"),
            ("x" * (MAX_TEXT + 1), f"at most {MAX_TEXT} are read"),
            ('"not json', "there is no URL"),
            ('"a\\q"', "there is no URL"),
            ("<p>a page with a <form> without an address</form>", "there is no URL"),
        ],
        ids=lambda text: text[:20],
    )
    def test_what_is_none(self, text: str, said: str):
        with pytest.raises(InvalidRequestError, match=said):
            read_request(text)

    def test_something_else_than_text(self):
        with pytest.raises(InvalidRequestError, match="text is of type bytes"):
            read_request(b"https://h/")

    def test_a_broken_json_text(self):
        text = f'"{URL}\\q"'
        assert read_request(text).url.startswith(URL)


FORM = ("Content-Type", "application/x-www-form-urlencoded")
CURL = [
    (f"curl '{URL}'", "GET", (), b""),
    (f'$ curl -sSL "{URL}" -o file', "GET", (), b""),
    (f"sudo time /usr/bin/curl -I {URL!r}", "HEAD", (), b""),
    (f"X=1 curl --head --url '{URL}'", "HEAD", (), b""),
    (f"curl -T file '{URL}'", "PUT", (), None),
    (
        f"curl --upload-file - -H 'x-amz-acl: private' '{URL}'",
        "PUT",
        (("x-amz-acl", "private"),),
        None,
    ),
    (f"curl -X PUT -d x -H 'Content-Type:' '{URL}'", "PUT", (), b"x"),
    (f"curl -XPUT -d 'a\nb' '{URL}'", "PUT", (FORM,), b"a\nb"),
    (f"curl --data-raw @x --data-binary y '{URL}'", "POST", (FORM,), b"@x&y"),
    (
        f"curl --data-urlencode 'a=b c' --data-urlencode '=d e' --data-urlencode 'f g' '{URL}'",
        "POST",
        (FORM,),
        b"a=b+c&d+e&f+g",
    ),
    (f"curl --data-urlencode a@file '{URL}'", "POST", (FORM,), None),
    (f"curl --data @file '{URL}'", "POST", (FORM,), None),
    (
        f"curl --json '{{}}' '{URL}'",
        "POST",
        (("Content-Type", "application/json"), ("Accept", "application/json")),
        b"{}",
    ),
    (f"curl -u me:secret '{URL}'", "GET", (("Authorization", "Basic bWU6c2VjcmV0"),), b""),
    (f"curl --oauth2-bearer abc '{URL}'", "GET", (("Authorization", "Bearer abc"),), b""),
    (
        f"curl -A agent -e from -b a=b -b jar -r 0-9 --compressed '{URL}'",
        "GET",
        (
            ("User-Agent", "agent"),
            ("Referer", "from"),
            ("Cookie", "a=b"),
            ("Range", "bytes=0-9"),
            ("Accept-Encoding", "deflate, gzip"),
        ),
        b"",
    ),
    (
        f"curl -H 'X-Empty;' -H 'nonsense' -H 'a:b' '{URL}'",
        "GET",
        (("X-Empty", ""), ("a", "b")),
        b"",
    ),
    (f"curl -o x -- '{URL}'", "GET", (), b""),
    (f"curl '{URL}' --next https://other.example/", "GET", (), b""),
    (f"curl https://other.example/ '{URL}'", "GET", (), b""),
    (f"curl -X PUT \\\n  -H 'a: b' \\\n  '{URL}'", "PUT", (("a", "b"),), b""),
    (f"curl -X PUT\n  -H 'a: b'\n  '{URL}'", "PUT", (("a", "b"),), b""),
    (f"curl '{URL}' | tee out", "GET", (), b""),
    (f"curl '{URL}'; echo", "GET", (), b""),
    (f"curl '{URL}' &", "GET", (), b""),
    (f"curl '{URL}'\necho done", "GET", (), b""),
    (
        f"curl $'{URL}' -H $'a: \\'\\u00e9\\x41\\101\\t\\U110000\\z'",
        "GET",
        (("a", "'éAA\t\ufffd\\z"),),
        b"",
    ),
    (f'curl "{URL}" -H "a: \\"\\$\\x"', "GET", (("a", '"$\\x'),), b""),
    (f'curl "{URL[:40]}\\\n{URL[40:]}"', "GET", (), b""),
    (f"curl {URL[:40]}\\\n{URL[40:].replace('&', chr(92) + '&')}", "GET", (), b""),
    (f"curl {URL[:40]}'{URL[40:]}'", "GET", (), b""),
    (f"curl '{URL}' --request", "", (), b""),
    (f"curl '{URL}' -X", "", (), b""),
    (f"curl --header='a: b' '{URL}' \\", "GET", (("a", "b"),), b""),
]


class TestCurl:
    @pytest.mark.parametrize(
        "text, method, headers, body", CURL, ids=lambda value: repr(value)[:50]
    )
    def test_what_is_sent(self, text, method, headers, body):
        request = read_request(text)
        assert ("curl", URL) == (request.form, request.url)
        assert (method or "GET", headers, body) == (request.method, request.headers, request.body)

    @pytest.mark.parametrize(
        "text",
        [
            'curl ^"URL^" ^\n  -H ^"a: b^^c^"',
            'curl.exe "URL" ^\r\n  -H "a: b^c"',
            'C:\\Users\\me> curl "URL" -H "a: b^c"',
            'C:\\> C:\\Windows\\System32\\curl.exe "URL" -H "a: b^c" ^',
        ],
    )
    def test_cmd_exe(self, text: str):
        escaped = URL.replace("%", "^%^").replace("&", "^&") if '^"URL' in text else URL
        request = read_request(text.replace("URL", escaped))
        assert (URL, (("a", "b^c"),)) == (request.url, request.headers)

    def test_quotes_of_cmd_exe(self):
        request = read_request(f'curl ^\n "{URL}" -H "a: \\"b\\" ""c\'" -H d:^;e&echo')
        assert (URL, (("a", '"b" "c\''), ("d", ";e"))) == (request.url, request.headers)

    def test_powershell(self):
        text = f'PS C:\\> curl.exe -X PUT `\n  \'{URL}\' `\r\n  -H "a: `"b`" ""c"" `n"'
        text += " -H 'd: ''e'''"
        request = read_request(text)
        assert (URL, "PUT") == (request.url, request.method)
        assert (("a", '"b" "c" `n'), ("d", "'e'")) == request.headers

    def test_a_shell_ends_an_unquoted_url_at_its_first_ampersand(self):
        request = read_request(f"curl -v {URL} -H 'a: b'")
        assert (URL, URL.partition("&")[0]) == (request.url, request.written)
        assert ["shell-split"] == repairs(request)
        assert (("a", "b"),) == request.headers

    @pytest.mark.parametrize(
        "options, notes",
        [
            ("-T file", ["body-elsewhere"]),
            ("-H @file", ["headers-elsewhere"]),
            ("--aws-sigv4 aws:amz -u a:b", ["client-signs"]),
        ],
    )
    def test_what_curl_does_besides(self, options: str, notes: list[str]):
        assert notes == repairs(read_request(f"curl {options} '{URL}'"))

    def test_dots_and_brackets(self):
        url = URL.replace("a%20b", "a/../[b]")
        assert ["dot-segments", "globbing"] == repairs(read_request(f"curl '{url}'"))
        assert [] == repairs(read_request(f"curl --path-as-is -g '{url}'"))

    def test_data_in_the_query(self):
        for options in ("-G -d a=b -d c=d", "--url-query a=b --url-query +c=d"):
            request = read_request(f"curl {options} '{URL}'")
            assert ("GET", f"{URL}&a=b&c=d", b"") == (request.method, request.url, request.body)
        assert read_request("curl -G -d a=b https://h.example/").url == "https://h.example/?a=b"

    def test_a_form(self):
        request = read_request(
            "curl -F key=a -F 'policy=\"p\";type=text/plain' --form-string 'x=@y;type=z' "
            "-F file=@name -F other=@name https://bucket.s3.amazonaws.com/"
        )
        assert (("key", "a"), ("policy", "p"), ("x", "@y;type=z")) == request.fields
        assert ("POST", None) == (request.method, request.body)
        assert ["body-elsewhere"] == repairs(request)
        assert "multipart/form-data" in request.headers[0][1]

    @pytest.mark.parametrize("text", ["curl $URL", 'curl "$(cat url)"'])
    def test_a_variable_in_place_of_the_url(self, text: str):
        with pytest.raises(InvalidRequestError, match="paste the URL itself"):
            read_request(text)

    @pytest.mark.parametrize("text", ["curl", "curl -X", "curl -v -H a:b"])
    def test_no_url_at_all(self, text: str):
        with pytest.raises(InvalidRequestError, match="there is no URL"):
            read_request(text)

    def test_a_sentence_about_curl(self):
        assert read_request(f"I tried curl with {URL}").form == "text"


class TestRawHttp:
    def test_a_request(self):
        text = f"PUT {TARGET} HTTP/1.1\r\nHost: {HOST}\r\nx-amz-meta-a: b\r\n c\r\n"
        text += "bad line\r\n\r\nbody"
        request = read_request(text)
        assert ("http", "PUT", URL, b"body") == (
            request.form, request.method, request.url, request.body,
        )  # fmt: skip
        assert (("Host", HOST), ("x-amz-meta-a", "b c")) == request.headers
        assert ["scheme-guessed"] == repairs(request)

    @pytest.mark.parametrize(
        "head, url, guessed",
        [
            ("Host: localhost:9000", f"http://localhost:9000{TARGET}", True),
            ("Host: h:443", f"https://h:443{TARGET}", True),
            ("Host: h\nX-Forwarded-Proto: HTTP", f"http://h{TARGET}", False),
            ("Host: h\nX-Forwarded-Proto: ftp", f"https://h{TARGET}", True),
        ],
    )
    def test_its_scheme(self, head: str, url: str, guessed: bool):
        request = read_request(f"GET {TARGET} HTTP/1.0\n{head}\n\n")
        assert (url, ["scheme-guessed"][: int(guessed)]) == (request.url, repairs(request))

    def test_an_absolute_target(self):
        assert (URL, None) == (read_request(f"GET {URL}").url, read_request(f"GET {URL}").body)

    @pytest.mark.parametrize("head", ["", "Host:\n"])
    def test_no_host(self, head: str):
        with pytest.raises(InvalidRequestError, match="has no Host header"):
            read_request(f"GET {TARGET} HTTP/1.1\n{head}\n")

    @pytest.mark.parametrize(
        "text",
        [
            f":method: PUT\n:authority: {HOST}\n:scheme: https\n:path: {TARGET}\na: b",
            f":authority\n{HOST}\n:method\nPUT\n:path\n{TARGET}\n:scheme\nhttps\na\nb",
            f":authority:\n{HOST}\n:method:\nPUT\n:path:\n{TARGET}\n:scheme:\nhttps\na:\nb",
        ],
    )
    def test_http_2_as_browsers_copy_it(self, text: str):
        request = read_request(text)
        assert ("PUT", URL, (("a", "b"),)) == (request.method, request.url, request.headers)

    def test_a_form(self):
        parts = [
            'Content-Disposition: form-data; name="key"\r\n\r\nk',
            "Content-Disposition: form-data; name=policy\r\n\r\np",
            "Content-Disposition: form-data\r\n\r\nnameless",
            'Content-Disposition: form-data; name="file"; filename="f"\r\n\r\nbytes',
            'Content-Disposition: form-data; name="late"\r\n\r\nx',
        ]
        for boundary in ("b", '"b"'):
            for closing in (parts, parts[:2]):
                body = "".join([f"--b\r\n{part}\r\n" for part in closing]) + "--b--\r\n"
                head = f"POST / HTTP/1.1\r\nHost: {HOST}\r\n"
                head += f"Content-Type: multipart/form-data; boundary={boundary}\r\n\r\n"
                assert (("key", "k"), ("policy", "p")) == read_request(head + body).fields
        head = f"POST / HTTP/1.1\nHost: {HOST}\nContent-Type: multipart/form-data\n\nx"
        assert read_request(head).fields == ()

    def test_what_curl_prints(self):
        text = f"""* Trying 127.0.0.1:80...
* Connected to h (127.0.0.1) port 80
> GET /old HTTP/1.1
> Host: old
>
< HTTP/1.1 307 Temporary Redirect
< Location: {URL}
<
* Issue another request
> PUT {TARGET} HTTP/1.1
> Host: {HOST}
> Content-Type: text/plain
>
}} [5 bytes data]
< HTTP/1.1 100 Continue
<
< HTTP/1.1 403 Forbidden
< Date: Sun, 30 Aug 2015 12:36:00 GMT
<
{{ [243 bytes data]
{XML}
* Connection #0 to host left intact
"""
        request, answer = read_exchange(text)
        assert ("trace", "PUT", URL) == (request.form, request.method, request.url)
        assert (("Host", HOST), ("Content-Type", "text/plain")) == request.headers
        assert (403, "AccessDenied") == (answer.status, answer.code)
        assert answer.header("date") == "Sun, 30 Aug 2015 12:36:00 GMT"

    def test_a_trace_of_one_half(self):
        with pytest.raises(InvalidRequestError, match="there is no URL"):
            read_request(">\n> \n< HTTP/1.1 403 Forbidden\n")
        request, answer = read_exchange(f"> GET {TARGET} HTTP/1.1\n> Host: {HOST}\n>\n")
        assert (URL, None) == (request.url, answer)
        request, answer = read_exchange(f"{URL}\n< HTTP/1.1 403 Forbidden\n<\n{XML}\n")
        assert (URL, "AccessDenied") == (request.url, answer.code)


class TestJson:
    def entry(self, status: int = 403, **request: object) -> dict:
        content = {"text": "PEVycm9yPjxDb2RlPkE8L0NvZGU+PC9FcnJvcj4=", "encoding": "base64"}
        response = {"status": status, "headers": [{"name": "Date", "value": "now"}]}
        return {
            "request": {"method": "put", "url": URL, "headers": [
                {"name": ":authority", "value": HOST}, {"name": "a", "value": "b"}, {"bad": 1}
            ], **request},
            "response": {**response, "content": content},
        }  # fmt: skip

    def test_har(self):
        other = {
            "request": {"method": "GET", "url": "https://h.example/"},
            "response": {"status": 404},
        }
        fine = self.entry(200)
        for document in (self.entry(), {"log": {"entries": [other, fine, self.entry(), {}]}}):
            request, answer = read_exchange(json.dumps(document))
            assert ("har", "PUT", URL, (("a", "b"),)) == (
                request.form, request.method, request.url, request.headers,
            )  # fmt: skip
            assert (403, "A", (("Date", "now"),)) == (answer.status, answer.code, answer.headers)
        request, answer = read_exchange(json.dumps({"log": {"entries": [other]}}))
        assert (404, "https://h.example/") == (answer.status, request.url)
        _, answer = read_exchange(json.dumps({"log": {"entries": [fine]}}))
        assert answer.status == 200

    def test_har_of_a_blocked_request(self):
        document = self.entry(0)
        document["response"]["content"] = {"text": "a", "encoding": "base64"}
        request, answer = read_exchange(json.dumps(document))
        assert (URL, None, "empty") == (request.url, answer.status, answer.kind)
        document["response"] = None
        assert read_exchange(json.dumps(document))[1] is None

    def test_har_with_a_body(self):
        request = read_request(json.dumps(self.entry(postData={"text": "x", "mimeType": "a/b"})))
        assert (b"x", ()) == (request.body, request.fields)
        params = {"params": [{"name": "key", "value": "k"}]}
        assert read_request(json.dumps(self.entry(postData=params))).fields == (("key", "k"),)
        form = '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\r\n--b--'
        posted = {"text": form, "mimeType": "multipart/form-data; boundary=b"}
        assert read_request(json.dumps(self.entry(postData=posted))).fields == (("key", "k"),)

    @pytest.mark.parametrize(
        "document",
        [
            {}, [[]], {"request": {}}, {"log": {"entries": []}}, {"log": {}}, {"url": 1},
            [{"a": [[[[[[[[f"https://h/?X-Amz-Signature={'a' * 64}"]]]]]]]]}],
        ],
    )  # fmt: skip
    def test_no_request(self, document: object):
        with pytest.raises(InvalidRequestError, match="no URL"):
            read_request(json.dumps(document))

    @pytest.mark.parametrize("text", ["{", '{"a":' * 100000, "[[" * 100000])
    def test_no_json(self, text: str):
        with pytest.raises(InvalidRequestError, match="begins as JSON, but is none"):
            read_request(text)

    def test_a_form_as_boto3_returns_it(self):
        request = read_request(json.dumps({"url": "https://h.example/b", "fields": {"key": "k"}}))
        assert ("json", "POST", (("key", "k"),)) == (request.form, request.method, request.fields)

    def test_a_link_as_this_package_prints_it(self):
        document = {"method": "put", "url": URL, "headers": {"a": "b"}}
        request = read_request(json.dumps(document))
        assert ("PUT", URL, (("a", "b"),)) == (request.method, request.url, request.headers)
        assert read_request(json.dumps({"url": URL})).method is None

    def test_a_url_somewhere_in_it(self):
        for document in ({"data": {"x": 1, "link": URL}}, [{"a": None}, {"b": [URL]}]):
            assert read_request(json.dumps(document)).url == URL

    def test_a_method_that_is_none(self):
        assert read_request(json.dumps(self.entry(method=3))).method is None


class TestOthers:
    def test_fetch(self):
        options = {"headers": {"a": "b"}, "method": "PUT", "body": "x"}
        request = read_request(f"await fetch({json.dumps(URL)}, {json.dumps(options)});")
        assert ("fetch", "PUT", URL, (("a", "b"),), b"x") == (
            request.form, request.method, request.url, request.headers, request.body,
        )  # fmt: skip

    @pytest.mark.parametrize(
        "text, method, body",
        [
            (f"fetch('{URL}')", "GET", b""),
            (f"fetch(`{URL}`, null)", "GET", b""),
            (f"fetch('{URL}', {{method: 'PUT', body: file}})", "PUT", None),
            (f"fetch('{URL}', {{mode: 'cors'}})", "GET", b""),
            (f'fetch("{URL}", {{"headers": null, "body": null}})', "GET", b""),
            (f'fetch("{URL}", {{"a": ' + "[" * 100000, "GET", b""),
        ],
        ids=lambda value: repr(value)[-30:],
    )
    def test_fetch_by_hand(self, text: str, method: str, body: "bytes | None"):
        request = read_request(text)
        assert (method, URL, body) == (request.method, request.url, request.body)

    def test_invoke_webrequest(self):
        request = read_request(
            f'Invoke-WebRequest -UseBasicParsing -Uri "{URL}" `\n-Method "PUT" `\n'
            '-Headers @{\n"Accept"="*/*"\n  "x-amz-acl"=\'pri\'\'vate\'\n "c"="`"d`""\n}'
            ' -ContentType "text/plain" -Body "x"'
        )
        assert ("powershell", "PUT", URL, b"x") == (
            request.form, request.method, request.url, request.body,
        )  # fmt: skip
        assert dict(request.headers) == {
            "Accept": "*/*", "x-amz-acl": "pri'vate", "c": '"d"', "Content-Type": "text/plain",
        }  # fmt: skip

    def test_invoke_webrequest_in_short(self):
        request = read_request(f"PS C:\\> iwr '{URL}' -InFile a.txt -Method Put")
        assert ("PUT", URL, None, ()) == (
            request.method, request.url, request.body, request.headers,
        )  # fmt: skip
        with pytest.raises(InvalidRequestError, match="has no -Uri"):
            read_request("Invoke-RestMethod -Method Get")

    def test_a_page_with_a_form(self):
        page = (
            '<!DOCTYPE html><form><input name="x"></form><form action="https://bucket.h/?a&amp;b">'
            '<input type="hidden" name="key" value="a&amp;b"><input name=""><input type="file" '
            'name="file"><input type="submit" name="go"></form><form action="https://other/">'
            '<input name="late"></form>'
        )
        request = read_request(page)
        assert ("html", "POST", "https://bucket.h/?a&b") == (
            request.form, request.method, request.url,
        )  # fmt: skip
        assert (("key", "a&b"),) == request.fields

    @pytest.mark.parametrize("between", ["\n", "\n\nThe answer:\n", "\nHTTP/1.1 403 Forbidden\n\n"])
    def test_the_answer_after_the_url(self, between: str):
        request, answer = read_exchange(f"{URL}{between}{XML}")
        assert (URL, "AccessDenied") == (request.url, answer.code)
        assert answer.status == (403 if "403" in between else None)


def test_a_request_is_plain_data():
    request = read_request(f"curl -X PUT -H 'a: secret' -d data '{URL}'")
    assert pickle.loads(pickle.dumps(request)) == copy.copy(request) == request
    text = repr(request)
    assert "Signature=" not in text
    assert "secret" not in text
    assert "body=<4 bytes>" in text
    assert "body=None" in repr(read_request(URL))
    with pytest.raises(AttributeError, match="read-only"):
        request.url = ""


def pieces() -> st.SearchStrategy[str]:
    """Texts made of what the readers look for, in any order."""
    marks = [
        URL, TARGET, "curl ", "GET ", " HTTP/1.1", "\n", "\r\n", "> ", "< ",
        "Host: h", "'", '"', "`",
        "^", "\\", "&", "&amp;", "{", "}", "[", "]", '{"url":', '"', "<Error>", "<form action=",
        "<Code>", "fetch(", "Invoke-WebRequest ", "-H ", "-F a=b ", "-d @x ", "\x00", "=3D", "$'",
        "%", "https%3A%2F%2F", ":method", "HTTP/1.1 403 x\n", "multipart/form-data; boundary=b",
        "k8s-aws-v1.", "\u200b", "\udc80", "s3://",
    ]  # fmt: skip
    return st.lists(st.sampled_from(marks) | st.text(max_size=8), max_size=12).map("".join)


@given(st.text() | pieces())
@example(":")
@example("curl '")
@example("PS> curl `")
@example("https://h\u2028?X-Amz-Signature=")
def test_any_text_is_read_or_refused(text: str):
    try:
        request, _ = read_exchange(text)
    except InvalidRequestError:
        return
    assert not request.url.strip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%"
    )
    assert "://" in request.url


SEEDS = [
    *[text for text, *_ in CURL],
    f"> GET {TARGET} HTTP/1.1\n> Host: h\n>\n< HTTP/1.1 403 x\n<\n{XML}",
    f":method: GET\n:path: {TARGET}\n:authority: h\n\na: b",
    f"curl --data-urlencode 'a=\ud800' '{URL}'",
    f"iwr -Uri '{URL}' -Headers @{{'a'='b'}}",
    f'fetch("{URL}", {{"headers": {{"a": "b"}}, "method": "PUT"}})',
    json.dumps({"url": URL, "fields": {"key": "k", "policy": "eyJ\ud800"}}),
    wrapped(),
]


@given(st.sampled_from(SEEDS), st.integers(0, 400), st.integers(0, 60), st.text(max_size=6))
def test_any_damage_is_read_or_refused(seed: str, start: int, length: int, text: str):
    damaged = seed[:start] + text + seed[start + length :]
    with suppress(InvalidRequestError):
        assert read_request(damaged).url
    with suppress(InvalidRequestError):
        said = explain(damaged, now=0)
        assert str(said)
        assert said.html()
        assert json.dumps(said.to_dict())


@pytest.mark.parametrize(
    "text",
    [
        f"{URL} " * 3000,
        "https://" * 100000,
        "curl " + "'" * 500001,
        "curl " + "\\\n" * 200000,
        f"curl {URL} " + "-H 'a: b' " * 60000,
        f"GET {TARGET}\nHost: h\n" + "a: b\n" * 100000,
        "> GET / HTTP/1.1\n" * 50000,
        "<" * 1000000,
        "(" * 1000000,
        f"{URL}" + "." * 900000,
        URL + " \n" * 400000,
        "x-" * 500000,
        URL.replace("&", "&" + "amp;" * 1000),
    ],
    ids=lambda text: text[:30],
)
def test_megabytes_are_bounded(text: str):
    try:
        assert read_request(text).url
    except InvalidRequestError as error:
        assert len(str(error)) < 300
