"""A server on loopback with as many survey answers as asked for, made when a page is: answers_server.py N."""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

EPOCH = 1_767_225_600  # 2026-01-01T00:00:00Z
CHANGED_SHARE = 100
ANSWER = (
    '{"id":"%d","person":{"id":"%d","email":"person%d@customer%d.example","name":"Pia"},"survey_type":"nps",'
    '"score":%d,"comment":"What a person of average patience writes below a score, number %d","created_at":%d,'
    '"updated_at":%d,"person_properties":{"Account Id":"A%d"},"notes":[],"tags":[]}'
)


def page(first: int, last: int, update: int) -> bytes:
    """The answers of some numbers as JSON, last changed so many seconds after they were given."""
    made = (
        ANSWER % (n, n, n, n % 1000, n % 11, n, EPOCH + n, EPOCH + n + update, n % 1000) for n in range(first, last)
    )
    return f"[{','.join(made)}]".encode()


def serve(answers: int) -> None:
    """Answer until the process is ended; says its port first. The last hundredth changes after the first listing."""

    class Handler(BaseHTTPRequestHandler):
        """One page an answer."""

        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            """A page of all answers, or of those that changed."""
            query = {name: values[-1] for name, values in parse_qs(urlsplit(self.path).query).items()}
            changed = "updated_since" in query
            begin = answers - answers // CHANGED_SHARE if changed else 0
            size = int(query["per_page"])
            first = begin + (int(query["page"]) - 1) * size
            body = page(first, min(answers, first + size), update=10_000_000 if changed else 0)
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
