"""Files of persons that differ only where counts are too small to be told: what is made of them for others is the same, byte for byte, in every format. Prints TAP.
usage: alike.py ORBITE CASES"""
import itertools
import json
import os
import subprocess
import sys

orbite, cases = sys.argv[1:3]
planning = ["-d", "planning.orbite"]
siting = ["-d", "site.orbite"]
for name in ("planning", "site"):
    subprocess.run([orbite, "import", "-q", "native", os.path.join(cases, "data", name + ".json"), "-d", name + ".orbite"], check=True)
FORMATS = ("json", "html", "xlsx", "geojson", "table")
whole = os.environ.get("ORBITE_ALIKE") == "all"  # make check-attack
number = 0
failed = 0


def say(good, sentence):
    global number, failed
    number += 1
    failed += not good
    print("ok" if good else "not ok", number, "-", sentence)


def made(command, format_):
    options = [] if format_ == "table" else ["-f", format_]
    name = "made." + format_
    if format_ == "table":
        name = "-"
    done = subprocess.run([orbite, *command, *options, "-o", name], capture_output=True)
    what = done.stdout
    if name != "-" and done.returncode in (0, 3):
        with open(name, "rb") as file:
            what = file.read()
        os.remove(name)
    return done.returncode, done.stderr, what


def alike(sentence, files, command, formats=FORMATS):
    """files: by name, the texts that others must not tell apart."""
    wrong = []
    for format_ in formats:
        seen = []
        for texts in zip(*files.values()):
            for name, text in zip(files, texts):
                with open(name, "w") as file:
                    file.write(text)
            seen.append(made(command, format_))
        if seen[0][0] != 0:
            wrong.append(f"{format_} fails: {seen[0][1].decode()}")
        if any(other != seen[0] for other in seen):
            wrong.append(f"{format_} differs")
            if format_ == "table":
                for one, other in itertools.zip_longest(seen[0][2].decode().splitlines(), seen[-1][2].decode().splitlines()):
                    if one != other:
                        wrong += [f"  {one}", f"  {other}"]
    say(not wrong, sentence)
    for line in wrong:
        print("#", line)


def told_apart(sentence, files, command):
    """The same, where the difference is to be told: else nothing is proved."""
    seen = []
    for texts in zip(*files.values()):
        for name, text in zip(files, texts):
            with open(name, "w") as file:
                file.write(text)
        seen.append(made(command, "json"))
    say(seen[0][0] == 0 and seen[0] != seen[1], sentence)


def demand(*rows):
    return ["commune,count\n" + "".join(f"{commune},{count}\n" for commune, count in row) for row in rows]


# ---- access: within an EPCI, who lives in which commune; what a few elsewhere take
moved = {"few.csv": demand([("Y0001", 40), ("Y0002", 15), ("Y0003", 12), ("Y0004", 9)], [("Y0001", 54), ("Y0002", 1), ("Y0003", 20), ("Y0004", 1)])}
fewer = {"few.csv": demand(*([("Y0001", 40), ("Y0002", 15), (commune, 2)] for commune in ("Y0003", "Y0004", "Y0005")))}
people = ["access", *planning, "--family", "L4.2", "--age", "6-19", "--demand", "few.csv"]
for method in ("2sfca", "e2sfca", "3sfca", "balanced", "gravity", "cumulative", "availability", "closest") if whole else ("e2sfca", "availability", "closest"):
    alike(f"access by {method} does not tell where in an EPCI persons live", moved, [*people, "--method", method, "--class", "partner"], ("json",))
alike("nor in any format", moved, [*people, "--class", "public"])
alike("nor where a few live", fewer, [*people, "--class", "partner"], ("json",))
alike("nor over a perimeter that others surround", {"few.csv": demand([("Y0001", 40), ("Y0002", 15), ("Y0003", 1)], [("Y0001", 40), ("Y0002", 15), ("Y0003", 9)])},
      [*people, "--epci", "990000001", "--class", "partner"], ("json",))
told_apart("the team is told", moved, [*people, "--class", "team"])

# ---- siting: two communes too small, whose sum does not change
small = {"few.csv": demand(*([("97499", 20), ("Z0001", 40), ("Z0003", 30), ("Z0004", 25), ("Z0006", a), ("Z0007", 6 - a)] for a in (2, 3, 4)))}
sited = ["site", *siting, "--demand", "few.csv", "--category", "183", "--minutes", "30"]
for model in ("mclp", "p-median"):
    for sites in ("1", "2") if whole else ("1",):
        alike(f"siting by {model} of {sites} does not tell small communes apart", small, [*sited, "--model", model, "--open", sites, "--class", "partner"], ("json",))
alike("nor in any format", small, [*sited, "--class", "public"])
alike("nor whether any live out of the territory", {"few.csv": demand([("Z0001", 40)], [("Z0001", 40), ("01999", 1)])}, [*sited, "--class", "partner"], ("json",))
alike("nor whether nobody is counted in a commune", {"few.csv": demand([("Z0001", 40)], [("Z0001", 40), ("Z0005", 3)])}, [*sited, "--commune", "Z0005", "--class", "partner"], ("json",))
told_apart("the team is told", small, [*sited, "--class", "team"])


# ---- requests: too few of a need in an area, or out of what is looked at
def requests(*rows):
    return ["need,commune,count\n" + "".join(f"{need},{commune},{count}\n" for need, commune, count in row) for row in rows]


asked = ["gaps", *planning, "--need", "1.3.3.1", "--requests", "few.csv"]
alike("gaps do not tell a few requests", {"few.csv": requests(*([("1.3.3.1", "Y0001", 40), ("1.3.3.1", "Y0003", count)] for count in (0, 1, 4)))}, [*asked, "--class", "partner"])
alike("nor whether others ask for what is not looked at", {"few.csv": requests([("1.3.3.1", "Y0001", 40)], [("1.3.3.1", "Y0001", 40), ("1.1.1", "Y0001", 1)])},
      [*asked, "--class", "partner"], ("json",))
alike("nor from elsewhere", {"few.csv": requests([("1.3.3.1", "Y0001", 40)], [("1.3.3.1", "Y0001", 40), ("1.3.3.1", "Y0003", 1)])},
      [*asked, "--epci", "990000001", "--class", "partner"], ("json",))


# ---- a line that is there says no more than one that is not
def refusals(*services):
    """Twelve persons of a file, each refused by as many services as say so."""
    said = []
    for each in services:
        people = []
        for number in range(12):
            person = {"format": "orbite-person/1", "id": f"R-{number:02}", "reference_date": "2026-11-01", "age_years": 30, "location": {"commune": "Y0001"},
                      "needs": [{"code": "1.3.3.2", "priority": 2, "frequency": "weekly"}]}
            asked = [{"offer": offer, "date": "2026-03-01", "status": "180", "reason": "122"} for offer, persons in each.items() if number < persons]
            people.append({"format": "orbite-case/1", "situation": person, "requests": asked + [{"offer": f"x:{number}", "date": "2026-03-01", "status": "180", "reason": "122"}]})
        said.append(json.dumps(people))
    return said


refused = {"cases.json": refusals({"x:a": 12}, {"x:a": 11}, {"x:a": 4}, {})}
alike("refusals do not tell whether hardly any person was refused by a service, or nearly all", refused, ["people", "refusals", "cases.json", "--class", "partner"], ("json", "html", "xlsx", "table"))
told_apart("the team is told", refused, ["people", "refusals", "cases.json", "--class", "team"])


def vault(persons):
    """A new vault with these persons; a command of it reads its passphrase from a file."""
    for name in ("v", "v.log"):
        if os.path.exists(name):
            os.remove(name)
    with open("persons.ndjson", "w") as file:
        file.writelines(json.dumps(person) + "\n" for person in persons)
    unlocked("people", "new", "--vault", "v", "--cost", "2,64", "-q")
    unlocked("people", "add", "persons.ndjson", "--vault", "v", "-q")


def unlocked(*command):
    with open("passphrase", "w") as file:
        file.write("une phrase de cinq mots simples")
    with open("passphrase", "rb") as file:
        done = subprocess.run([orbite, *command, "--passphrase-fd", str(file.fileno())], pass_fds=[file.fileno()], capture_output=True)
    return done.returncode, done.stderr, done.stdout


def alike_vaults(sentence, worlds, *commands):
    """worlds: the persons of vaults whom others must not tell apart by these commands, one after the other."""
    seen = []
    for persons in worlds:
        vault(persons)
        seen.append([unlocked(*command, "--vault", "v") for command in commands])
    good = seen[0][0][0] == 0 and all(other == seen[0] for other in seen)
    say(good, sentence)
    for one, other in [] if good else itertools.zip_longest(*(str(each).split("\\n") for each in (seen[0], seen[-1]))):
        if one != other:
            print("# ", one, "\n# ", other)


def living(communes):
    """A person for each, who asks for the same."""
    return [{"format": "orbite-person/1", "id": f"v-{number:02}", "reference_date": "2026-11-01", "age_years": 30, "location": {"commune": commune},
             "needs": [{"code": "1.3.3.2", "priority": 2, "frequency": "weekly"}]} for number, commune in enumerate(communes)]


for class_ in ("partner", "public"):
    few = 8 if class_ == "partner" else 14
    alike_vaults(f"an export for {class_} does not tell whether those of elsewhere live in one département",
                 [living(["97101"] * 30 + ["01001"] * one + ["71001"] * (few - one)) for one in (few, few - 1, few - 4)], ["people", "export", "--class", class_, "-f", "json"])


def reasons(*rows):
    """Forty persons, of whom as many as each row says were refused for its reasons."""
    people = []
    for number, person in enumerate(living(["Y0001"] * 40)):
        mine = next((row[1:] for row in rows if number < row[0]), ())
        people.append({"format": "orbite-case/1", "situation": person, "requests": [{"offer": "x:a", "date": "2026-03-01", "status": "180", "reason": reason} for reason in mine]})
    return people


alike_vaults("a motive does not tell, beside one of its reasons, how few were refused for another",
             [reasons((few, "116"), (20, "115")) for few in (0, 1, 4)], ["people", "refusals", "--class", "partner", "-f", "csv", "--table", "motives"],
             ["people", "export", "--class", "partner", "-f", "csv", "--table", "refusals"])


# ---- needs that nothing answers: groups, and where they stand out
def asking(*persons):
    """Persons of a file: commune, age, needs."""
    return json.dumps([{"format": "orbite-person/1", "id": f"E-{number:03}", "reference_date": "2026-11-01", "age_years": age, "location": {"commune": commune}, "groups": ["TSA"],
                        "needs": [{"code": need, "priority": 3, "frequency": "weekly"} for need in needs]} for number, (commune, age, needs) in enumerate(persons)])


def met(count):
    return [("Y0001", 12, ["1.3.3.1"])] * count


emerging = ["emerge", "people.json", *planning]
# 1.3.3.1 is too far from Y0003, and nothing answers 1.3.3.2 anywhere: two groups, of which some persons are in both. The others who live there have what they need.
crossed = {"people.json": [asking(*met(20), *[("Y0003", 45, ["1.1.2"])] * (20 - union), *[("Y0003", 12, ["1.3.3.1"] * (n < 17) + ["1.3.3.2"] * (n >= union - 8)) for n in range(union)]) for union in (20, 19, 18)]}
alike("groups that cross do not tell how few are in none of them", crossed, [*emerging, "--class", "partner"])
told_apart("the team is told", crossed, [*emerging, "--class", "team"])
far = ("Y0003", 12, ["1.3.3.1"])
few = {"people.json": [asking(*met(30), *[far] * 20, *[("Y0001", 45, ["1.3.4.1"])] * (4 - others), *[("Y0001", 45, ["1.2.1"])] * others) for others in (0, 1, 4)]}
for class_ in ("partner", "public"):
    alike(f"emerge does not tell {class_} whether few ask for the same", few, [*emerging, "--class", class_])
where = {"people.json": [asking(*met(30), *[far] * 20, *[(commune, 45, ["1.3.4.1"]) for commune in row]) for row in (["Y0001"] * 4, ["Y0001", "Y0001", "Y0002", "Y0002"], ["Y0002"] * 4)]}
alike("nor where in an EPCI they live", where, [*emerging, "--class", "partner"])


# ---- scenarios: who gains and who loses
def dump(name, what):
    with open(name, "w") as file:
        json.dump(what, file)


def aged(*persons):
    """The same, each in a document of its own."""
    return json.loads(asking(*persons))


dump("crise.json", {"format": "orbite-scenario/1", "name": "Crise", "edits": [{"do": "suspend", "select": {"modalities": ["accueil_jour"]}, "from": "2026-10-15", "to": "2027-01-31"}]})
alike("a scenario does not tell how few lose something", {"people.json": [asking(*met(few), *[("Y0001", 45, ["1.3.4.1"])] * (50 - few)) for few in (0, 1, 4)]},
      ["simulate", "crise.json", "people.json", *planning, "--need", "1.3.3.1", "--class", "partner"])
alike_vaults("a scenario does not tell, beside an export, how few of those with a need lose nothing",
             [aged(*met(20 - few), *[far] * few, *[("Y0001", 45, ["1.3.4.1"])] * 30) for few in (1, 2, 4)],
             ["people", "export", "--class", "partner", "-f", "csv", "--table", "needs"], ["simulate", "crise.json", *planning, "--need", "1.3.3.1", "--class", "partner", "-f", "csv", "--table", "persons"])

print(f"1..{number}")
sys.exit(failed > 0)
