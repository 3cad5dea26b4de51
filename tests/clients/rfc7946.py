"""Our own assertions on RFC 7946: what readers let through and maps get wrong."""
import math


class Fault(Exception):
    pass


def fail(where, what):
    raise Fault("%s: %s" % (where, what))


def position(where, p):
    if not isinstance(p, list) or len(p) != 2:
        fail(where, "a position is two numbers")
    for value, limit in zip(p, (180, 90)):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or abs(value) > limit:
            fail(where, "%r is not a coordinate" % (value,))


def area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))


def polygon(where, rings):
    for i, ring in enumerate(rings):
        for p in ring:
            position(where, p)
        if len(ring) < 4 or ring[0] != ring[-1]:
            fail(where, "a ring is closed and has four positions")
        if (area(ring) > 0) != (i == 0):
            fail(where, "shells turn counter-clockwise, holes clockwise")


def geometry(where, g):
    if g is None:
        return
    kind = g.get("type")
    if kind == "Point":
        position(where, g["coordinates"])
    elif kind == "Polygon":
        polygon(where, g["coordinates"])
    elif kind == "MultiPolygon":
        for rings in g["coordinates"]:
            polygon(where, rings)
    else:
        fail(where, "%r is no geometry of ours" % kind)


def feature(where, f):
    if f.get("type") != "Feature" or "geometry" not in f or not isinstance(f.get("properties"), dict):
        fail(where, "a feature has a type, a geometry and an object of properties")
    if not isinstance(f.get("id"), str) or not f["id"]:
        fail(where, "an id is a text")
    geometry(where, f["geometry"])


def collection(c, boxed):
    """boxed: the box must be there when something is located."""
    if c.get("type") != "FeatureCollection" or "crs" in c:
        fail("document", "a collection of features without crs")
    ids = [f.get("id") for f in c["features"]]
    if ids != sorted(ids, key=lambda i: i.encode()) or len(set(ids)) != len(ids):
        fail("features", "in the order of their ids as bytes, each once")
    for i, f in enumerate(c["features"]):
        feature("features/%d" % i, f)
    points = [f["geometry"]["coordinates"] for f in c["features"] if f["geometry"]]
    if boxed and points:
        west, south = (min(p[k] for p in points) for k in (0, 1))
        east, north = (max(p[k] for p in points) for k in (0, 1))
        if c.get("bbox") != [west, south, east, north]:
            fail("bbox", "west, south, east, north of what is located")


def sorted_pairs(pairs):
    """For json.loads(object_pairs_hook=...): keys in byte order, each once."""
    keys = [k for k, _ in pairs]
    if keys != sorted(keys, key=lambda k: k.encode()) or len(set(keys)) != len(keys):
        fail("keys", "%r are not sorted" % keys[:6])
    return dict(pairs)


def no_constant(name):
    fail("numbers", "%s is not JSON" % name)


def refuses():
    """The faults that the assertions above must see; returns those they let through."""
    square = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]

    def doc(g, **more):
        return dict({"type": "FeatureCollection", "features": [{"type": "Feature", "id": "a", "geometry": g, "properties": {}}]}, **more)

    point = {"type": "Point", "coordinates": [1, 2]}
    bad = {
        "a clockwise shell": doc({"type": "Polygon", "coordinates": [square[::-1]]}),
        "a crs": doc(point, crs={}, bbox=[1, 2, 1, 2]),
        "latitude 95": doc({"type": "Point", "coordinates": [1, 95]}, bbox=[1, 95, 1, 95]),
        "a box of two numbers": doc(point, bbox=[1, 2]),
        "a number as id": {"type": "FeatureCollection", "features": [{"type": "Feature", "id": 1, "geometry": None, "properties": {}}]},
        "properties null": {"type": "FeatureCollection", "features": [{"type": "Feature", "id": "a", "geometry": None, "properties": None}]},
        "NaN": doc({"type": "Point", "coordinates": [1, float("nan")]}),
    }
    let_through = []
    for name, document in bad.items():
        try:
            collection(document, True)
            let_through.append(name)
        except (Fault, AttributeError):
            pass
    return let_through
