#!/usr/bin/env python3
"""Routers with the faults of real ones: 60 km/h as the crow flies. Prints its port, then answers until its input ends.

    /FAULT/status, /FAULT/sources_to_targets  as Valhalla; /FAULT/table/v1/...  as OSRM;  /requests  what was asked so far
    FAULT: none; busy (429 once); down (503); broken (500); away (to another host); html; fewer (a row is missing); negative;
        miles; big (more than 4 points on a side are refused); bad (a point east of 5 degrees fails the batch);
        dated (OSRM tells the version of its data); changes... (changes.sh of the folder is run before the first answer)
    With a folder as operand, /requests tells which files of its territory were open meanwhile.
"""
import glob
import http.server
import json
import math
import os
import subprocess
import sys
import threading

folder = os.path.realpath(sys.argv[1]) if len(sys.argv) > 1 else None


def holders():
    """Files of the territory in the folder that some process has open, where the system tells."""
    names = set()
    for link in glob.glob("/proc/[0-9]*/fd/*") if folder else []:
        try:
            where, name = os.path.split(os.readlink(link))
        except OSError:
            continue  # of another user, or closed meanwhile
        if where == folder:
            names.add(name)
    return sorted(name for name in names if name.startswith("t.orbite") and not name.endswith((".cat", ".travel")))


seen = set()
requests = []


def km(a, b):
    return math.hypot((a[0] - b[0]) * 77.0, (a[1] - b[1]) * 111.2)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def send(self, code, value, **fields):
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(code)
        for name, text in fields.items():
            self.send_header(name.replace("_", "-"), text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def fault(self, fault):
        """True when the fault is the whole answer."""
        if fault == "busy" and "busy" not in seen:
            seen.add("busy")
            self.send(429, {}, Retry_After="1")
        elif fault == "down":
            self.send(503, {}, Retry_After="0")
        elif fault == "broken":
            self.send(500, {})
        elif fault == "away":
            self.send(307, {}, Location="http://127.0.0.2:9/")
        elif fault == "html":
            self.send(200, b"<html>")
        else:
            return False
        return True

    def matrix(self, fault, a, b, osrm):
        refused = "TooBig" if fault == "big" and max(len(a), len(b)) > 4 else None
        if fault == "bad" and any(p[0] > 5 for p in a + b):
            refused = "NoSegment"
        if refused:
            return self.send(400, {"code": refused} if osrm else {"error_code": {"TooBig": 150, "NoSegment": 171}[refused]})
        unit = 1.609344 if fault == "miles" else 1.0
        if osrm:
            points = [{"location": p, "distance": 0} for p in a + b]
            said = {"data_version": "2026-10-01"} if fault == "dated" else {}
            return self.send(200, {"code": "Ok", **said, "durations": [[km(p, q) * 60 for q in b] for p in a],
                                   "distances": [[km(p, q) * 1000 for q in b] for p in a],
                                   "sources": points[:len(a)], "destinations": points[len(a):]})
        cells = [[{"from_index": i, "to_index": j, "time": round(km(p, q) * 60) * (-1 if fault == "negative" else 1),
                   "distance": km(p, q) / unit, "begin_lon": p[0], "begin_lat": p[1], "end_lon": q[0], "end_lat": q[1]}
                  for j, q in enumerate(b)] for i, p in enumerate(a)]
        return self.send(200, {"sources_to_targets": cells[1:] if fault == "fewer" else cells,
                               "units": "miles" if fault == "miles" else "kilometers"})

    def answer(self, body):
        words = self.path.strip("/").split("/")
        if self.path == "/requests":
            return self.send(200, requests)
        requests.append({"path": self.path, "body": body, "held": holders()})
        if words[0].startswith("changes") and words[0] not in seen:
            seen.add(words[0])
            subprocess.run(["sh", folder + "/changes.sh"], check=True)
        if words[1] == "status":
            return self.send(200, {"version": "0-" + words[0]})
        if self.fault(words[0]):
            return None
        if words[1] == "sources_to_targets":
            asked = json.loads(body)
            sides = [[(p["lon"], p["lat"]) for p in asked[s]] for s in ("sources", "targets")]
            return self.matrix(words[0], *sides, osrm=False)
        places, query = words[4].split("?")
        points = [tuple(map(float, p.split(","))) for p in places.split(";")]
        count = len(query.split("&")[0].split("=")[1].split(";"))
        return self.matrix(words[0], points[:count], points[count:], osrm=True)

    def do_GET(self):
        self.answer("")

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers["Content-Length"])).decode())


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
