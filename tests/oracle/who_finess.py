#!/usr/bin/env python3
"""Who does what on real FINESS feeds, counted from the raw files by another program: services by département and family, places
authorised and installed. usage: who_finess.py SHARED SERVICES.csv MATRIX.csv (of 'orbite who'). Prints TAP."""
import csv
import gzip
import json
import os
import sys

DEPARTEMENTS = ("01", "21")
FAMILIES = ["L%d" % n for n in range(1, 9)]


def load(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return json.load(f)


def main_commune(ege):
    for address in ege.get("adresse") or []:
        if address.get("usageAdresse") == "03":
            return address.get("cogCommune")
    return None


def establishments(shared):
    """Active establishments of the départements: number, département, category."""
    found = {}
    feed = load(os.path.join(shared, "data", "finess", "finess-structures-202608-dev.json.gz"))
    for entity in feed["pmej"]:
        for ege in entity.get("ege") or []:
            facts = ege["informationsGeneralesEGE"]
            commune = main_commune(ege)
            if ege.get("etatObjet") != "A" or facts.get("dateFermeture") or not commune or commune[:2] not in DEPARTEMENTS:
                continue
            found[facts["numFinessEge"]] = (commune[:2], ege["categorieentiteGeographiqueExercice"]
                                            if "categorieentiteGeographiqueExercice" in ege else facts["categorieentiteGeographiqueExercice"])
    return found


def families(shared):
    of = {}
    with open(os.path.join(shared, "crosswalk", "finess_loubat.csv"), encoding="utf-8") as f:
        for row in csv.DictReader(f):
            of.setdefault(row["from_code"], set()).add(row["to_code"].split(".")[0])
    return of


def places(shared, kept):
    """Places by status of the active social activities that each establishment exercises; subsets are parts of them."""
    sums = {}
    feed = load(os.path.join(shared, "data", "finess", "finess-activites-202608-dev.json.gz"))

    def walk(node):
        if isinstance(node, dict):
            if "activitesExercees" in node:
                number = node.get("numFinessEge") or node.get("numFiness")
                for activity in node["activitesExercees"] or []:
                    take(number, activity)
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    def take(number, activity):
        generic = activity["caracteristiquesGeneriques"]
        if number not in kept or activity["nature"]["codeNature"] not in ("ASMR", "ASOCR") or generic.get("etatObjet") != "A":
            return
        for capacity in activity.get("capacite") or []:
            if any(capacity.get(k) for k in ("habilitation", "genre", "typeLogement", "modeFinancement")):
                continue
            if capacity.get("nombre") is None or capacity.get("statutCapacite") not in ("08", "09"):
                continue
            key = number, capacity["statutCapacite"]
            sums[key] = sums.get(key, 0) + int(capacity["nombre"])

    walk(feed)
    return sums


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def main(shared, services, matrix):
    kept = establishments(shared)
    of = families(shared)
    sums = places(shared, kept)
    rows = [r for r in read(services) if r["service"].startswith("finess:") and "/" not in r["service"]]
    attached = [r for r in read(services) if "/" in r["service"]]
    points = []

    def check(name, ours, theirs):
        points.append((name, ours == theirs, "%s, the feed says %s" % (ours, theirs)))

    ids = {r["service"][len("finess:"):]: r for r in rows}
    check("the establishments listed are the active ones of the feed", sorted(ids), sorted(kept))
    for number, row in ids.items():
        if number not in kept:
            continue
        if row["area_code"] != kept[number][0] or row["category"] != kept[number][1]:
            points.append(("%s is in its département with its category" % number, False, str(row)))
    for departement in DEPARTEMENTS:
        line = [r for r in read(matrix) if r["area_code"] == departement][0]
        mine = [n for n, (d, _) in kept.items() if d == departement]
        more = [r for r in attached if r["area_code"] == departement]
        for family in FAMILIES:
            count = sum(family in of.get(kept[n][1], ()) for n in mine)
            count += sum(any(f.split(".")[0] == family for f in r["families"].split()) for r in more)
            check("services of %s in the département %s" % (family, departement), int(line[family.lower()]), count)
        check("all services of the département %s" % departement, int(line["all"]), len(mine) + len(more))
        check("unclassified of the département %s" % departement, int(line["unclassified"]),
              sum(not of.get(kept[n][1]) for n in mine) + sum(not r["families"] for r in more))
    for status, column in (("09", "authorised"), ("08", "installed")):
        ours = {n: int(r[column]) for n, r in ids.items() if r[column] != ""}
        theirs = {n: v for (n, s), v in sums.items() if s == status}
        check("places %s, service by service" % column, sorted(ours.items()), sorted(theirs.items()))
        check("places %s in all" % column, sum(ours.values()), sum(theirs.values()))
    for n, (name, good, why) in enumerate(points, 1):
        print("%sok %d - %s" % ("" if good else "not ", n, name))
        if not good:
            print("# " + why[:2000])
    print("1..%d" % len(points))
    return 0 if all(p[1] for p in points) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
