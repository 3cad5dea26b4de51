"""Makes the territories and their products, and reads their bytes."""
import csv
import io
import os
import subprocess
import zipfile

FORMATS = {"geojson": "geojson", "geojsonseq": "geojsonl", "csv": "csv", "xlsx": "xlsx", "gpkg": "gpkg", "kml": "kml", "umap": "umap"}


def run(*command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **more)


class Territory:
    """A store, its products, and what the plain CSV says of them."""

    def __init__(self, folder, name, store):
        self.name, self.folder, self.store = name, folder, store
        self.orbite = os.environ["ORBITE"]
        self.paths = {}
        for product in FORMATS:
            self.paths[product] = self.write(product, name)
        with open(self.paths["csv"], encoding="utf-8", newline="") as file:
            self.rows = list(csv.DictReader(file))
        self.located = sum(r["lon"] != "" for r in self.rows)

    def write(self, product, name, *options):
        path = os.path.join(self.folder, "%s.%s" % (name, FORMATS[product]))
        done = run(self.orbite, "map", product, "-d", self.store, "-o", path, *options)
        if done.returncode != 0:
            raise SystemExit("Bail out! map %s: %s" % (product, done.stdout.decode(errors="replace")))
        return path


def make(folder):
    """The invented list of the golden cases, and a demonstration territory."""
    orbite, source = os.environ["ORBITE"], os.environ["ORBITE_SRCDIR"]
    listed = os.path.join(folder, "listed.orbite")
    demo = os.path.join(folder, "demo")
    for command in ((orbite, "import", "-q", "native", os.path.join(source, "tests/cli/data/tables.json"), "-d", listed),
                    (orbite, "demo", demo, "--seed", "7", "--offers", "600")):
        done = run(*command)
        if done.returncode != 0:
            raise SystemExit("Bail out! %s" % done.stdout.decode(errors="replace"))
    return [Territory(folder, "listed", listed), Territory(folder, "demo", os.path.join(demo, "territory.orbite"))]


def contents(path):
    """Every byte, what is compressed too."""
    with open(path, "rb") as file:
        data = file.read()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join([data] + [archive.read(n) for n in archive.namelist()])
    return data
