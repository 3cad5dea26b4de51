#!/bin/sh
# The one-file page: its policy, its blocks, what must never be in it. What it does in a browser is tests/page. Prints TAP.
set -u
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
unset ORBITE_DATABASE ORBITE_OPERATOR ORBITE_PROFILE COLUMNS LANGUAGE LANG LC_MESSAGES
number=0
say() { # status sentence
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then echo "ok $number - $2"; else echo "not ok $number - $2"; fi
}
if ! command -v python3 >/dev/null 2>&1; then
    echo '1..0 # SKIP no python3 to read the page with'
    exit 0
fi
cd "$work" || exit 99
cat >territory.json <<'JSON'
{ "format": "orbite-catalogue/1", "id": "t", "as_of": "2026-11-22", "licence": "LO 2.0", "attribution": "Moi & <toi>",
  "operator": { "organization": "OP" },
  "communes": [ { "code": "01001", "name": "Ici <b>", "lon": 5.05, "lat": 46.05, "department": "01", "population": 900,
      "contour": { "type": "Polygon", "coordinates": [[[5,46],[5.1,46],[5.1,46.1],[5,46.1],[5,46]]] } },
    { "code": "01002", "name": "Là", "lon": 5.15, "lat": 46.05, "department": "01", "population": 100,
      "contour": { "type": "Polygon", "coordinates": [[[5.1,46],[5.2,46],[5.2,46.1],[5.1,46.1],[5.1,46]]] } },
    { "code": "02001", "name": "MARKERLOIN", "lon": 3.5, "lat": 49.5, "department": "02",
      "contour": { "type": "Polygon", "coordinates": [[[3,49],[3.1,49],[3.1,49.1],[3,49]]] } } ],
  "organizations": [ { "id": "OP", "name": "Opérateur" } ],
  "sites": [ { "id": "S", "kind": "confidential", "address": "MARKERADDRESS", "name": "MARKERNAME", "postcode": "MARKERPOST",
      "commune": "01001", "lon": 5.077777, "lat": 46.077777 } ],
  "relations": [ { "type": "partenariat", "offer": "b", "from": "2025-01-01", "to": "2027-01-01", "source": "convention 12" } ],
  "offers": [
    { "id": "a", "name": "</script><!-- SESSAD", "organization": "OP", "families": ["L1.2"], "category": "182",
      "site": { "lon": 5.02, "lat": 46.02, "commune": "01001", "precision": "street" }, "age_min_months": 0, "age_max_months": 240,
      "contacts": [ { "channel": "phone", "value": "0474000000" },
        { "channel": "email", "value": "MARKERMAIL@x.fr", "confidentiality": "restricted" } ] },
    { "id": "b", "name": "SAVS", "families": ["L2", "L3.1"], "site": { "lon": 5.12, "lat": 46.02, "commune": "01002" } },
    { "id": "c", "name": "Refuge", "site_id": "S", "families": ["L3"] },
    { "id": "d", "name": "Partout", "droit_commun": true },
    { "id": "e", "name": "MARKERCLOSED", "closed_on": "2026-11-01", "site": { "lon": 5.02, "lat": 46.02, "commune": "01001" } } ] }
JSON
"$ORBITE" import -q native territory.json -d t.orbite 2>err || { cat err >&2; exit 99; }
"$ORBITE" map page -d t.orbite -o page.html 2>err
status=$?
if [ $status != 0 ] && grep -q 'without its page' err; then
    [ ! -e page.html ]
    say $? "a page that cannot be made leaves no file"
    [ "$(wc -l <err)" -eq 1 ] && [ $status = 1 ]
    say $? "what is missing is said in one line"
    echo "ok $((number + 1)) - the page # SKIP its bundle was not built"
    echo "1..$((number + 1))"
    exit 0
fi
say $status "a page is written"
"$ORBITE" map page -d t.orbite -o again.html --title 'Titre & </title>' --from 01002
mkdir same && "$ORBITE" map page -d t.orbite -o same/page.html && cmp -s page.html same/page.html
say $? "the same territory gives the same bytes"
mkdir named && "$ORBITE" map page -d t.orbite -o named/again.html --title 'Titre & </title>' --from la && cmp -s again.html named/again.html
say $? "a start is a code, or a name"
printf 'from,to,mode,minutes,km,method,version\n01001,01002,car,20,,survey,2026\n01001,02001,car,,,survey,2026\n' >matrix.csv
"$ORBITE" map page -d t.orbite -o rings.html --from 01001 --matrix matrix.csv
say $? "a page has the travel times of a matrix"
"$ORBITE" map page -d t.orbite -o circles.html --from 01002 --matrix matrix.csv 2>err && grep -q "no minutes are told from '01002' by car" err
say $? "a place that the matrix does not know keeps its circles, which is said"
"$ORBITE" map page -d t.orbite -o gone.html --from 01001 --router valhalla:http://127.0.0.1:9 2>err &&
    grep -q 'circles as the crow flies instead of travel times' err
say $? "a router that is gone leaves the circles, which is said"
"$ORBITE" map page -d t.orbite --matrix matrix.csv -o none.html 2>err
[ $? = 2 ] && [ ! -e none.html ] && grep -q "'--matrix' goes with '--from'" err
say $? "travel times start somewhere"
"$ORBITE" map page -d t.orbite --from 99999 -o none.html 2>err
[ $? = 1 ] && [ ! -e none.html ] && grep -q "no commune '99999'" err
say $? "a start that is not there is refused"
ORBITE_LOCALEDIR=$ORBITE_BUILDDIR/po "$ORBITE" map page -d t.orbite --lang fr -o fr.html
grep -q '<html lang="fr">' fr.html && grep -q '<title>Qui fait quoi' fr.html && grep -q 'Droit commun</th>' fr.html
say $? "the page speaks French when asked to"
"$ORBITE" map page -d t.orbite --situation s.json -o none.html 2>err
[ $? = 2 ] && [ ! -e none.html ]
say $? "the page that anyone may read refuses a situation"

cat >look.py <<'PY'
import base64, hashlib, html, html.parser, json, re, sys, zlib

number = int(sys.argv[1])
failed = False


def say(good, sentence, detail=""):
    global number, failed
    number += 1
    failed = failed or not good
    print("%s %d - %s" % ("ok" if good else "not ok", number, sentence))
    if not good:
        print("# %s" % (detail,))


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.texts, self.ids, self.now = [], {"script": [], "style": []}, {}, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.now = (tag, dict(attributes))
        if tag in self.texts:
            self.texts[tag].append("")

    def handle_data(self, data):
        if self.now and self.now[0] in self.texts:
            self.texts[self.now[0]][-1] += data
            if "id" in self.now[1]:
                self.ids[self.now[1]["id"]] = data

    def handle_endtag(self, tag):
        self.now = None


def digest(text):
    return "'sha256-%s'" % base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def read(path):
    text = open(path, encoding="utf-8", newline="").read()
    page = Page(text)
    blocks = {}
    for name in ("data", "details", "contours"):
        held = page.ids.get(name, "")
        blocks[name] = json.loads(zlib.decompress(base64.b64decode(held, validate=True))) if held else None
    return text, page, blocks


def column(document, name):
    held = document["columns"][name]
    if isinstance(held, list):
        return held
    communes = document["dictionaries"]["commune"]
    starts = [communes[i][name] if i >= 0 and communes[i][name] is not None else 0 for i in document["columns"]["commune"]]
    return [None if v is None else round(start + v * held["scale"], 5) for v, start in zip(held["values"], starts)]


text, page, blocks = read("page.html")
say("%%" not in re.sub(r"<script>.*</script>|<style>.*</style>", "", text, flags=re.S), "nothing of the template is left")
policy = [a["content"] for t, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"]
say(len(policy) == 1, "there is one policy")
rules = dict(rule.strip().split(" ", 1) for rule in policy[0].split(";"))
say(rules == {"default-src": "'none'", "script-src": digest(page.texts["script"][-1]), "style-src": digest(page.texts["style"][0]),
              "img-src": "data: blob:", "base-uri": "'none'", "form-action": "'none'"},
    "the policy names this script and this style, and no host", policy)
say(len(page.texts["style"]) == 1 and len([1 for t, a in page.tags if t == "script" and "type" not in a]) == 1,
    "there is one script and one style")
loaded = [(t, a) for t, a in page.tags if t in ("link", "iframe", "object", "embed", "base", "audio", "video", "source")
          or any(k in ("src", "srcset", "background", "poster", "xlink:href", "style") or k.startswith("on") for k in a)]
say(not loaded, "no element loads anything, has a style or runs anything of its own", loaded)
say(not re.search(r"url\((?!data:)|@import", page.texts["style"][0]), "the style loads nothing")
say(any(t == "meta" and a.get("name") == "referrer" and a["content"] == "no-referrer" for t, a in page.tags), "no referrer leaves")

data, details, contours = blocks["data"], blocks["details"], blocks["contours"]
say(column(data, "id") == ["a", "b", "c", "d"], "it holds the open offers in the order of their ids", column(data, "id"))
say(data["n"] == details["n"] == 4 and all(len(column(d, c)) == 4 for d in (data, details) for c in d["columns"]),
    "every column has one value for each offer")
say([round(v, 5) for v in column(data, "lon")[:3]] == [5.02, 5.12, 5.05], "a confidential place is at its commune", column(data, "lon"))
say(column(details, "phone")[0] == "0474000000", "what may be told is told")
say([g["properties"]["code"] for g in contours["objects"]["communes"]["geometries"]] == ["01001", "01002"],
    "contours are those of the départements it speaks of")
say(data["head"]["origin"]["name"] == "Ici <b>", "distances start at the commune of the operator", data["head"]["origin"])
say(data["head"]["csv"] == "page.csv", "the list is named after the page", data["head"]["csv"])
whole = text + json.dumps(data) + json.dumps(details) + json.dumps(contours)
say("MARKER" not in whole, "nothing restricted, confidential, closed or elsewhere is in it", re.findall(r"MARKER\w+", whole))
say("77777" not in json.dumps([column(data, "lon"), column(data, "lat")]), "nor a confidential position")
say(text.count("<script") == 4 and text.count("<noscript>") == 1, "a name cannot open or close an element")

plain = text[text.index("<noscript>"):text.index("</noscript>")]
say("page.csv" in plain and html.escape("Moi & <toi>", quote=False) in plain, "without JavaScript: where the list is, whom to name")
rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", plain)
counts = [int(re.findall(r"<td>(\d+)</td>", r)[-1]) for _, r in rows]
say(counts == [1, 1, 2, 0, 0, 0, 0, 0, 1, 4], "without JavaScript: every offer is counted in each of its families, once in all", rows)
say("counts each resource once" in plain, "without JavaScript: the last line is said to be of distinct resources")
for name in ("leaflet", "supercluster", "topojson-client", "fflate"):
    say(re.search(r"<h3>%s [\d.]+ \((BSD-2-Clause|ISC|MIT)\)</h3><pre>[^<]{200,}" % name, text) is not None,
        "the licence of %s is in the page" % name)

text, page, blocks = read("again.html")
say("<title>Titre &amp; &lt;/title&gt;</title>" in text and blocks["data"]["head"]["title"] == "Titre & </title>", "a title is a text")
say(blocks["data"]["head"]["origin"]["name"] == "Là", "distances start where they are asked to")

def area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) / 2

rings = read("rings.html")[2]["data"]["head"]["rings"]
shells = [[polygon[0] for polygon in r["geometry"]["coordinates"]] for r in rings]
say([r["properties"]["label"] for r in rings] == ["15 min by car", "30 min by car", "45 min by car · survey 2026"],
    "an area is named by its minutes and its way, the largest by its method", [r["properties"] for r in rings])
say([[round(area(s), 6) for s in ring] for ring in shells] == [[0.01], [0.02], [0.02]],
    "an area is that of the communes within its minutes, without seams, counter-clockwise", shells)
say(all(min(p[0] for p in shell) == 5 and max(p[1] for p in shell) == 46.1 for ring in shells for shell in ring),
    "the commune without a way is in none", shells)
say(all(read(n)[2]["data"]["head"]["rings"] == [] for n in ("page.html", "circles.html", "gone.html")),
    "a page without travel times has no area")
print("1..%d" % number)
sys.exit(failed)
PY
python3 look.py "$number"
