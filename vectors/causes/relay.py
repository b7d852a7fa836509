"""A proxy on loopback that answers every request with 200, and keeps what it was sent."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# What differs from machine to machine, or version to version, and nobody signs.
LEFT_OUT = (
    "user-agent",
    "accept",
    "connection",
    "proxy-connection",
    "accept-language",
    "sec-fetch-mode",
)


@contextmanager
def relay():
    """Run the proxy; yields its URL, and the list to which each request is appended."""
    kept = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _keep(self):
            coding = self.headers.get("transfer-encoding", "")
            if "chunked" in coding:
                body = b""
                while size := int(self.rfile.readline().strip() or b"0", 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
            else:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = [[n, v] for n, v in self.headers.items() if n.lower() not in LEFT_OUT]
            kept.append(
                {
                    "method": self.command,
                    "url": self.path,
                    "headers": headers,
                    **({"body": body.decode("utf-8", "replace")} if body else {}),
                }
            )
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def __getattr__(self, name):
            if name.startswith("do_"):
                return self._keep
            raise AttributeError(name)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", kept
    finally:
        server.shutdown()
        server.server_close()
