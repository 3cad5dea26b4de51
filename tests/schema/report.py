"""The forms of the invented report say the same thing, and are what their formats ask. usage: report.py PRODUCTS"""
import csv
import json
import os
import re
import sys

PRODUCTS = sys.argv[1]
points = 0
faults = 0


def point(good, sentence, detail=""):
    global points, faults
    points += 1
    faults += not good
    print("%s %d - %s" % ("ok" if good else "not ok", points, sentence))
    if not good and detail:
        print("# " + str(detail)[:300])


def load(name):
    with open(os.path.join(PRODUCTS, name), encoding="utf-8") as file:
        return json.load(file)


def area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))


def polygons(geometry):
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def strict(pairs):
    keys = [k for k, _ in pairs]
    if keys != sorted(set(keys)):
        raise ValueError("keys %s" % keys)
    return dict(pairs)


def check_map(name, features):
    with open(os.path.join(PRODUCTS, name), encoding="utf-8") as file:
        text = file.read()
    try:
        document = json.loads(text, object_pairs_hook=strict, parse_constant=lambda word: 1 / 0)
    except (ValueError, ZeroDivisionError) as fault:
        document = json.loads(text)
        point(False, "%s: keys are sorted and unique, numbers are numbers" % name, fault)
    else:
        point(True, "%s: keys are sorted and unique, numbers are numbers" % name)
    shapes = [f for f in document["features"] if f["geometry"] is not None]
    point(document["type"] == "FeatureCollection" and "crs" not in document and len(document["features"]) == features,
          "%s: each area is a feature" % name, len(document["features"]))
    ids = [f["id"] for f in document["features"]]
    point(len(set(ids)) == len(ids) and all(isinstance(i, str) for i in ids), "%s: ids are texts, once each" % name)
    rings = [(n, ring) for f in shapes for polygon in polygons(f["geometry"]) for n, ring in enumerate(polygon)]
    point(all(ring[0] == ring[-1] and len(ring) >= 4 for _, ring in rings), "%s: rings are closed" % name)
    point(all((area(ring) > 0) == (n == 0) for n, ring in rings), "%s: shells turn left, holes right" % name)
    point(all(len(set(map(tuple, ring))) == len(ring) - 1 for _, ring in rings), "%s: a ring passes each point once" % name)

    def box(coordinates):
        return [min(x for x, _ in coordinates), min(y for _, y in coordinates),
                max(x for x, _ in coordinates), max(y for _, y in coordinates)]

    boxes = [(f["bbox"], box([p for polygon in polygons(f["geometry"]) for ring in polygon for p in ring])) for f in shapes]
    point(all(a == b for a, b in boxes), "%s: boxes hold their areas" % name, [b for b in boxes if b[0] != b[1]][:1])
    whole = [min(b[0] for b, _ in boxes), min(b[1] for b, _ in boxes), max(b[2] for b, _ in boxes), max(b[3] for b, _ in boxes)]
    point(document["bbox"] == whole, "%s: the box of all holds all" % name, (document["bbox"], whole))
    legend = document["legend"]
    point(sum(c["areas"] for c in legend["classes"]) == features, "%s: the legend counts every area" % name)
    unknown = sum(f["properties"][legend["property"]] is None for f in document["features"])
    point(legend["unknown"] == unknown, "%s: the legend counts the unknown" % name, (legend["unknown"], unknown))
    point(all(re.fullmatch("#[0-9A-F]{6}", f["properties"]["fill"]) for f in document["features"]), "%s: each area has its colour" % name)
    return document


def total_area(document):
    return sum(area(ring) for f in document["features"] if f["geometry"] for polygon in polygons(f["geometry"]) for ring in polygon)


report = load("report-1.json")
table = report["tables"][0]
communes = check_map("report.geojson", len(table["rows"]))
epci = check_map("report-epci.geojson", 5)
point(communes["unlocated"] == 1 and [f["id"] for f in communes["features"] if f["geometry"] is None] == ["01050"],
      "an area without contour keeps its row with a null geometry")
point(abs(total_area(communes) - total_area(epci)) < 1e-9 * total_area(epci), "areas dissolved from communes cover as much")
enclave = next(f for f in epci["features"] if f["id"] == "200000001")
around = next(f for f in epci["features"] if f["id"] == "200000003")
point(len(polygons(enclave["geometry"])) == 2 and [len(p) for p in polygons(around["geometry"])] == [2],
      "an enclave is a part of its own area and a hole of the other")
for row, feature in zip(table["rows"], communes["features"]):
    values = {k: v for k, v in row.items() if k not in ("hidden", "not_applicable")}
    if any(feature["properties"][k] != v for k, v in values.items()):
        point(False, "features have the values of the rows", (row, feature["properties"]))
        break
else:
    point(True, "features have the values of the rows")

with open(os.path.join(PRODUCTS, "report.csv"), encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file, strict=True))
point(len(rows) == len(table["rows"]) and list(rows[0]) == [c["key"] for c in table["columns"]], "the CSV has the rows and the keys of the JSON, without totals")
point(all(r["population"] == str(j["population"]) and r["commune"] == j["commune"] and r["name"] == j["name"] and
          (r["access"] == "" if j["access"] is None else abs(float(r["access"]) - j["access"]) <= 0.005)
          for r, j in zip(rows, table["rows"])), "the CSV has the values of the JSON")
with open(os.path.join(PRODUCTS, "report-excel.csv"), "rb") as file:
    excel = file.read()
point(excel.startswith(b"\xef\xbb\xbf") and excel.count(b"\r\n") == len(rows) + 2 and b"\n" not in excel.replace(b"\r\n", b""),
      "a French spreadsheet gets its mark, its ends of line and the totals")
point(b'insee:01001;' in excel and b";unknown;" in excel, "codes keep their zeros and states are words there", excel[:300])

try:
    import openpyxl
except ImportError:
    points += 1
    print("ok %d - the workbook # SKIP python3-openpyxl is not here" % points)
else:
    book = openpyxl.load_workbook(os.path.join(PRODUCTS, "report.xlsx"))
    point(book.sheetnames == ["Report", "Access by commune", "Gaps by commune", "Population by EPCI", "Sources", "Definitions"], "sheets have names", book.sheetnames)
    sheet = book["Access by commune"]
    point(sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:G53", "the header stays and filters, totals stay out", (sheet.freeze_panes, sheet.auto_filter.ref))
    cells = [[c.value for c in row] for row in sheet.iter_rows()]
    point(cells[0] == [c["title"] for c in table["columns"]] and len(cells) == len(table["rows"]) + 2, "the sheet has the titles, the rows and the total")
    point(all(row[0] == j["commune"] and row[2] == j["population"] and (row[3] == "unknown" if j["access"] is None else abs(row[3] - j["access"]) < 1e-12)
              for row, j in zip(cells[1:], table["rows"])), "the sheet has the values, codes as texts, unknown in words")
    point(sheet["A2"].number_format == "@" and sheet["C2"].number_format == "#,##0" and sheet["D3"].number_format == "#,##0.00" and sheet["E3"].number_format == "0.0%",
          "numbers have their formats", [sheet[c].number_format for c in ("A2", "C2", "D3", "E3")])
    point(all(9 <= d.width <= 50 for d in sheet.column_dimensions.values()) and sheet.column_dimensions["B"].width > 20, "columns are wide enough to be read")
    point([c.value for c in book["Sources"][2]][:2] == [report["sources"][0]["attribution"], report["sources"][0]["licence"]], "sources have their sheet")
    keys = [row[2].value for row in book["Definitions"].iter_rows(min_row=2)]
    point(all(c["key"] in keys for t in report["tables"] for c in t["columns"]), "every column is defined")

with open(os.path.join(PRODUCTS, "report.html"), encoding="utf-8") as file:
    page = file.read()
point("<script" not in page and " style=" not in page and not re.search(r"(src|href)=\"(?!#)", page) and "url(http" not in page, "the page has no script and asks for nothing outside")
point(page.count("<tr id=") == sum(len(t["rows"]) + len(t["totals"]) for t in report["tables"]), "every line is on the page")
ids = re.findall(r' id="([^"]+)"', page)
links = set(re.findall(r' href="#([^"]+)"', page)) | set(re.findall(r"url\(#([^)]+)\)", page))
point(len(ids) == len(set(ids)) and links <= set(ids), "links and hatchings lead somewhere", sorted(links - set(ids))[:5])
print("1..%d" % points)
sys.exit(faults != 0)
