"""A small object storage on the loopback: as much S3 as reading needs (HEAD, GET, ListObjectsV2)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape


@contextmanager
def storage(buckets: dict[str, dict[str, bytes]], *, key: str = "operator") -> Iterator[ThreadingHTTPServer]:
    """A server with these buckets; `cut` makes it end an answer early, `asked` is what it heard."""

    class Storage(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *words: object) -> None:
            pass

        def do_HEAD(self) -> None:
            self._answer(body=False)

        def do_GET(self) -> None:
            self._answer(body=True)

        def _answer(self, *, body: bool) -> None:
            parts = urlsplit(self.path)
            bucket, _, name = unquote(parts.path).lstrip("/").partition("/")
            self.server.asked.append(f"{self.command} {self.path}")
            if f"Credential={key}/" not in self.headers.get("Authorization", ""):
                return self._send(403, b"<Error><Code>AccessDenied</Code></Error>", body)
            held = buckets.get(bucket)
            if held is not None and not name:
                return self._send(200, _listing(held, parse_qs(parts.query)), body)
            if held is None or name not in held:
                return self._send(404, b"<Error><Code>NoSuchKey</Code></Error>", body)
            return self._send(200, held[name], body)

        def _send(self, status: int, content: bytes, body: bool) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Last-Modified", formatdate(0, usegmt=True))
            self.send_header("ETag", '"1"')
            self.end_headers()
            if body and self.server.cut and status == 200:
                self.wfile.write(content[: len(content) // 2])
                self.close_connection = True
            elif body:
                self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Storage)
    server.daemon_threads = True
    server.cut, server.asked = False, []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _listing(held: dict[str, bytes], query: dict[str, list[str]]) -> bytes:
    prefix = query.get("prefix", [""])[0]
    parted = "delimiter" in query
    below = sorted(name for name in held if name.startswith(prefix))
    here = [name for name in below if not parted or "/" not in name[len(prefix) :]]
    folders = sorted({prefix + name[len(prefix) :].split("/")[0] + "/" for name in below if name not in here})
    objects = "".join(
        f"<Contents><Key>{escape(name)}</Key><Size>{len(held[name])}</Size>"
        "<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"
        for name in here
    )
    common = "".join(f"<CommonPrefixes><Prefix>{escape(name)}</Prefix></CommonPrefixes>" for name in folders)
    head = (
        f"<Prefix>{escape(prefix)}</Prefix><IsTruncated>false</IsTruncated><KeyCount>{len(here)}</KeyCount>"
    )
    return f"<ListBucketResult>{head}{objects}{common}</ListBucketResult>".encode()
