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
    /geocoder/FAULT/search and /search/csv  as the Géoplateforme does, of invented addresses; FAULT: none, busy (429 once),
        down (500), cut, away (another scheme), elsewhere (another host), html, fewer, mixed, error (each row, in files)
    /dataset/X  as the API of data.gouv.fr describes one      /requests  what was asked so far

usage: server.py [CERTIFICATE KEY]
"""
import csv
import email
import gzip
import hashlib
import http.server
import io
import json
import os
import ssl
import sys
import threading
import time
import urllib.parse

BODY = b"".join(b"%07d\n" % i for i in range(25000))
OTHER = BODY[::-1]
# Small sources that an importer reads, from the folder of test data.
DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data")
# Invented communes, squares of a tenth of a degree: where they begin, postcode, name, département.
COMMUNES = {"01901": (5.0, 46.0, "01990", "Villeneuve-Inventée"), "01903": (5.0, 46.1, "01990", "Saint-Fictif"),
            "01904": (5.2, 46.0, "01992", "Sans-Habitant"), "38900": (5.7, 45.2, "38990", "Loin-de-Tout")}
seen = {}
requests = []


def geocode(text, postcode, citycode):
    """One address, and the score of the next: what is asked says how well it is found."""
    if "zzz" in text:
        return None, None
    known = [c for c, (_, _, p, _) in COMMUNES.items() if (not citycode or c == citycode) and (not postcode or p == postcode)]
    code = "38900" if "loin" in text else known[0] if known else "01901"
    x, y, postcode, city = COMMUNES[code]
    street = text.split(" " + city.split("-")[0])[0]
    kind = "housenumber" if street[:1].isdigit() else "street"
    score = 0.3 if "faible" in text else 0.62 if "doute" in text else 0.9712
    place = 0.5 if "dehors" in text else 0.01 + len(street) / 1000.0
    return {"label": "%s %s %s" % (street.title(), postcode, city), "score": score, "housenumber": street.split(" ")[0],
            "name": street, "postcode": postcode, "citycode": code, "city": city, "context": "01, Ain, \"Ici\"",
            "type": "poi" if "gare" in text else kind, "lon": round(x + place, 6), "lat": round(y + 0.05, 6)
            }, 0.95 if "double" in text else None


def features(found, second):
    out = []
    for one in (found, dict(found, score=second) if second else None) if found else ():
        if one:
            one = dict(one)
            point = [one.pop("lon"), one.pop("lat")]
            out.append({"type": "Feature", "geometry": {"type": "Point", "coordinates": point}, "properties": one})
    return {"type": "FeatureCollection", "features": out}


def form(headers, body):
    """The file and the fields of a form, as (name, value) in order."""
    parts = email.message_from_string("Content-Type: %s\n\n%s" % (headers["Content-Type"], body.replace("\r\n", "\n")))
    return [(p.get_param("name", header="content-disposition"), p.get_payload()) for p in parts.get_payload()]


def rows(text, fault):
    out = io.StringIO()
    table = csv.DictReader(io.StringIO(text))
    more = ["longitude", "latitude", "result_score", "result_score_next", "result_label", "result_type", "result_postcode",
            "result_city", "result_context", "result_citycode", "result_status"]
    write = csv.DictWriter(out, table.fieldnames + more, lineterminator="\n")
    write.writeheader()
    asked = list(table)
    if fault == "fewer":
        asked = asked[:-1]
    if fault == "mixed":
        asked = asked[1:] + asked[:1]
    for row in asked:
        found, second = geocode(row["q"], row["postcode"], row["citycode"])
        if fault == "error" or "refus" in row["q"]:
            row["result_status"] = "error"
        elif found is None:
            row["result_status"] = "not-found"
        else:
            row.update({"result_" + k: found[k] for k in ("score", "label", "type", "postcode", "city", "context", "citycode")},
                       longitude=found["lon"], latitude=found["lat"], result_status="ok", result_score_next=second or "")
        write.writerow(row)
    return out.getvalue()


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

    def geocoder(self, fault, first):
        """first: nothing was asked under this fault before."""
        if fault == "busy" and first:
            return self.send(429, b"slowly", Retry_After=1)
        if fault == "down":
            return self.send(500, b"out of order")
        if fault in ("away", "elsewhere"):
            return self.send(302, Location="file:///etc/passwd" if fault == "away" else "http://127.0.0.2:1/")
        if fault == "html":
            return self.send(200, b"<html>maintenance</html>")
        if self.command == "POST":
            body = rows(dict(form(self.headers, requests[-1]["body"]))["data"].strip("\n") + "\n", fault)
        elif "refus" in self.path:
            return self.send(400, b"q must begin with a letter")
        else:
            q = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
            body = json.dumps(features(*geocode(q["q"], q.get("postcode"), q.get("citycode"))), ensure_ascii=False)
        body = body.encode()
        if fault == "cut":
            self.send(200, body[:len(body) // 2], len(body))
            return self.hang_up()
        return self.send(200, body)

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
        elif kind == "geocoder":
            seen[words[1]] = seen.get(words[1], 0) + 1
            self.geocoder(words[1], seen[words[1]] == 1)
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
