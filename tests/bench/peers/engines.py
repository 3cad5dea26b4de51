"""One peer, asked the questions of questions.csv for each line read; a line of figures answers.

usage: engines.py postgis|spatialite|scipy|scikit-learn FOLDER [CONNECTION]
"""
import csv
import json
import sys
import time

NEAREST = 20
OFFER_COLUMNS = ("id", "lon", "lat", "x", "y", "z", "age_from", "age_to", "publics", "needs")


def read_questions(folder):
    """The questions, numbers as numbers, and the answers of the plain loop."""
    with open(folder + "/questions.csv", newline="", encoding="ascii") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["expected"] = [int(number) for number in row.pop("answers").split()]
        for name in ("lon", "lat", "x", "y", "z", "radius"):
            row[name] = float(row[name])
        for name in ("age", "public", "need"):
            row[name] = int(row[name])
    return rows


def postgis(folder, connection):
    """A geography in the order of its own index, the question prepared once."""
    import psycopg2

    base = psycopg2.connect(connection)
    base.autocommit = True
    cursor = base.cursor()
    cursor.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    cursor.execute("DROP TABLE IF EXISTS offers")
    cursor.execute(
        "CREATE UNLOGGED TABLE offers (id int, lon float8, lat float8, x float8, y float8, z float8,"
        " age_from int, age_to int, publics int8, needs int8)"
    )
    with open(folder + "/offers.csv", encoding="ascii") as file:
        cursor.copy_expert("COPY offers FROM STDIN (FORMAT csv, HEADER)", file)
    cursor.execute("ALTER TABLE offers ADD place geography(Point, 4326)")
    cursor.execute("UPDATE offers SET place = ST_MakePoint(lon, lat)::geography")
    cursor.execute("CREATE INDEX offers_place ON offers USING gist (place)")
    cursor.execute("CLUSTER offers USING offers_place")
    cursor.execute("VACUUM ANALYZE offers")
    cursor.execute(
        "PREPARE near (float8, float8, float8, int, int8, int8) AS SELECT id FROM offers"
        " WHERE ST_DWithin(place, ST_MakePoint($1, $2)::geography, $3)"
        " AND age_from <= $4 AND age_to >= $4 AND publics & $5 <> 0 AND needs & $6 <> 0"
        " ORDER BY ST_Distance(place, ST_MakePoint($1, $2)::geography), id LIMIT %d" % NEAREST
    )

    def ask(q):
        cursor.execute(
            "EXECUTE near (%s, %s, %s, %s, %s, %s)",
            (q["lon"], q["lat"], q["radius"], q["age"], q["public"], q["need"]),
        )
        return [row[0] for row in cursor.fetchall()]

    return ask


def spatialite(folder, _):
    """The R*Tree of SQLite for the square around the place, then the distance on the ellipsoid."""
    import math
    import sqlite3

    base = sqlite3.connect(":memory:")
    base.enable_load_extension(True)
    base.load_extension("mod_spatialite")
    base.execute("SELECT InitSpatialMetadata(1)")
    base.execute(
        "CREATE TABLE offers (id INTEGER PRIMARY KEY, age_from INT, age_to INT, publics INT, needs INT)"
    )
    base.execute("SELECT AddGeometryColumn('offers', 'place', 4326, 'POINT')")
    with open(folder + "/offers.csv", newline="", encoding="ascii") as file:
        base.executemany(
            "INSERT INTO offers VALUES (?, ?, ?, ?, ?, MakePoint(?, ?, 4326))",
            (
                (row["id"], row["age_from"], row["age_to"], int(row["publics"]), int(row["needs"]),
                 float(row["lon"]), float(row["lat"]))
                for row in csv.DictReader(file)
            ),
        )
    base.execute("SELECT CreateSpatialIndex('offers', 'place')")
    base.execute("ANALYZE")
    sql = (
        "SELECT o.id FROM idx_offers_place i CROSS JOIN offers o ON o.id = i.pkid"
        " WHERE i.xmin <= :east AND i.xmax >= :west AND i.ymin <= :north AND i.ymax >= :south"
        " AND o.age_from <= :age AND o.age_to >= :age AND o.publics & :public AND o.needs & :need"
        " AND ST_Distance(o.place, MakePoint(:lon, :lat, 4326), 1) <= :radius"
        " ORDER BY ST_Distance(o.place, MakePoint(:lon, :lat, 4326), 1), o.id LIMIT %d" % NEAREST
    )

    def ask(q):
        tall = q["radius"] / 110500.0
        wide = tall / math.cos(math.radians(abs(q["lat"]) + tall))
        square = {"east": q["lon"] + wide, "west": q["lon"] - wide, "north": q["lat"] + tall,
                  "south": q["lat"] - tall}
        values = {name: q[name] for name in ("age", "public", "need", "lon", "lat", "radius")}
        return [row[0] for row in base.execute(sql, {**square, **values})]

    return ask


def columns(folder):
    """The offers as arrays."""
    import numpy

    kinds = {"names": OFFER_COLUMNS, "formats": ("i8", *["f8"] * 5, *["i8"] * 4)}
    return numpy.loadtxt(folder + "/offers.csv", delimiter=",", skiprows=1, dtype=kinds)


def tree(folder, around):
    """A tree of points, then the other conditions on the arrays of what it found."""
    import numpy

    offers = columns(folder)
    points = numpy.column_stack([offers[name] for name in "xyz"])
    find = around(points)
    ids, start, end, publics, needs = (
        numpy.ascontiguousarray(offers[name]) for name in ("id", "age_from", "age_to", "publics", "needs")
    )

    def ask(q):
        place = numpy.array([q["x"], q["y"], q["z"]])
        near = find(place, q["radius"])
        near = near[
            (start[near] <= q["age"]) & (end[near] >= q["age"])
            & (publics[near] & q["public"] != 0) & (needs[near] & q["need"] != 0)
        ]
        squares = ((points[near] - place) ** 2).sum(axis=1)
        return [int(ids[near[i]]) for i in numpy.lexsort((ids[near], squares))[:NEAREST]]

    return ask


def scipy(folder, _):
    """cKDTree, on earth-centred positions."""
    import numpy
    from scipy.spatial import cKDTree

    def around(points):
        found = cKDTree(points)
        return lambda place, radius: numpy.array(found.query_ball_point(place, radius), dtype=int)

    return tree(folder, around)


def scikit_learn(folder, _):
    """BallTree, on earth-centred positions."""
    from sklearn.neighbors import BallTree

    def around(points):
        found = BallTree(points)
        return lambda place, radius: found.query_radius(place.reshape(1, 3), radius)[0]

    return tree(folder, around)


def main():
    engine, folder = sys.argv[1], sys.argv[2]
    builders = {"postgis": postgis, "spatialite": spatialite, "scipy": scipy, "scikit-learn": scikit_learn}
    ask = builders[engine](folder, sys.argv[3] if len(sys.argv) > 3 else None)
    questions = read_questions(folder)
    print("ready", flush=True)
    for _ in sys.stdin:
        times, same = [], 0
        for question in questions:
            started = time.perf_counter()
            answers = ask(question)
            times.append(1e6 * (time.perf_counter() - started))
            same += answers == question["expected"]
        times.sort()
        figures = {
            "name": engine,
            "p50": times[len(times) // 2],
            "p99": times[len(times) * 99 // 100],
            "per_second": 1e6 * len(times) / sum(times),
            "same": same / len(times),
        }
        print(json.dumps(figures), flush=True)


main()
