#!/usr/bin/env python3
"""A server of the tests, with the faults of real ones. Prints its port, then answers until its input ends.

    /file/X  whole, with marks, ranges and 304        /cut/X  closes in mid-body the first time
    /stall/X  silent in mid-body the first time       /stalls  silent each time
    /busy/CODE/N/X  answers CODE N times, then whole  /code/CODE
    /to/PATH  redirects; /loop without end; /scheme/S to another scheme
    /short/X  announces fewer bytes than it has       /long/X  announces more, always
    /gzip/X  compressed; /gzipcut/X breaks off        /changed/X  breaks off, then another file
    /shifted/X  a range that was not asked            /full/X  416 to any range
    /patient  asks to wait an hour                    /post  gives back what was sent
    /data/...  the files of tests/data
    /dataset/X  as the API of data.gouv.fr describes one      /requests  what was asked so far

usage: server.py [CERTIFICATE KEY]
"""
import gzip
import hashlib
import http.server
import json
import os
import ssl
import sys
import threading
import time

BODY = b"".join(b"%07d\n" % i for i in range(25000))
OTHER = BODY[::-1]
# Small sources that an importer reads, from the folder of test data.
DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data")
seen = {}
requests = []


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def send(self, code, body=b"", announced=None, **fields):
        self.send_response(code)
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.send_header("Content-Length", str(len(body) if announced is None else announced))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass

    def hang_up(self):
        self.close_connection = True

    def marked(self, body, part=None, **fields):
        mark = '"%s"' % hashlib.sha256(body).hexdigest()[:16]
        fields.update(ETag=mark, Last_Modified="Thu, 13 Aug 2026 04:00:00 GMT")
        if self.headers.get("If-None-Match") == mark:
            return self.send(304, **fields)
        wanted = self.headers.get("Range")
        if part is None and wanted and self.headers.get("If-Range") == mark:
            start = int(wanted[len("bytes="):-1])
            fields["Content_Range"] = "bytes %d-%d/%d" % (start, len(body) - 1, len(body))
            return self.send(206, body[start:], **fields)
        return self.send(200, body if part is None else body[:part], len(body), **fields)

    def dataset(self, name):
        here = "http://%s/" % self.headers["Host"]
        good = hashlib.sha1(BODY).hexdigest()
        resources = [
            {"title": "notice.pdf", "url": here + "code/404", "last_modified": "2026-09-01T00:00:00", "filesize": None,
             "checksum": None},
            {"title": "liste-20260812.txt", "url": here + "code/404", "last_modified": "2026-08-12T04:00:00",
             "filesize": 10, "checksum": None},
            {"title": "liste-20260813.txt", "url": here + "file/liste", "last_modified": "2026-08-13T04:00:00",
             "filesize": len(BODY), "checksum": {"type": "sha1", "value": good}},
        ]
        if name == "damaged":
            resources[2]["checksum"]["value"] = "0" * 40
        if name == "smaller":
            resources[2]["filesize"] = 10
        return self.send(200, json.dumps({"id": name, "resources": resources}).encode())

    def answer(self):
        # A request to a proxy holds the whole address.
        path = self.path.split("?")[0]
        words = (path.split("/", 3)[3] if "://" in path else path).strip("/").split("/")
        first = seen.get(self.path, 0) == 0
        seen[self.path] = seen.get(self.path, 0) + 1
        kind, last = words[0], words[-1]
        if kind == "file":
            self.marked(BODY)
        elif kind == "cut" or kind == "changed":
            if first:
                self.marked(BODY, len(BODY) // 2)
                self.hang_up()
            else:
                self.marked(BODY if kind == "cut" else OTHER)
        elif kind == "stall" or kind == "stalls":
            if not first and kind == "stall":
                return self.marked(BODY)
            self.marked(BODY, len(BODY) // 2)
            time.sleep(4)
            self.hang_up()
        elif kind == "busy":
            if seen[self.path] > int(words[2]):
                return self.marked(BODY)
            self.send(int(words[1]), b"later", Retry_After=1 if words[1] == "429" else 0)
        elif kind == "code":
            self.send(int(last), b"no")
        elif kind == "to":
            self.send(302, b"elsewhere", Location="/" + "/".join(words[1:]))
        elif kind == "loop":
            self.send(302, Location="/loop")
        elif kind == "scheme":
            self.send(302, Location={"file": "file:///etc/passwd", "https": "https://%s/file/x" % self.headers["Host"],
                                     "ftp": "ftp://%s/x" % self.headers["Host"]}[last])
        elif kind == "short":
            self.send(200, BODY, 100, Connection="close")
        elif kind == "long":
            self.send(200, BODY, len(BODY) + 100)
            self.hang_up()
        elif kind == "gzip":
            self.send(200, gzip.compress(BODY, mtime=0), Content_Encoding="gzip", ETag='W/"zip"')
        elif kind == "gzipcut":
            small = gzip.compress(BODY, mtime=0)
            self.send(200, small[:len(small) // 2] if first else small, len(small), Content_Encoding="gzip", ETag='"zip"')
            if first:
                self.hang_up()
        elif kind == "shifted":
            if self.headers.get("Range"):
                self.send(206, BODY[5:], ETag='"x"', Content_Range="bytes 5-%d/%d" % (len(BODY) - 1, len(BODY)))
            else:
                self.send(200, BODY[:1000] if first else BODY, len(BODY), ETag='"x"')
                self.hang_up()
        elif kind == "full":
            if self.headers.get("Range"):
                self.send(416)
            else:
                self.send(200, BODY[:1000] if first else BODY, len(BODY), ETag='"x"')
                self.hang_up()
        elif kind == "patient":
            self.send(503, Retry_After=3600)
        elif kind == "post":
            self.send(200, json.dumps({"type": self.headers["Content-Type"], "sent": requests[-1]["body"]}).encode())
        elif kind == "dataset":
            self.dataset(last)
        elif kind == "data":
            with open(os.path.join(DATA, *words[1:]), "rb") as f:
                self.marked(f.read())
        elif kind == "requests":
            self.send(200, json.dumps(requests).encode())
        else:
            self.send(404)

    def do_GET(self):
        length = int(self.headers.get("Content-Length") or 0)
        requests.append({"method": self.command, "path": self.path, "body": self.rfile.read(length).decode(),
                         "headers": {k.lower(): v for k, v in self.headers.items()}})
        self.answer()

    do_POST = do_GET


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *args: None  # clients that left
    if len(sys.argv) > 2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
