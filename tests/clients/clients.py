"""What real clients make of the products. usage: clients.py FOLDER; prints TAP."""
import json
import os
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
import zipfile

import products
import rfc7946

HERE = os.path.dirname(os.path.abspath(__file__))
# Of tests/cli/data/tables.json: what is restricted or confidential there.
SECRETS = (b"MARQUEUR", b"marqueur", "Cachée".encode(), b"99199", b"5.217171", b"46.217171", struct.pack("<d", 5.217171),
           struct.pack("<d", 46.217171))
CREDITS = ("Annuaire inventé", "© les contributeurs d’OpenStreetMap", "ODbL-1.0")
number = 0


def say(good, sentence, detail=""):
    global number
    number += 1
    print("%s %d - %s" % ("ok" if good else "not ok", number, sentence))
    if not good and detail:
        print("\n".join("# " + line[:200] for line in str(detail).splitlines()[:10]))


def skip(sentence, why):
    global number
    number += 1
    print("ok %d - %s # SKIP %s" % (number, sentence, why))


def missing(program):
    return shutil.which(program) is None


# ---- GDAL

def counts(path, *layers):
    """Features of each layer, in the order of the file; -1 for what does not open."""
    done = products.run("ogrinfo", "-ro", "-so", "-al", path, *layers)
    text = done.stdout.decode(errors="replace")
    if done.returncode != 0 or re.search(r"^(ERROR|Warning)", text, re.M):
        return [-1], text
    return [int(n) for n in re.findall(r"^Feature Count: (\d+)", text, re.M)], text


def gdal(t, folder):
    n = len(t.rows)
    for product in ("geojson", "geojsonseq", "csv", "kml", "gpkg", "xlsx"):
        sentence = "%s: ogrinfo counts the offers of %s" % (t.name, product)
        if missing("ogrinfo"):
            skip(sentence, "gdal-bin is not here")
            continue
        of = {"gpkg": ("offers",), "xlsx": ("Resources",)}.get(product, ())
        found, text = counts(t.paths[product], *of)
        say(sum(found) == n, sentence, "%r of %d\n%s" % (found, n, text))
    sentence = "%s: ogr2ogr keeps every position of geojson to a millionth of a degree" % t.name
    if missing("ogr2ogr"):
        skip(sentence, "gdal-bin is not here")
        return
    copy = os.path.join(folder, t.name + "-copy.gpkg")
    done = products.run("ogr2ogr", "-f", "GPKG", "-nln", "copy", copy, t.paths["geojson"])
    pairs = points(copy, "copy") if done.returncode == 0 else {}
    wanted = {r["id"]: (float(r["lon"]), float(r["lat"])) for r in t.rows if r["lon"]}
    far = [i for i in wanted if i not in pairs or max(abs(a - b) for a, b in zip(wanted[i], pairs[i])) > 1e-6]
    say(done.returncode == 0 and not far and len(pairs) == t.located, sentence, far or done.stdout)


# ---- SQLite

def points(path, table):
    """By id: longitude and latitude in the blob of a GeoPackage."""
    base = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    out = {}
    for key, blob in base.execute("SELECT id, geom FROM %s WHERE geom IS NOT NULL" % table):
        skipped = 8 + (0, 32, 48, 48, 64)[blob[3] >> 1 & 7]
        out[key] = struct.unpack("<dd", blob[skipped + 5:skipped + 21])
    base.close()
    return out


def sqlite(t):
    base = sqlite3.connect("file:%s?mode=ro" % t.paths["gpkg"], uri=True)

    def ask(sql):
        return base.execute(sql).fetchall()

    say(ask("PRAGMA application_id") == [(0x47504B47,)] and ask("PRAGMA integrity_check") == [("ok",)],
        "%s: the GeoPackage is one, and whole" % t.name)
    layers = [r[0] for r in ask("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'")]
    say(layers == ["offers", "sites", "communes", "zones"], "%s: its layers are offers, sites, communes and zones" % t.name, layers)
    for layer in layers:
        try:
            checked = ask("SELECT rtreecheck('rtree_%s_geom')" % layer)
        except sqlite3.OperationalError:
            checked = [("ok",)]  # a library without the function
        same = ask("SELECT count(*) FROM %s WHERE geom IS NOT NULL" % layer) == ask("SELECT count(*) FROM rtree_%s_geom" % layer)
        say(checked == [("ok",)] and same, "%s: the spatial index of %s holds every geometry" % (t.name, layer), checked)
    wanted = {r["id"]: (float(r["lon"]), float(r["lat"])) for r in t.rows if r["lon"]}
    say(points(t.paths["gpkg"], "offers") == wanted, "%s: its positions are those of csv" % t.name)
    base.close()
    sentence = "%s: sqlite3 reads the csv by itself" % t.name
    if missing("sqlite3"):
        skip(sentence, "sqlite3 is not here")
        return
    done = products.run("sqlite3", ":memory:", ".import --csv '%s' offers" % t.paths["csv"], "SELECT count(*), count(id) FROM offers")
    say(done.stdout.decode().strip() == "%d|%d" % (len(t.rows), len(t.rows)), sentence, done.stdout)


# ---- spreadsheets

def xlsx(t):
    path = t.paths["xlsx"]
    with zipfile.ZipFile(path) as archive:
        say(archive.testzip() is None, "%s: the workbook is a whole zip archive" % t.name)
    try:
        import openpyxl
    except ImportError:
        skip("%s: openpyxl reads the workbook" % t.name, "python3-openpyxl is not here")
        return
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    say(book.sheetnames == ["Resources", "Sources", "Definitions"] and len(rows) == len(t.rows) + 1,
        "%s: openpyxl finds the offers, the sources and the definitions" % t.name, book.sheetnames)
    say(sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:%s%d" % (sheet.cell(1, sheet.max_column).column_letter, len(rows)),
        "%s: the header stays in sight, with its filter" % t.name, sheet.auto_filter.ref)
    head = rows[0]
    wanted = {"commune": "Commune (code)", "postcode": "Postal code", "siret": "SIRET", "id": "Identifier", "category": "Category (code)"}
    wrong = []
    for i, row in enumerate(t.rows):
        cells = dict(zip(head, rows[i + 1]))
        for name, label in wanted.items():
            if cells[label] not in ((row[name],) if row[name] else ("unknown", "not applicable")):
                wrong.append((row["id"], name, cells[label]))
        day = cells["Date of the data"]
        if row["observed_on"] and getattr(day, "strftime", lambda _: day)("%Y-%m-%d") != row["observed_on"]:
            wrong.append((row["id"], "observed_on", day))
        if row["lon"] and abs(float(row["lon"]) - cells["Longitude"]) > 1e-9:
            wrong.append((row["id"], "lon", cells["Longitude"]))
    say(not wrong, "%s: codes are texts, days are days, numbers are numbers" % t.name, wrong[:5])
    named = {row[2] for row in book.worksheets[1].iter_rows(min_row=2, values_only=True)}
    say({r["attribution"] for r in t.rows} <= named, "%s: the workbook names every source" % t.name, named)


# ---- XML

def kml(t):
    sentence = "%s: xmllint accepts the kml" % t.name
    if missing("xmllint"):
        skip(sentence, "libxml2-utils is not here")
    else:
        done = products.run("xmllint", "--noout", "--nonet", t.paths["kml"])
        say(done.returncode == 0, sentence, done.stdout)


# ---- GeoJSON

def loads(text):
    return json.loads(text, object_pairs_hook=rfc7946.sorted_pairs, parse_constant=rfc7946.no_constant)


def documents(t):
    """Name and text of every collection, those of umap and the lines too."""
    with open(t.paths["geojson"], encoding="utf-8") as file:
        yield "geojson", file.read(), True
    with open(t.paths["geojsonseq"], encoding="utf-8", newline="") as file:
        text = file.read()
    if "\x1e" in text or "\r" in text or (text and not text.endswith("\n")):
        raise rfc7946.Fault("lines end with a line feed and begin with nothing")
    yield "geojsonseq", '{"features":[%s],"type":"FeatureCollection"}' % ",".join(text.splitlines()), False
    with open(t.paths["umap"], encoding="utf-8") as file:
        layers = json.load(file)["layers"]
    for layer in layers:
        yield "umap " + layer["_umap_options"]["name"], json.dumps(layer, ensure_ascii=False), False


def geojson(t):
    try:
        texts = list(documents(t))
        for name, text, boxed in texts:
            document = loads(text)
            rfc7946.collection(document, boxed)
        say(True, "%s: our own assertions on RFC 7946 hold" % t.name)
    except (rfc7946.Fault, ValueError) as fault:
        say(False, "%s: our own assertions on RFC 7946 hold" % t.name, fault)
        return
    whole, lines = (json.loads(text)["features"] for _, text, _ in texts[:2])
    for line in lines:
        line.pop("attribution", None)
        line.pop("licence", None)
    say(whole == lines, "%s: the lines are the features of the collection" % t.name)
    ids = sorted(f["id"] for f in whole)
    say(ids == sorted(r["id"] for r in t.rows) and
        ids == sorted(f["id"] for _, text, _ in texts[2:] for f in json.loads(text)["features"]),
        "%s: every offer is once in the csv, the collection and a layer of umap" % t.name)
    sentence = "%s: check-geojson accepts them all" % t.name
    modules = os.environ["ORBITE_MODULES"]
    if missing("node") or not os.path.isdir(modules):
        skip(sentence, "node or its library is not here; tests/clients/npm.log says why")
        return
    done = subprocess.run(["node", os.path.join(HERE, "geojson.mjs"), modules], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False, input="\n".join(text.replace("\n", " ") for _, text, _ in texts).encode())
    say(done.returncode == 0 and b"%d documents" % len(texts) in done.stdout, sentence, done.stdout.decode())


# ---- QGIS

def qgis(t):
    sentence = "%s: QGIS opens the layers with their counts and their reference system" % t.name
    if products.run("/usr/bin/python3", "-c", "import qgis.core").returncode != 0:
        skip(sentence, "python3-qgis is not here")
        return
    base = sqlite3.connect("file:%s?mode=ro" % t.paths["gpkg"], uri=True)
    layers = ["%s|layername=%s" % (t.paths["gpkg"], name) for name in ("offers", "sites", "communes", "zones")]
    wanted = ["%d %d EPSG:4326" % base.execute("SELECT count(*), count(geom) FROM " + uri.split("=")[1]).fetchone() for uri in layers]
    base.close()
    wanted += ["%d %d EPSG:4326" % (len(t.rows), t.located)] * 2
    layers += [t.paths["geojson"], t.paths["geojsonseq"]]
    with open(t.paths["kml"], encoding="utf-8") as file:
        folders = re.findall(r"<Folder><name>(.*?)</name>(.*?)</Folder>", file.read(), re.S)
    for name, body in folders:
        layers.append("%s|layername=%s" % (t.paths["kml"], name.replace("&amp;", "&")))
        wanted.append("%d %d EPSG:4326" % (body.count("<Placemark>"), body.count("<Point>")))
    done = products.run("/usr/bin/python3", os.path.join(HERE, "qgis_layers.py"), *layers)
    found = [line for line in done.stdout.decode(errors="replace").splitlines() if re.match(r"-?\d+ -?\d+ ", line)]
    say(found == wanted, sentence, "%r\n%r\n%s" % (found, wanted, done.stdout.decode(errors="replace")))


# ---- what never leaves, what always comes along

def private(t):
    for product in products.FORMATS:
        path = t.write(product, t.name + "-closed", "--closed")
        data = products.contents(path)
        found = [s for s in SECRETS if s in data]
        say(not found, "nothing restricted or confidential is in any byte of %s" % product, found)
        lost = [c for c in CREDITS if c.encode() not in data]
        say(not lost, "%s says whom to name and under which licence" % product, lost)
        data = products.contents(t.write(product, t.name + "-without", "--without", "osm"))
        say(b"osm:node/1" not in data and b"contributeurs" not in data, "--without osm leaves OpenStreetMap out of %s" % product)
        say(products.contents(t.write(product, t.name + "-again")) == products.contents(t.paths[product]),
            "%s has the same bytes each time" % product)
    with open(t.paths["csv"], "rb") as file:
        say(b"osm:node/1" in file.read(), "what comes from OpenStreetMap is there otherwise")


def main():
    folder = sys.argv[1]
    say(not rfc7946.refuses(), "our own assertions on RFC 7946 see the faults they are for", rfc7946.refuses())
    territories = products.make(folder)
    for t in territories:
        say(len(t.rows) > 0 and t.located > 0, "%s: there is something to look at" % t.name)
        gdal(t, folder)
        sqlite(t)
        xlsx(t)
        kml(t)
        geojson(t)
        qgis(t)
    private(territories[0])
    print("1..%d" % number)


main()
