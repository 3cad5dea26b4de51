"""A later edition of a FINESS feed: edit.py FEED OUT IDS. The first open establishments with an address in the Ain are edited."""
import copy
import gzip
import json
import sys

with gzip.open(sys.argv[1]) as file:
    feed = json.load(file)
feed["generatedAt"] = "2026-09-13T02:00:00Z"
alone = [p for p in feed["pmej"]
         if sum(e["informationsGeneralesEGE"]["dateFermeture"] is None for e in p.get("ege") or []) >= 1]
chosen = []
for p in alone:
    for e in p["ege"]:
        about = e["informationsGeneralesEGE"]
        if about["dateFermeture"] is None and e["adresse"] and len(chosen) < 4 and not e["roleEge"]:
            chosen.append((p, e, about))
            break
told = []
p, e, about = chosen[0]
about["dateFermeture"] = "2026-08-31"
e["etatObjet"] = "I"
told.append(("closed", about["numFinessEge"]))
p, e, about = chosen[1]
e["adresse"][0]["numeroVoie"] = "999"
e["adresse"][0]["libelleVoie"] = "DE L INVENTION"
e["adresse"][0]["ligneQuatre"] = "999 RUE DE L INVENTION"
told.append(("moved", about["numFinessEge"]))
p, e, about = chosen[2]
p["ege"].remove(e)
told.append(("gone", about["numFinessEge"]))
p, e, about = chosen[3]
new = copy.deepcopy(e)
new["informationsGeneralesEGE"].update(egeId="999999", numFinessEge="019999999", dateOuverture="2026-09-01", siret=None)
p["ege"].append(new)
told.append(("opened", "019999999"))
with open(sys.argv[2], "w") as file:
    json.dump(feed, file)
with open(sys.argv[3], "w") as file:
    file.writelines("%s %s\n" % pair for pair in told)
