"""Documents that must be accepted, and faults that must be refused where they are. usage: schema.py SRCDIR PRODUCTS"""
import base64
import copy
import csv
import glob
import gzip
import json
import os
import re
import struct
import sys
import warnings

import jsonschema

SRC, PRODUCTS = sys.argv[1:3]
SCHEMAS = os.path.join(SRC, "maps", "schema")
SHARED = os.path.join(SRC, "..", "shared", "matching")
NAMES = ("case-1", "catalogue-1", "check-1", "check-duplicates-1", "columns-1", "csv-1", "data-inclusion-1", "emerge-1", "geocode-1", "geojson-1",
         "hsds-1", "match-diff-1", "match-result-1", "person-1", "plan-1", "profile-1", "report-1", "scenario-1", "table-mapping-1", "triage-1", "umap-1")
# Schema, path to a value, what it becomes (None as key: the member is removed), the path expected in the fault.
FAULTS = (
    ("case-1", ("name",), "x"),
    ("case-1", ("situation", "needs", 0, "priority"), 4),
    ("case-1", ("phases", 0, "phase"), "attente"),
    ("case-1", ("evaluation", 0, "expressed"), None),
    ("case-1", ("evaluation", 0, "domain"), "AC.9"),
    ("case-1", ("contacts", 0, "date"), "2026-02-30"),
    ("case-1", ("requests", 0, "score"), 1),
    ("catalogue-1", ("offers", 0, "age_max_months"), 0),
    ("catalogue-1", ("offers", 0, "site", "street"), "x"),
    ("catalogue-1", ("offers", 0, "opened_on"), "2025-02-30"),
    ("catalogue-1", ("communes", 0, "lon"), 181),
    ("catalogue-1", ("relations", 0, "type"), "ami"),
    ("catalogue-1", ("sites", 0, "kind"), "secret"),
    ("check-1", ("findings", 0, "kind"), "duplicate_of_nothing"),
    ("check-1", ("findings", 0, "address"), "x"),
    ("check-1", ("kinds", 0, "findings"), -1),
    ("check-1", ("sources", 0, "licence"), None),
    ("check-duplicates-1", ("pairs", 0, "because", 0), "luck"),
    ("check-duplicates-1", ("groups", 0, "others", 0, "phone"), "x"),
    ("columns-1", ("orbite",), "columns/2"),
    ("columns-1", ("columns", "lon", "values", 0), "a"),
    ("columns-1", ("columns", "nom"), []),
    ("columns-1", ("dictionaries", "commune", 0, "lat"), 95),
    ("columns-1", ("head", "language"), "de"),
    ("csv-1", (0, "lon"), "5,1"),
    ("csv-1", (0, "state"), "inconnu"),
    ("csv-1", (0, "observed_on"), "01/10/2026"),
    ("csv-1", (0, "phone_2"), "x"),
    ("emerge-1", ("tables", 0, "rows", 0, "persons"), 0),
    ("emerge-1", ("tables", 0, "rows", 0, "need"), "1.3.3.1"),
    ("geocode-1", ("places", 0, "reason"), "luck"),
    ("geocode-1", ("places", 0, "lat"), 91),
    ("geocode-1", ("counts", "street"), -1),
    ("data-inclusion-1", ("services", 0, "contact_nom_prenom"), "x"),
    ("data-inclusion-1", ("services", 0, "date_maj"), "2026-02-30"),
    ("data-inclusion-1", ("services", 0, "nom"), "Maison du Val."),
    ("data-inclusion-1", ("services", 0, "publics"), ["tous-publics", "seniors"]),
    ("data-inclusion-1", ("structures", 0, "code_insee"), "1001"),
    ("geojson-1", ("features", 0, "geometry", "coordinates", 1), 95),
    ("geojson-1", ("features", 0, "id"), 3),
    ("geojson-1", ("bbox",), [0, 1]),
    ("geojson-1", ("crs",), {}),
    ("geojson-1", ("features", 0, "properties"), None),
    ("hsds-1", ("contents", 0, "id"), "svc:moulin"),
    ("hsds-1", ("contents", 0, "status"), "open"),
    ("hsds-1", ("contents", 0, "contacts", 0, "name"), "x"),
    ("hsds-1", ("contents", 0, "last_modified"), "2026-07-01"),
    ("hsds-1", ("last_page",), False),
    ("match-diff-1", ("entering", 0, "before"), "perfect"),
    ("match-diff-1", ("counts", "leaving"), None),
    ("match-result-1", ("counts", "eligible"), None),
    ("match-result-1", ("offers", 0, "class"), "perfect"),
    ("match-result-1", ("plan", "minutes"), -1),
    ("person-1", ("name",), "x"),
    ("person-1", ("needs", 0, "priority"), 4),
    ("person-1", ("wishes", 0, "domain"), "ZZ.1"),
    ("plan-1", ("projet_de_vie", "Attente", 0, "expressed"), "by_the_team"),
    ("plan-1", ("plan_personnalise", "Action", 0, "origin"), None),
    ("plan-1", ("plan_personnalise", "Bilan", 0, "id"), "A1"),
    ("plan-1", ("name",), "x"),
    ("profile-1", ("wieghts",), {}),
    ("profile-1", ("weights", "1.3", "I"), -1),
    ("report-1", ("tables", 0, "columns", 0, "type"), "number"),
    ("report-1", ("tables", 0, "rows", 0, "Access"), 1),
    ("report-1", ("tables", 0, "rows", 0, "hidden"), []),
    ("report-1", ("tables", 0, "totals"), None),
    ("report-1", ("maps", 0, "level"), "town"),
    ("report-1", ("reference_date",), "2026-02-30"),
    ("report-1", ("sources", 0, "attribution"), ""),
    ("scenario-1", ("edits", 0, "do"), "explode"),
    ("scenario-1", ("edits", 2, "agemax"), 3),
    ("scenario-1", ("name",), ""),
    ("triage-1", ("tables", 0, "key"), "names"),
    ("triage-1", ("tables", 0, "rows", 0, "level"), "perdue"),
    ("triage-1", ("tables", 0, "rows", 0, "persons"), -1),
    ("triage-1", ("tables", 0, "rows", 0, "name"), "x"),
    ("umap-1", ("layers", 0, "properties"), {}),
    ("umap-1", ("layers", 0, "_umap_options", "color"), "red"),
    ("umap-1", ("layers", 0, "features", 0, "geometry", "coordinates", 1), 95),
    ("umap-1", ("properties", "zoom"), -1),
    ("table-mapping-1", ("nom",), "Nom"),
    ("table-mapping-1", ("position", "crs"), "EPSG:27572"),
    ("table-mapping-1", ("read", "header"), -1),
    ("table-mapping-1", ("circle_hint",), "C1"),
)
points = 0
faults = 0


def point(good, sentence, detail=""):
    global points, faults
    points += 1
    faults += not good
    print("%s %d - %s" % ("ok" if good else "not ok", points, sentence))
    if not good and detail:
        print("# " + detail)


def load(path):
    if path.endswith("csv-1.json"):  # rows as objects of texts
        with open(path[:-4] + "csv", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, strict=True))
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        return json.load(file)


def errors(schema, document):
    return list(validators[schema].iter_errors(document))


def accepted(schema, document, sentence):
    found = errors(schema, document)
    point(not found, sentence, "; ".join("/%s: %s" % ("/".join(map(str, e.absolute_path)), e.message[:120])
                                         for e in found[:3]))


def changed(document, path, value):
    """A copy in which the value at path is another; a missing last member is added."""
    out = copy.deepcopy(document)
    at = out
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return out


def leaves(error):
    """Paths of a fault and of those inside it: "anyOf" reports them under the whole."""
    yield tuple(error.absolute_path)
    for inner in error.context or ():
        yield from leaves(inner)


def decoded(column):
    """The values of a column of columns/1."""
    if isinstance(column, list):
        return column
    if "from" in column:
        return column["values"]
    kind = next(k for k in ("i32", "u16", "u8") if k in column)
    bytes_ = base64.b64decode(column[kind], validate=True)
    return struct.unpack("<%d%s" % (len(bytes_) // {"i32": 4, "u16": 2, "u8": 1}[kind], {"i32": "i", "u16": "H", "u8": "B"}[kind]), bytes_)


def refused(schema, document, path, value):
    found = [p for e in errors(schema, changed(document, path, value)) for p in leaves(e)]
    sentence = "%s refuses /%s as %s" % (schema, "/".join(map(str, path)), json.dumps(value))
    point(path in found or path[:-1] in found, sentence, "faults at %s" % found)


validators = {}
schemas = {name: load(os.path.join(SCHEMAS, name + ".schema.json")) for name in NAMES}
# A case holds a person: the schema that is named stands where it is named, its definitions with ours.
person = {key: value for key, value in schemas["person-1"].items() if key[0] != "$"}
schemas["case-1"]["properties"]["situation"] = person
schemas["case-1"]["$defs"] = {**schemas["person-1"]["$defs"], **schemas["case-1"]["$defs"]}
for name in NAMES:
    jsonschema.Draft202012Validator.check_schema(schemas[name])
    validators[name] = jsonschema.Draft202012Validator(
        schemas[name], format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
examples = {name: load(os.path.join(SCHEMAS, "example", name + ".json")) for name in NAMES}
for name in NAMES:
    accepted(name, examples[name], "the example %s obeys its schema" % name)
    if name in ("catalogue-1", "columns-1", "csv-1", "data-inclusion-1", "geojson-1", "hsds-1", "match-result-1", "plan-1", "report-1",
                "umap-1"):
        accepted(name, load(os.path.join(PRODUCTS, name + ".json")), "the product %s obeys its schema" % name)
# A line of a batch, which counts the offers of the territory when it is asked to.
for totals in ("", "--totals"):
    with open(os.path.join(PRODUCTS, "answers%s.ndjson" % totals), encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    wanted = "with" if totals else "without"
    accepted("match-result-1", lines[0], "a line of a batch %s counts obeys its schema" % wanted)
    point(len(lines) == 1 and lines[0]["needs"] and ("counts" in lines[0]) == bool(totals), "it is an answer %s counts" % wanted)
# What is told of a caseload is a report; so is what the golden cases of the commands say.
for name in ("emerge-1", "triage-1"):
    golden = load(os.path.join(SRC, "tests", "cli", name[:-2], "json", "out"))
    accepted("report-1", examples[name], "the example %s is a report" % name)
    accepted("report-1", golden, "the golden answer of %s is a report" % name)
    accepted(name, golden, "the golden answer of %s obeys its schema" % name)
point(errors("emerge-1", dict(examples["emerge-1"], persons_threshold=5)), "emerge-1 refuses to tell persons beside a threshold")
accepted("profile-1", load(os.path.join(SRC, "engine", "match", "profile-default.json")),
         "the built-in profile obeys its schema")
for path in sorted(glob.glob(os.path.join(SRC, "importers", "mappings", "*.json"))):
    accepted("table-mapping-1", load(path), "the mapping %s obeys its schema" % os.path.basename(path))
for name, form in (("columns-1", ".json"), ("data-inclusion-1", ".json"), ("geojson-1", ".json"), ("hsds-1", ".json"), ("csv-1", ".csv"),
                   ("plan-1", ".json"), ("report-1", ".json"), ("umap-1", ".json")):
    with open(os.path.join(SCHEMAS, "example", name + form), "rb") as a, \
            open(os.path.join(PRODUCTS, name + form), "rb") as b:
        point(a.read() == b.read(), "the product %s is as committed (schema.sh --accept takes it)" % name)
lengths = {len(decoded(c)) for c in examples["columns-1"]["columns"].values()}
point(lengths == {examples["columns-1"]["n"]}, "every column of columns-1 has as many values as there are offers", str(lengths))
point(list(examples["csv-1"][0]) == load(os.path.join(SCHEMAS, "csv-1.schema.json"))["items"]["required"],
      "the columns of csv-1 stand in the order of the contract")
for schema, path, value in FAULTS:
    refused(schema, examples[schema], path, value)

# The products made of services obey the schemas of their publishers, with every format looked at.
FORMATS = jsonschema.FormatChecker(("date", "email", "uuid"))
FORMATS.checks("uri")(lambda text: not isinstance(text, str) or re.fullmatch(r"[a-z][a-z0-9+.-]*:[!#$%&'()*+,./0-9:;=?@A-Z\[\]_a-z~-]+", text))
FORMATS.checks("date-time")(lambda text: not isinstance(text, str) or re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text))
PUBLISHED = (
    ("data-inclusion-1", "structures", "data-inclusion-v1.0.8", "structure", "code_insee", "1234"),
    ("data-inclusion-1", "services", "data-inclusion-v1.0.8", "service", "date_maj", "2026-02-30"),
    ("hsds-1", "contents", "hsds-3.0", "service", "id", "svc:moulin"),
    ("hsds-1", "contents", "hsds-3.0", "service", "last_modified", "2026-07-01"),
)


def published(folder, name):
    """The validator of a publisher's schema and of those it names; None when they are not here."""
    paths = glob.glob(os.path.join(SRC, "..", "shared", "schemas", folder, "*.json"))
    store = {os.path.basename(p): load(p) for p in paths}
    if not store:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        resolver = jsonschema.RefResolver("", store[name + ".json"], store=store)
        return jsonschema.Draft202012Validator(store[name + ".json"], resolver=resolver, format_checker=FORMATS)


for name, rows, folder, entity, key, value in PUBLISHED:
    sentence = "every row of %s obeys %s/%s, and not with another %s" % (name, folder, entity, key)
    theirs = published(folder, entity)
    if theirs is None:
        points += 1
        print("ok %d - %s # SKIP no ../shared" % (points, sentence))
        continue
    bad = ["%s: %s" % (list(e.absolute_path), e.message[:120]) for row in examples[name][rows] for e in theirs.iter_errors(row)]
    refusal = [tuple(e.absolute_path) for e in theirs.iter_errors(dict(examples[name][rows][0], **{key: value}))]
    point(not bad and refusal == [(key,)], sentence, "; ".join(bad[:3]) or "faults at %s" % refusal)

# A document is valid for the shared schemas when it is for ours, and the other way round.
for name, other in (("catalogue-1", "catalogue"), ("person-1", "person"), ("match-result-1", "match-result")):
    sentence = "ours and the shared schema of %s accept each other's documents" % name
    path = os.path.join(SHARED, "schemas", other + ".schema.json")
    if not os.path.exists(path):
        points += 1
        print("ok %d - %s # SKIP no ../shared" % (points, sentence))
        continue
    theirs = jsonschema.Draft202012Validator(load(path))
    documents = [load(os.path.join(SHARED, "examples", other + ".json"))]
    if name == "catalogue-1":
        documents.append(load(os.path.join(SHARED, "scenarios", "territory.json")))
        documents += [load(p)["catalogue"] for p in glob.glob(os.path.join(SHARED, "oracle", "dev", "*.gz"))[:3]]
    bad = [e.message for d in documents for e in errors(name, d)]
    bad += [e.message for e in theirs.iter_errors(examples[name])]
    if name == "catalogue-1":
        bad += [e.message for e in theirs.iter_errors(load(os.path.join(PRODUCTS, name + ".json")))]
    point(not bad, sentence, "; ".join(bad[:3]))
print("1..%d" % points)
sys.exit(faults != 0)
