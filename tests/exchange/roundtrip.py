"""data·inclusion and HSDS into a store and back: no mapped value is lost, identifiers stay. usage: roundtrip.py SRCDIR ORBITE"""
import csv
import json
import os
import re
import subprocess
import sys
import tempfile

SRC, ORBITE = sys.argv[1:3]
DATA = os.path.join(SRC, "tests", "data")
SHARED = os.path.join(SRC, "..", "shared", "data")
points = 0
faults = 0


def point(good, sentence, detail=""):
    global points, faults
    points += 1
    faults += not good
    print("%s %d - %s" % ("ok" if good else "not ok", points, sentence))
    if not good:
        print("# " + detail)


def skip(sentence, why):
    global points
    points += 1
    print("ok %d - %s # SKIP %s" % (points, sentence, why))


def orbite(*args):
    done = subprocess.run([ORBITE, *args], capture_output=True, text=True, env=dict(os.environ, LC_ALL="C.UTF-8"))
    if done.returncode != 0:
        raise SystemExit("Bail out! orbite %s: %s" % (" ".join(args), done.stderr))
    return done.stdout


def through(folder, number, importer, files, extra, product):
    """Import the files into a new store, then write the product: its text."""
    store = os.path.join(folder, "%d.orbite" % number)
    orbite("import", "-q", importer, *files, *extra, "-d", store)
    return orbite("map", product, "--closed", "-d", store)


def twice(importer, files, extra, product, rows):
    """The product of the files, and that of the product."""
    with tempfile.TemporaryDirectory() as folder:
        first = through(folder, 1, importer, files, extra, product)
        path = os.path.join(folder, "first.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(first)
        second = through(folder, 2, importer, [path], extra, product)
    a, b = ({r["id"]: r for r in rows(json.loads(text))} for text in (first, second))
    return json.loads(first), [i for i in sorted(set(a) | set(b)) if a.get(i) != b.get(i)]


# ---- data·inclusion

def codes(name):
    with open(os.path.join(SRC, "engine", "vocabulary", "datainclusion_%s.csv" % name), encoding="utf-8") as file:
        return {row["code"] for row in csv.DictReader(file)}


LISTS = {"thematiques": "thematiques", "modes_accueil": "modes_accueil", "publics": "publics", "reseaux_porteurs": "reseaux_porteurs",
         "mobilisable_par": "personnes_mobilisatrices", "modes_mobilisation": "modes_mobilisation", "type": "types_de_services", "frais": "frais"}
LISTS = {key: codes(name) for key, name in LISTS.items()}
NEVER = {"contact_nom_prenom", "__ignore__"}


def expected(row):
    """What a row must come back as: dirt that the importer tells of is unknown, everything else stays."""
    out = {}
    for key, value in row.items():
        if key in NEVER or value in (None, "", []):
            continue
        if key in LISTS:
            value = [v for v in value if v in LISTS[key]] if isinstance(value, list) else value if value in LISTS[key] else None
        if key == "publics" and len(row[key]) > 1 and "tous-publics" in row[key]:
            value = None
        if key == "nom":
            value = value if value.endswith("etc.") else value.rstrip(".")
        if key == "date_maj":
            value = value[:10]
        if key in ("longitude", "latitude"):
            key, value = "position", sorted((row["longitude"], row["latitude"]))
        if value not in (None, []):
            out[key] = value
    return out


def given(row):
    out = dict(row)
    if "longitude" in out:
        out["position"] = sorted((out.pop("longitude"), out.pop("latitude")))
    return out


def check_data_inclusion(title, files):
    originals = []
    for path in files:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        originals += json.loads(text) if text.lstrip().startswith("[") else [json.loads(line) for line in text.splitlines() if line]
    product, changed = twice("data-inclusion", files, (), "data-inclusion", lambda d: d["structures"] + d["services"])
    back = {(r["source"], r["id"], "structure_id" in r): given(r) for r in product["structures"] + product["services"]}
    lost = []
    for row in originals:
        found = back.get((row["source"], row["id"], "structure_id" in row))
        if found is None:
            lost.append("%s: the row" % row["id"])
            continue
        lost += ["%s: %s %r, not %r" % (row["id"], k, found.get(k), v) for k, v in expected(row).items() if found.get(k) != v]
    point(not lost, "%s: no value is lost, %d rows keep their source and identifier" % (title, len(originals)), "; ".join(lost[:5]))
    point(not changed, "%s: the product gives itself" % title, ", ".join(changed[:5]))
    names = [r["contact_nom_prenom"] for r in originals if r.get("contact_nom_prenom")]
    text = json.dumps(product, ensure_ascii=False)
    point(not any(n in text for n in names), "%s: %d names of persons stay behind" % (title, len(names)))


# ---- HSDS

TEXTS = ("name", "alternate_name", "description", "status", "application_process", "fees_description", "wait_time", "fees", "accreditations",
         "eligibility_description", "licenses", "alert", "interpretation_services", "url", "minimum_age", "maximum_age", "assured_date")
ORGANIZATION = ("name", "alternate_name", "description", "website", "tax_status", "tax_id", "year_incorporated", "legal_status", "uri",
                "parent_organization_id")
LOCATION = ("name", "location_type", "url", "alternate_name", "description", "transportation", "external_identifier", "external_identifier_type")
ADDRESS = ("address_1", "address_2", "city", "region", "state_province", "postal_code", "country", "address_type")


def texts(kind, row, keys):
    return {(kind, row["id"], key, row[key] if not isinstance(row[key], str) else row[key].strip())
            for key in keys if row.get(key) not in (None, "")}


def limited(row):
    return row.get("interval") not in (None, 1) or any(row.get(k) for k in ("valid_from", "valid_to", "until", "count", "byweekno", "bymonthday", "byyearday"))


def hours(owner, rows):
    """Rows that rows of a week can say; the others by their description."""
    out = set()
    for row in rows or ():
        if row.get("freq") and row.get("byday") and row.get("opens_at") and not limited(row):
            out |= {(owner, "hours", row["freq"], day.strip(), row["opens_at"][:5], row["closes_at"][:5]) for day in row["byday"].split(",")}
        elif row.get("description"):
            out.add((owner, "hours in words", row["description"].strip().replace('"', "'")))
    return out


def reach(owner, row, email="email"):
    out = set()
    if row.get(email) and "@" in row[email]:
        out.add((owner, "email", row[email]))
    for phone in row.get("phones") or ():
        if phone.get("number") and phone.get("type") != "fax" and re.fullmatch(r'"?[+0-9 .()-]{5,}"?', phone["number"]):
            out.add((owner, "phone", phone["number"].strip('"')))
    for contact in row.get("contacts") or ():
        out |= reach(owner, contact)
    return out


def rows_of(owner, name, rows, *keys):
    out = set()
    for row in rows or ():
        fact = tuple(str(row[k]) if row.get(k) not in (None, "") else None for k in keys)
        if any(fact):
            out.add((owner, name) + fact)
    return out


def facts(service):
    """What is mapped of a service, as a set that does not know the identifiers of its parts."""
    own = service["id"]
    ages = [service.get(k) for k in ("minimum_age", "maximum_age")]
    if all(isinstance(a, (int, float)) for a in ages) and ages[0] > ages[1]:  # they hold nobody: unknown
        service = {k: v for k, v in service.items() if k not in ("minimum_age", "maximum_age")}
    out = texts("service", service, TEXTS) | hours(own, service.get("schedules")) | reach(own, service)
    out |= {(own, "language", row.get("code") or row.get("name")) for row in service.get("languages") or ()}
    out |= rows_of(own, "cost", service.get("cost_options"), "option", "currency", "amount_description")
    out |= rows_of(own, "document", service.get("required_documents"), "document", "uri")
    out |= rows_of(own, "area", service.get("service_areas"), "name", "description", "extent", "extent_type", "uri")
    terms = [a["taxonomy_term"] for a in service.get("attributes") or () if a.get("taxonomy_term")]
    out |= rows_of(own, "term", terms, "id", "code", "name", "description", "taxonomy")
    organization = service.get("organization")
    if organization:
        out |= {(own, "organization", organization["id"])} | texts("organization", organization, ORGANIZATION)
        out |= reach(organization["id"], organization)
        out |= rows_of(organization["id"], "identifier", organization.get("organization_identifiers"), "identifier")
    for place in service.get("service_at_locations") or ():
        out |= {(own, "at", place["id"])} | texts("place", place, ("description",)) | hours(place["id"], place.get("schedules"))
        out |= reach(place["id"], place)
        location = place.get("location")
        if not location:
            continue
        out |= {(place["id"], "location", location["id"])} | texts("location", location, LOCATION)
        if abs(location.get("latitude") or 999) <= 90 and abs(location.get("longitude") or 999) <= 180:
            out.add((location["id"], "position", location["longitude"], location["latitude"]))
        for address in (location.get("addresses") or ())[:1]:
            out |= {(location["id"],) + fact[2:] for fact in texts("address", dict(address, id=""), ADDRESS)}
        out |= rows_of(location["id"], "accessibility", location.get("accessibility"), "description", "details", "url")
    return out


def known(fact):
    """Told by the importer as dirt, and unknown since."""
    return not (fact[0] == "service" and fact[2] in ("minimum_age", "maximum_age") and not isinstance(fact[3], (int, float))) \
        and not (fact[0] == "service" and fact[2] == "status" and fact[3] not in ("active", "inactive", "defunct", "temporarily closed")) \
        and not (fact[0] == "location" and fact[2] == "location_type" and fact[3] not in ("physical", "postal", "virtual"))


EXTRA = ("--licence", "CC0-1.0", "--attribution", "Annuaire", "--date", "2026-11-01")


def check_hsds(title, path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    originals = {}
    for row in document.get("contents", [document]):
        if isinstance(row, dict) and row.get("name") and re.fullmatch(r"[0-9a-f-]{36}", row.get("id", "")):
            originals.setdefault(row["id"], row)
    product, changed = twice("hsds", [path], EXTRA, "hsds", lambda d: d["contents"])
    back = {row["id"]: facts(row) for row in product["contents"]}
    lost = ["%s: the service" % i for i in originals if i not in back]
    for i, row in originals.items():
        lost += [str(f) for f in sorted(facts(row) - back.get(i, set()), key=str) if known(f)]
    point(not lost, "%s: no value is lost, %d services keep their identifiers" % (title, len(originals)), "; ".join(lost[:5]))
    point(not changed, "%s: the product gives itself" % title, ", ".join(changed[:5]))
    point(product["total_items"] == len(product["contents"]), "%s: the page counts its services" % title)


check_data_inclusion("the invented rows", [os.path.join(DATA, "data_inclusion", name) for name in ("structures.json", "services.ndjson")])
check_hsds("the invented service", os.path.join(DATA, "hsds", "service.json"))
check_hsds("the invented page", os.path.join(DATA, "hsds", "page.json"))
for name in ("service_full.json", "service_list.json"):
    sample = os.path.join(SHARED, "hsds", "examples", name)
    if os.path.exists(sample):
        check_hsds("the publisher's %s" % name, sample)
    else:
        skip("the publisher's %s comes back" % name, "no ../shared")
print("1..%d" % points)
sys.exit(faults != 0)
