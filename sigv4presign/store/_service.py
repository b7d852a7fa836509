"""`Service`: from a request to its answer. Nothing is done before its signature is proven."""

from collections.abc import Mapping, Sequence

from .._gate import origin_target
from .._percent import bad_escape, decode
from ..credentials import Credentials
from ..errors import VerificationError
from ..rules import broken
from ..verified import Verified
from ..verifier import Verifier
from ._answers import Answer, refusal
from ._bodies import Body
from ._calls import Call
from ._cors import Cors
from ._errors import StoreError
from ._folder import Folder
from ._forms import post_object
from ._heads import Head
from ._multipart_form import Form, boundary_in
from ._routes import operate

_QUERY_MARKS = ("x-amz-", "awsaccesskeyid=", "signature=")


class Service:
    """Answers requests.

    Args:
        folder: with the buckets.
        secrets: credentials by access key id.
        region: that requests must be signed for.
        domains: hosts before which a bucket may stand, as in ``bucket.localhost``.
        cors: the origins whose pages may send requests.
    """

    def __init__(
        self,
        folder: Folder,
        secrets: Mapping[str, Credentials],
        region: str,
        domains: Sequence[str],
        cors: Sequence[str],
    ) -> None:
        self._folder = folder
        self._secrets = secrets
        self._region = region
        self._domains = tuple([f".{domain.lower()}" for domain in domains])
        self._cors = Cors(cors)
        self._verifier = Verifier(region, "s3")

    def answer(self, head: Head, body: Body, request_id: str) -> tuple[Answer, str]:
        """Return the answer to a request, and the access key id if it is genuine.

        Args:
            head: of the request.
            body: likewise; what is not read of it is the caller's to skip.
            request_id: by which it is found in the log.

        Raises:
            HeadError: the framing of the body cannot be read.
            SlowError: the body does not come.
            OSError: the disk is full, or the like.
        """
        by = ""
        path = ""
        try:
            target = origin_target(*_split(head))
            path = _decoded(target.partition("?")[0])
            if head.method == "OPTIONS":
                answer = self._cors.preflight(head)
            elif (boundary := _form_boundary(head, target)) is not None:
                answer, by = self._form(head, path, body, boundary)
            else:
                proof = self._verifier.verify(head.method, target, head.headers, self._secrets)
                by = proof.access_key_id
                place = self._place(proof.host, proof.path) or (proof.bucket, proof.key)
                answer = operate(Call(head, proof, place, body, self._folder, self._region))
        except (VerificationError, StoreError) as error:
            answer = refusal(error, path, request_id)
        self._cors.add_to(answer, head)
        return answer, by

    def _place(self, host: str, path: str) -> tuple[str, str] | None:
        """Return bucket and key if the bucket stands before one of the domains."""
        name = host.partition(":")[0]
        for domain in self._domains:
            if name.endswith(domain):
                return name.removesuffix(domain), path[1:]
        return None

    def _form(self, head: Head, path: str, body: Body, boundary: bytes) -> tuple[Answer, str]:
        host = dict(head.headers)["host"].lower()
        place = self._place(host, path)
        name, _, key = path[1:].partition("/")
        if place is not None:
            name, key = place
        if key or not name:
            raise StoreError("MethodNotAllowed")
        by = ""

        def prove(form: Form, size: int | None) -> Verified:
            nonlocal by
            proof = self._verifier.verify_post(
                form.fields, self._secrets, bucket=name, file_size=size, file_name=form.file_name
            )
            by = proof.access_key_id
            return proof

        url = f"http://{host}" if place is not None else f"http://{host}/{name}"
        answer = post_object(self._folder.bucket(name), body, boundary, prove, url)
        return answer, by


def _decoded(path: str) -> str:
    escape = bad_escape(path)
    if escape is not None:
        raise broken("target", f"the path has the escape {escape!r}")
    return decode(path).decode("utf-8", "replace")


def _split(head: Head) -> tuple[str, str, str]:
    """Return the target of *head*, its query, and the host, for `origin_target`."""
    return head.target, head.target.partition("?")[2], dict(head.headers)["host"]


def _form_boundary(head: Head, target: str) -> bytes | None:
    """Return the boundary of an upload form; None if the request is something else."""
    headers = dict(head.headers)
    query = target.partition("?")[2].lower()
    if head.method != "POST" or "authorization" in headers:
        return None
    if any([part.startswith(_QUERY_MARKS) for part in query.split("&")]):
        return None
    return boundary_in(headers.get("content-type", ""))
