"""Serves simple-mockforce on loopback, a process of its own in an environment of its own: python mockforce_server.py

It hands each request to simple-mockforce, which knows no describe: the fields are answered from the list below.
"""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

import requests
from simple_mockforce import mock_salesforce  # type: ignore[import-not-found]
from simple_mockforce.virtual import virtual_salesforce  # type: ignore[import-not-found]

MOCKED = "https://mock.salesforce.com"
FIELDS = {
    "Account": {"Name": "string", "ParentId": "reference", "OwnerId": "reference", "MasterRecordId": "reference"},
    "Contact": {"Name": "string", "AccountId": "reference", "Email": "email"},
    "User": {"Name": "string", "IsActive": "boolean"},
    "Opportunity": {"AccountId": "reference", "StageName": "picklist", "Probability": "percent", "CloseDate": "date"},
    "Task": {"AccountId": "reference", "WhatId": "reference", "ActivityDate": "date", "Status": "picklist"},
    "Event": {"AccountId": "reference", "ActivityDate": "date"},
    "Case": {"AccountId": "reference", "Status": "picklist"},
}
EVERYWHERE = {"Id": "id", "IsDeleted": "boolean", "CreatedDate": "datetime", "SystemModstamp": "datetime"}


class Handler(BaseHTTPRequestHandler):
    """Hands requests on, one at a time: each connection is closed behind its answer."""

    def handle_method(self) -> None:
        """Answer one request."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, content = self._described() if self.path.endswith("/describe") else self._mocked(body)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PATCH = do_DELETE = handle_method  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def _described(self) -> tuple[int, bytes]:
        name = urlsplit(self.path).path.split("/")[-2]
        known = {**EVERYWHERE, **FIELDS[name]}
        return 200, json.dumps({"fields": [{"name": field, "type": kind} for field, kind in known.items()]}).encode()

    def _mocked(self, body: bytes) -> tuple[int, bytes]:
        try:
            answer = requests.request(self.command, MOCKED + self.path, data=body or None, timeout=10)
        except Exception as error:  # it raises whatever it does not know, such as COUNT()
            return 400, json.dumps([{"errorCode": "MALFORMED_QUERY", "message": str(error)}]).encode()
        return answer.status_code, answer.content


@mock_salesforce  # type: ignore[untyped-decorator]
def serve() -> None:
    """Serve until ended, and say at which port."""
    for name in FIELDS:
        # It calls an object unknown of which it holds nothing.
        virtual_salesforce.data[name] = []
    server = HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    serve()
