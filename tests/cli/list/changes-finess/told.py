"""told.py CHANGES IDS: what each edited establishment is told as, and that nothing else is, but for the records around it."""
import json
import sys

with open(sys.argv[1]) as file:
    answer = json.load(file)
with open(sys.argv[2]) as file:
    ids = [line.split() for line in file]
for what, number in ids:
    rows = [r for r in answer["rows"] if r["id"] == "finess:" + number]
    print("%s: told as %s, %s, with %s name and %s commune" % (
        what, "+".join(r["happening"] for r in rows), rows[0]["kind"] if rows else "nothing",
        "its" if rows and rows[0]["name"] else "no", "its" if rows and rows[0]["commune_name"] else "no"))
    print("  " + ", ".join(sorted({c["change"] for r in rows for c in r["changes"]})))
others = [r for r in answer["rows"] if r["id"] not in {"finess:" + number for _, number in ids}]
print("others: %d" % len(others))
print(answer["total"])
