"""Where persons are shown: moved by as much as is said, never where they live, in no byte of what is given."""
import base64
import json
import math
import re
import sys
import zlib

from persons import OUTSIDE, PLACES, person

R = 6371008.8


def metres(a, b):
    x = math.radians(b[0] - a[0]) * math.cos(math.radians((a[1] + b[1]) / 2))
    return R * math.hypot(x, math.radians(b[1] - a[1]))


def page(path):
    text = open(path, encoding="utf-8").read()
    blocks = {name: re.search('id="%s">([^<]*)</script>' % name, text).group(1) for name in ("data", "details", "contours", "caseload")}
    return text, {name: zlib.decompress(base64.b64decode(block)).decode() for name, block in blocks.items()}


def points(path):
    return {one["age"]: one["point"] for one in json.loads(page(path)[1]["caseload"])["persons"]}


def answers(path):
    """Of each age, rows of resources with their class and minutes."""
    blocks = page(path)[1]
    caseload, ids = json.loads(blocks["caseload"]), json.loads(blocks["data"])["columns"]["id"]
    rows, at = caseload["resources"], 0
    told = {}
    for one, of in zip(caseload["persons"], rows["of"]):
        told[one["age"]] = [(ids[rows["row"][i]], rows["class"][i], rows["minutes"][i]) for i in range(at, at + of["count"])]
        at += of["count"]
    return told


def same_answers(path):
    told = answers(path)
    for age in [*PLACES, 40]:
        print(age, "as at the point of the commune" if told[age] == told[41] else "otherwise")


def ask_from_points(path):
    for age, point in points(path).items():
        if age in PLACES or age == 40:
            print(json.dumps(person(age, lon=point[0], lat=point[1], commune="D2020", precision="locality")))


def same_minutes(path, answered):
    told = answers(path)
    for line in sorted(open(answered, encoding="utf-8"), key=lambda line: json.loads(line)["person"]):
        one = json.loads(line)
        age = int(one["person"].split("-")[1])
        ways = {o["id"]: o["place"] for o in one["offers"]}
        gone = [(ways[offer]["minutes"], minutes) for offer, _, minutes in told[age] if minutes >= 0 and offer in ways]
        print(age, "from the point shown" if gone and all(max(1, math.ceil(round(a) / 15)) * 15 == b for a, b in gone) else gone)


def planted():
    """A place as it was told, or rounded as points are."""
    for place in [*PLACES.values(), OUTSIDE]:
        yield from ("%.6f" % x for x in place)
        yield from ("%d" % round(x * 1e6) for x in place)
        yield "%.5f,%.5f" % tuple(place)
        yield "%.5f, %.5f" % tuple(place)


if __name__ == "__main__":
    first, other = points(sys.argv[1]), points(sys.argv[2])
    print({age: 0 if point is None else len(point) for age, point in sorted(first.items())})
    for age, place in PLACES.items():
        lon, lat, least, most = first[age]
        far = metres([lon, lat], place) / 1000
        print(age, "in its ring" if least - 0.01 <= far <= most + 0.01 else (far, least, most), "moved otherwise" if other[age] != first[age] else "moved alike")
    for path in sys.argv[1:]:
        text = open(path, "rb").read().decode("latin-1")
        if path.endswith(".html"):
            text = re.sub('<script>.*?</script>|<style>.*?</style>', "", text, flags=re.S) + "".join(page(path)[1].values())
        told = [mark for mark in planted() if mark in text]
        print(path, "holds", told if told else "no place of anybody")
