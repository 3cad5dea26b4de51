"""What a page of a team says, and the planted words that any of its bytes hold."""
import base64
import json
import re
import sys
import zlib

MARKS = ["MARQUE", "2006", "2016-03", "17/03", "03-17", "3.0123", "301234", "46.0123", "4601234", "2026-10-03", "03/10/2026", "T-03<b>"]


def blocks(page):
    for name in ("data", "details", "caseload"):
        text = re.search('<script type="application/octet-stream;base64" id="%s">([^<]*)</script>' % name, page).group(1)
        yield zlib.decompress(base64.b64decode(text)).decode() if text else ""


def main(path):
    page = open(path, encoding="utf-8").read()
    data, details, caseload = blocks(page)
    head, told = json.loads(data)["head"], json.loads(caseload)
    names, sentences, resources = json.loads(data)["columns"]["name"], told["sentences"], told["resources"]
    say = lambda k: sentences[k] if k >= 0 else "-"
    for key in ("title", "subtitle", "private", "person", "origin", "reference_date"):
        print(key, json.dumps(head[key], ensure_ascii=False))
    print("rejected", told["rejected"], "families", [one["code"] for one in told["families"]])
    at = marks = 0
    for person, of in zip(told["persons"], resources["of"]):
        print(person["id"], person["age"], told["communes"][person["commune"]], told["words"]["level"][person["level"]], person["isolation"], person["factors"],
              person["deadline"], "|", say(person["next"]), "|", say(person["contact"]))
        for need in person["needs"]:
            print("  need", told["needs"][need["need"]]["code"], told["words"]["state"][need["state"]], "|", say(need["why"]), "|",
                  *(told["words"]["cause"][cause] for cause, *_ in need.get("causes", [])), "|",
                  *("%s (%d, %s)" % (say(words), offers, names[row]) for words, offers, row in need.get("changes", [])))
        for event in person["events"]:
            print("  ends", told["words"]["fragility"][event["kind"]], event["date"], event["days"], event["needs"], event["today"])
        for k in range(of["count"]):
            row = resources["row"][at + k]
            drawn = [resources[key][marks + k] for key in ("cell", "x", "y", "r")] if k < of["drawn"] else "not drawn"
            print("  answer", resources["class"][at + k], names[row], resources["minutes"][at + k], resources["needs"][at + k], drawn, say(resources["reasons"][at + k]))
        at, marks = at + of["count"], marks + of["drawn"]
    assert at == len(resources["row"]) and marks == len(resources["x"])
    plain = re.sub(r"<script>.*?</script>|<style>.*?</style>", "", page, flags=re.S)
    for mark in MARKS:
        # A pseudonym is data in JSON; it is markup nowhere.
        if any(mark in text for text in (plain, data, details)) or ("<b>" not in mark and mark in caseload):
            print("the page holds", mark)


main(sys.argv[1])
