"""Works out the small counts of persons that several exports of one vault hide, from what they publish alone, by the solver of SciPy. Prints TAP.
usage: together.py ORBITE CASES WORLDS

A reader of all exports does not know the persons; each of them is of one place, of one age, answered or not, gains by a scenario or not. The table that
crosses these bounds every published number, and each hidden one is between its least and its greatest value over all tables. Needs have a table of their own,
with the same margins: less than a reader could know, so that what is found is really told."""
import json
import math
import os
import random
import re
import subprocess
import sys

import numpy
from scipy.optimize import linprog
from scipy.sparse import coo_array

orbite, cases, worlds = sys.argv[1], sys.argv[2], int(sys.argv[3])
HIDDEN = None
FIRST_YEARS = {"0-5": 0, "6-11": 6, "12-15": 12, "16-19": 16, "20-24": 20, "25-39": 25, "40-59": 40, "60+": 60}
ANSWERS = ("unmet", "to_verify", "fine")
PHASES = ("accueil", "appreciation", "mise_en_oeuvre")
# EPCI 990000002 lies in two départements; nobody knows W0009.
PLACES = {"Y0001": ("990000001", "Y0"), "Y0003": ("990000002", "Y0"), "Y1004": ("990000002", "Y1"), "W0009": (None, "W0")}
FAMILIES = {"n_1_1": "1.1", "n_1_2": "1.2", "n_1_3_1": "1.3.1", "n_1_3_2": "1.3.2", "n_1_3_3": "1.3.3", "n_1_3_4": "1.3.4", "n_1_3_5": "1.3.5"}
MOTIVES = {"age": ("122",), "specialty": ("86", "115", "116"), "place": ("114",), "zone": ("113",), "other": None}
NEEDS = ("1.3.3.1", "1.3.3.2", "1.3.4.1", "1.1.2", "1.2.1")
GAINING = ("6-11", "12-15")  # for whom the scenario opens a service
number = failed = 0


def say(good, sentence):
    global number, failed
    number += 1
    failed += not good
    print("ok" if good else "not ok", number, "-", sentence)


def class_of(age):
    return [name for name, first in FIRST_YEARS.items() if age >= first][-1]


def three(code):
    return ".".join(code.split(".")[:3])


# ---- a vault and what is published of it


def dump(name, what):
    with open(name, "w") as file:
        json.dump(what, file)


def unlocked(*command):
    with open("passphrase", "w") as file:
        file.write("une phrase de cinq mots simples")
    with open("passphrase", "rb") as file:
        return subprocess.run([orbite, *command, "--passphrase-fd", str(file.fileno()), "--vault", "v"], pass_fds=[file.fileno()], capture_output=True, text=True)


def territory():
    with open(os.path.join(cases, "data", "planning.json")) as file:
        told = json.loads(file.read().replace("Y0004", "Y1004"))
    for commune in told["communes"]:
        if commune["code"] == "Y1004":
            commune["department"] = "Y1"
    for offer in told["offers"]:
        if offer["id"] == "plan:ime-1":
            offer.update(age_min_months=72, age_max_months=191)  # GAINING
    dump("territory.json", told)
    subprocess.run([orbite, "import", "-q", "native", "territory.json", "-d", "territory.orbite"], check=True)
    dump("opens.json", {"format": "orbite-scenario/1", "name": "Ouvre", "edits": [{"do": "open", "id": "projet:ime", "name": "IME", "like": "plan:ime-1", "organization": "org:b", "commune": "Y0003"}]})


def person(draw, n, kind):
    age, commune, needs = kind
    told = {"format": "orbite-person/1", "id": f"T-{n:03}", "reference_date": "2026-11-01", "age_years": age, "location": {"commune": commune}, "groups": ["TSA"],
            "needs": [{"code": need, "priority": 3, "frequency": "weekly"} for need in needs]}
    refused = []
    if draw.random() < 0.6:
        refused = [{"offer": draw.choice(("x:a", "x:a", "x:b")), "date": "2026-03-01", "status": "180", "reason": draw.choice(("122",) * 6 + ("115", "114"))}]
    return {"format": "orbite-case/1", "situation": told, "phases": [{"phase": draw.choice(PHASES), "from": "2026-01-01"}], "requests": refused}


def alike(count, age, commune, *needs):
    return [(age, commune, needs)] * count


def ages_and_gains(draw, big, small):
    """Too few of an age among those for whom a service opens."""
    return (alike(small(), 8, "Y0003", "1.3.3.1") + alike(big(), 13, "Y0003", "1.3.3.1") + alike(big(), 30, "Y0003", "1.3.3.1", "1.1.2")
            + alike(small() + 1, 45, "Y0003", "1.3.3.1", "1.1.2"))


def hardly_any_without(draw, big, small):
    """Nearly all have a need, and nothing answers it."""
    return alike(big() + 8, 30, "Y0003", "1.3.3.1") + alike(big(), 45, "Y0001", "1.3.3.2") + alike(small(), 30, "Y0001", "1.3.4.1")


def answers_by_area(draw, big, small):
    """In an area, nearly all have something to verify."""
    return (alike(big(), 30, "Y0001", "1.1.2") + alike(small(), 30, "Y0001", "1.3.4.1") + alike(big(), 45, "Y0003", "1.3.4.1") + alike(small() + 1, 30, "Y0003", "1.1.2")
            + alike(4, 30, "W0009", "1.1.2") + alike(4, 30, "W0009", "1.3.4.1"))


def two_departements(draw, big, small):
    """An EPCI has too few persons of one of its départements."""
    return (alike(big(), 30, "Y0001", "1.3.4.1") + alike(big(), 45, "Y0003", "1.3.4.1", "1.1.2") + alike(small() * 2, 30, "Y1004", "1.3.4.1") + alike(big(), 13, "Y1004", "1.1.2")
            + alike(big(), 13, "Y0003", "1.1.2") + alike(small() * 2, 30, "W0009", "1.3.4.1"))


def elsewhere_together(draw, big, small):
    """A département and those of unknown places are told together; nearly all of them have a need that nothing answers."""
    return (alike(big() + 10, 30, "Y0001", "1.3.4.1") + alike(5, 30, "Y0001", "1.1.2") + alike(big() + 8, 30, "Y1004", "1.3.4.1") + alike(small(), 30, "W0009", "1.3.4.1")
            + alike(1, 30, draw.choice(("Y1004", "W0009")), "1.1.2"))


def groups_that_mix(draw, big, small):
    """A few large groups of persons alike, and some who are as one of them but for one thing."""
    kinds = [(draw.choice((4, 8, 8, 13, 13, 17, 30, 45)), draw.choice(("Y0001", "Y0003", "Y0003", "Y1004")), tuple(draw.sample(NEEDS, draw.choice((1, 1, 2))))) for _ in range(draw.choice((2, 3, 4)))]
    everybody = [kind for kind in kinds for _ in range(big())]
    for _ in range(draw.choice((1, 2, 3))):
        age, commune, needs = draw.choice(kinds)
        change = draw.randrange(3)
        one = (draw.choice((4, 8, 13, 65)) if change == 0 else age, draw.choice(tuple(PLACES)) if change == 1 else commune, (draw.choice(NEEDS),) if change == 2 else needs)
        everybody += [one] * small()
    return everybody


def nearly_all_refused(draw, big, small):
    """Each is refused once, but for a few, for one of two reasons, but for a few."""
    people = [person(draw, n, (30, "Y0001", ("1.1.2",))) for n in range(60)]
    first, second = big(), small()
    for n, each in enumerate(people):
        reason = "122" if n < first else "115" if n < first + second else "114"
        each["requests"] = [{"offer": "x:a" if n < 25 else "x:b", "date": "2026-03-01", "status": "180", "reason": reason}] if n < 59 else []
    return people


def persons(draw, shape):
    kinds = shape(draw, lambda: draw.randint(9, 25), lambda: draw.randint(1, 4))
    return kinds if shape is nearly_all_refused else [person(draw, n, kind) for n, kind in enumerate(kinds)]


def done(*command):
    told = unlocked(*command)
    assert told.returncode == 0, told.stderr
    return told.stdout


def add(people):
    with open("persons.ndjson", "w") as file:
        file.writelines(json.dumps(each) + "\n" for each in people)
    done("people", "add", "persons.ndjson", "-q")


def fill(people):
    for name in ("v", "v.log"):
        if os.path.exists(name):
            os.remove(name)
    done("people", "new", "--cost", "2,64", "-q")
    add(people)


def lines(report, key):
    """Lines of a table of a report in JSON; a count that is hidden is None, one that is not there is left out."""
    for table in report["tables"]:
        if table["key"] == key:
            for row in table["rows"] + [dict(total, total=True) for total in table["totals"]]:
                yield {name: value for name, value in row.items() if value is not None or name in row.get("hidden", ())}


def page_lines(html, title):
    """The same of a page: its table by area."""
    table = html[html.index(title):]
    table = table[table.index("<tbody>"):table.index("</tbody>")]
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table):
        cells = [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        yield cells[0], [HIDDEN if cell == "hidden" else int(cell) for cell in cells[2:]]


EXPORTS = {
    "export": ("people", "export", "-f", "json"),
    "refusals": ("people", "refusals", "-f", "json"),
    "emerge": ("emerge", "-d", "territory.orbite", "--by", "epci", "-f", "json"),
    "departements": ("emerge", "-d", "territory.orbite", "--by", "departement", "-f", "json"),
    "page": ("map", "page", "-d", "territory.orbite"),
    "simulate": ("simulate", "opens.json", "-d", "territory.orbite", "--need", "1.3.3.1", "-f", "json"),
}


def published(name, class_):
    """What an export tells, or None when it is refused."""
    done = unlocked(*EXPORTS[name], "--class", class_, "-o", "out")
    if done.returncode == 1 and "too few" in done.stderr:
        return None
    assert done.returncode == 0, (name, done.stderr)
    with open("out") as file:
        told = file.read()
    os.remove("out")
    return told if name == "page" else json.loads(told)


# ---- the table that a reader fills


class Program:
    """Columns by date and name, and rows: sums of columns that are known, or bounded by others."""

    def __init__(self):
        self.columns, self.rows, self.counts = {}, [], []
        self.date, self.by_date = 0, [{}]  # what is told of, by date: columns, value, truth

    def next_date(self):
        self.date += 1
        self.by_date.append({})

    def has(self, *name):
        return (self.date, *name) in self.columns

    def column(self, *name):
        return self.columns.setdefault((self.date, *name), len(self.columns))

    def equal(self, left, right=(), value=0):
        self.rows.append(([(c, 1) for c in left] + [(c, -1) for c in right], value, True))

    def within(self, less, more):
        """The sum of the first columns is at most that of the others."""
        self.rows.append(([(c, 1) for c in less] + [(c, -1) for c in more], 0, False))

    def told(self, what, columns, value, truth=None):
        """A published count over columns, or a hidden one that is attacked."""
        columns = list(columns)
        if not columns:
            return  # nobody can be there
        self.by_date[-1][what] = (columns, value, truth)
        if value is HIDDEN:
            self.counts.append((what, columns, truth))
        else:
            self.equal(columns, value=value)

    def matrices(self):
        out = []
        for equal in (True, False):
            chosen = [row for row in self.rows if row[2] == equal]
            entries = [(i, c, v) for i, row in enumerate(chosen) for c, v in row[0]]
            rows, columns, values = zip(*entries) if entries else ((), (), ())
            out += [coo_array((values, (rows, columns)), shape=(len(chosen), len(self.columns))).tocsr(), numpy.array([row[1] for row in chosen], float)]
        return out

    def bounds(self, columns, matrices, less=()):
        """The least and the greatest of the sum of columns, less that of others."""
        out = []
        for sign in (1, -1):
            cost = numpy.zeros(len(self.columns))
            for c in columns:
                cost[c] += sign
            for c in less:
                cost[c] -= sign
            answer = linprog(cost, A_eq=matrices[0], b_eq=matrices[1], A_ub=matrices[2], b_ub=matrices[3], bounds=(0, None), method="highs", options={"presolve": False})
            assert answer.status in (0, 3), answer.message
            out.append(math.inf * -sign if answer.status == 3 else sign * answer.fun)
        return tuple(bound if math.isinf(bound) else whole(bound - slack) for bound, whole, slack in zip(out, (math.ceil, math.floor), (1e-6, -1e-6)))


class Reader:
    """What one knows who reads exports, and how."""

    def __init__(self, people, truths, program=None):
        self.p, self.people, self.truths = program or Program(), people, truths
        self.base = {}
        for place in PLACES:
            for answer in ANSWERS:
                for age in FIRST_YEARS:
                    for gains in ("none", "covered", "possible"):
                        if gains != "none" and age not in GAINING or gains == "possible" and answer != "unmet" or gains == "covered" and answer == "fine":
                            continue
                        self.base[place, answer, age, gains] = self.p.column("base", place, answer, age, gains)
        self.needs = {}
        self.refused = False

    def those(self, **known):
        names = ("place", "answer", "age", "gains")
        return [c for key, c in self.base.items() if all(key[names.index(name)] in values for name, values in known.items())]

    def everybody(self):
        return list(self.base.values())

    def need(self, family, **known):
        """Those with a need of a family by what they have of it: served, unmet."""
        if family not in self.needs:
            mine = self.needs[family] = {}
            for place in PLACES:
                for answer in ANSWERS:
                    for has in ("none", "served") + (("unmet",) if answer == "unmet" else ()):
                        mine[place, answer, has] = self.p.column(family, place, answer, has)
                    self.p.equal([c for key, c in mine.items() if key[:2] == (place, answer)], self.those(place=(place,), answer=(answer,)))
        names = ("place", "answer", "has")
        return [c for key, c in self.needs[family].items() if all(key[names.index(name)] in values for name, values in known.items())]

    def with_need(self, code):
        return self.need(code, has=("served", "unmet"))

    def unmet(self, family, places):
        if family.count(".") == 2:
            return self.need(family, has=("unmet",), place=places)
        for place in PLACES:
            if not self.p.has("unmet", family, place):
                self.p.within([self.p.column("unmet", family, place)], self.those(place=(place,), answer=("unmet",)))
        return [self.p.column("unmet", family, place) for place in places]

    # ---- refusals

    def refusal(self, kind, code):
        """Persons refused with a code, all of them among those refused."""
        if not self.refused:
            self.refused = True
            self.p.within([self.p.column("refused")], self.everybody())
            motives = [self.p.column("motive", motive) for motive in MOTIVES]
            for motive in motives:
                self.p.within([motive], [self.p.column("refused")])
            # Here nobody is refused twice, and this is known of the team's work.
            self.p.equal([self.p.column("refused")], motives)
            for motive, reasons in MOTIVES.items():
                if reasons is not None:
                    self.p.equal([self.p.column("motive", motive)], [self.p.column("reason", reason) for reason in reasons])
        column = self.p.column(kind, code)
        if kind == "reason" and not any(reasons is not None and code in reasons for reasons in MOTIVES.values()):
            self.p.within([column], [self.p.column("motive", "other")])
        return [column]

    def beside_all(self, kind, row, code):
        rest = self.p.column(kind, code, "without")
        mine = self.with_need(code) if kind == "need" else self.refusal(kind, code)
        self.p.equal(mine + [rest], self.everybody())
        truth = sum(self.has(each, kind, code) for each in self.people)
        self.p.told((kind, code, "with"), mine, row["with"], truth)
        self.p.told((kind, code, "without"), [rest], row["without"], len(self.people) - truth)

    @staticmethod
    def has(each, kind, code):
        if kind == "need":
            return any(three(need["code"]) == code for need in each["situation"]["needs"])
        refused = each["requests"]
        if kind == "service":
            return any(request["offer"] == code for request in refused)
        if kind == "motive":
            return any(any(MOTIVES[m] is not None and request["reason"] in MOTIVES[m] for m in (code,)) for request in refused)
        return any(request["reason"] == code for request in refused)

    # ---- exports

    def read_export(self, report):
        count = lambda test: sum(test(each) for each in self.people)
        for row in lines(report, "ages"):
            if "total" in row:
                self.p.told("all", self.everybody(), row["persons"])
            elif row["ages"] != "unknown":
                self.p.told(("age", row["ages"]), self.those(age=(row["ages"],)), row["persons"], count(lambda each: class_of(each["situation"]["age_years"]) == row["ages"]))
        listed = [row["department"] for row in lines(report, "departments") if "department" in row and row["department"] != "00"]
        for row in lines(report, "departments"):
            if "total" in row:
                continue
            mine = [place for place in PLACES if (PLACES[place][1] == row["department"] if row["department"] != "00" else PLACES[place][1] not in listed)]
            named = row["department"] if row["department"] != "00" else ("none of", *listed)
            self.p.told(("département", named), self.those(place=mine), row["persons"], count(lambda each: each["situation"]["location"]["commune"] in mine))
        for row in lines(report, "needs"):
            if three(row["code"]).startswith("1."):
                self.beside_all("need", row, row["code"])
        for row in lines(report, "refusals"):
            self.beside_all("reason", row, row["code"])

    def read_refusals(self, report):
        for row in lines(report, "motives"):
            if row["motive"] != "other":
                self.beside_all("motive", row, row["motive"])
            elif row["with"] is not HIDDEN:
                self.p.equal(self.refusal("motive", "other"), value=row["with"])
        for row in lines(report, "services"):
            self.p.within(self.refusal("service", row["code"]), [self.p.column("refused")])
            self.beside_all("service", row, row["code"])
        self.p.within([self.p.column("service", row["code"]) for row in lines(report, "services")], [self.p.column("refused")])

    def read_spots(self, report, level):
        index = 0 if level == "epci" else 1
        for row in lines(report, "spots"):
            known = [place for place in PLACES if PLACES[place][0] is not None]
            area = row.get("area")
            mine = known if "total" in row else [place for place in known if PLACES[place][index] == area]
            truth = self.truths.get((level, area), {})
            self.p.told(("known", level, area), self.those(place=mine), row["known"], truth.get("known"))
            self.p.told(("unmet", level, area), self.those(place=mine, answer=("unmet",)), row["unmet"], truth.get("unmet"))
            self.p.told(("met", level, area), self.those(place=mine, answer=("to_verify", "fine")), row["others"], truth.get("others"))
        demands = {}
        for row in lines(report, "groups"):
            demands.setdefault((row["need"], row["cause_code"]), []).append(row["persons"])
        for (need, cause), counts in demands.items():
            column = self.p.column("group", need, cause)
            self.p.equal([column], value=sum(counts))
            self.p.within([column], self.need(need, has=("unmet",)))

    def read_emerge(self, report):
        self.read_spots(report, "epci")

    def read_departements(self, report):
        self.read_spots(report, "departement")

    def read_page(self, html):
        by_home = "most of its communes" in html  # an EPCI is then in one département
        home = lambda place: "Y0" if by_home and PLACES[place][0] == "990000002" else PLACES[place][1]
        for title, index in (("Persons without solution, by département", 1), ("Persons without solution, by EPCI", 0)):
            known = [place for place in PLACES if PLACES[place][0] is not None]
            for area, counts in page_lines(html, title):
                if area == "all":
                    mine = list(PLACES)
                elif area == "00":
                    mine = [place for place in PLACES if place not in known]
                else:
                    mine = [place for place in known if (PLACES[place][0] if index == 0 else home(place)) == area]
                if area.endswith("-00"):
                    continue
                truth = self.truths.get(("epci" if index == 0 else "departement", area), {})
                self.p.told(("page unmet", area), self.those(place=mine, answer=("unmet",)), counts[0], truth.get("unmet"))
                self.p.told(("page to verify", area), self.those(place=mine, answer=("to_verify",)), counts[1])
                for family, count in zip(FAMILIES.values(), counts[2:]):
                    self.p.told(("page", family, area), self.unmet(family, mine), count)
                if area == "00":
                    continue
                # The others stand nowhere.
                self.p.told(("page neither", area), self.those(place=mine, answer=("fine",)), HIDDEN)
                for family in FAMILIES.values():
                    if family.count(".") == 2:
                        self.p.told(("page beside", family, area), self.need(family, has=("none", "served"), place=mine, answer=("unmet",)), HIDDEN)

    def read_simulate(self, report):
        for row in lines(report, "persons"):
            gains = ("covered",) if row["answer"] == "covered" else ("possible",)
            # Whom it gives something eligible where nothing was possible is in both lines: one column holds only what is sure.
            truth = self.truths[row["answer"]]
            column = self.p.column("gaining", row["answer"])
            if row["answer"] == "possible":
                self.p.within([column], self.those(answer=("unmet",), age=GAINING))
                self.p.within([column], self.need("1.3.3", has=("unmet",)))
            else:
                self.p.within([column], self.those(answer=("unmet", "to_verify"), age=GAINING))
                self.p.within([column], self.with_need("1.3.3"))
            rest = self.p.column("gaining nothing", row["answer"])
            self.p.equal([column, rest], self.everybody())
            self.p.told(("gaining", gains), [column], row["gaining"], truth["gaining"])
            self.p.told(("gaining nothing", gains), [rest], row["not_gaining"], truth["not_gaining"])
            self.p.told("all", self.everybody(), row["persons"])


# ---- the attack

TRIED = (
    (ages_and_gains, "export", "simulate"),
    (hardly_any_without, "export", "page"),
    (answers_by_area, "emerge", "page"),
    (two_departements, "page", "departements"),
    (ages_and_gains, "simulate", "export"),
    (nearly_all_refused, "refusals", "export"),
    (two_departements, "export", "page"),
    (answers_by_area, "page", "emerge"),
    (groups_that_mix, "export", "page", "simulate"),
    (hardly_any_without, "page", "simulate", "export"),
    (groups_that_mix, "emerge", "simulate"),
    (two_departements, "emerge", "export", "page"),
    (nearly_all_refused, "export", "refusals"),
    (groups_that_mix, "refusals", "export"),
    (elsewhere_together, "export", "page"),
)


def true_counts(names):
    truths = {}
    for level, name in (("epci", "emerge"), ("departement", "departements")):
        if {"page", name} & set(names):
            for row in lines(published(name, "team"), "spots"):
                truths[level, row.get("area")] = row
    if "simulate" in names:
        for row in lines(published("simulate", "team"), "persons"):
            truths[row["answer"]] = row
    return truths


def is_small(low, high, truth, k):
    """Is a count that is below k worked out to within less than k?"""
    return high < k or (high - low < k and truth is not None and truth < k)


def attack(seed, shape, names, class_, forgets=False):
    """How many exports are not refused, how many counts are hidden and shown, those that are recovered, those that are wrong. forgets: each export is of a
    vault of its own, of the same persons, which does not know what the others tell."""
    draw = random.Random(seed)
    people = persons(draw, shape)
    fill(people)
    reader = Reader(people, true_counts(names))
    told = 0
    for name in names:
        if forgets:
            fill(people)
        report = published(name, class_)
        if report is not None:
            told += 1
            getattr(reader, "read_" + name)(report)
    matrices = reader.p.matrices()
    recovered, small, wrong = [], 0, []
    k = 5 if class_ == "partner" else 11
    for what, columns, truth in reader.p.counts:
        if truth is not None and truth >= k:
            continue
        low, high = reader.p.bounds(columns, matrices)
        small += 1
        if truth is not None and not low <= truth <= high:
            wrong.append(f"{what}: {truth} is not between {low} and {high}")
        if is_small(low, high, truth, k):
            recovered.append(f"{what}: {truth} is between {low} and {high}")
    shown = sum(row[2] and row[1] != 0 for row in reader.p.rows)
    return told, small, shown, recovered, wrong


# ---- files, of which nothing is remembered but what is given beside


def refused_by(counts, everybody):
    """Persons of a file, of whom so many were refused by each service."""
    people = [person(random.Random(n), n, (30, "Y0001", ("1.1.2",))) for n in range(everybody)]
    for n, each in enumerate(people):
        each["requests"] = [{"offer": offer, "date": "2026-03-01", "status": "180", "reason": "122"} for offer, count in counts.items() if n < count]
    return people


def refusals_beside(people, *files):
    dump("cases.json", people)
    done = subprocess.run([orbite, "people", "refusals", "cases.json", "--class", "partner", "-f", "json"] + (["--beside", ",".join(files)] if files else []), capture_output=True, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else None


def attack_files(draw):
    """What the third report tells of those who came between the first two, when the second, which hid them, is given beside it; None when a report is refused."""
    few, some = draw.randint(1, 4), draw.randint(12, 25)
    # Everything else changes by enough to be told again.
    people = [refused_by({"x:a": some, "x:b": some + 8, "x:c": 40}, 80), refused_by({"x:a": some + 7, "x:b": some + 8 + few, "x:c": 50}, 100)]
    told = []
    for index, beside in ((0, ()), (1, ("told0",)), (1, ("told1",))):
        report = refusals_beside(people[index], *beside)
        if report is None:
            return None
        dump(f"told{len(told)}", report)
        told.append({row["code"]: row["with"] for row in lines(report, "services")})
    first, last = told[0].get("x:b"), told[2].get("x:b")
    return [f"x:b: {few} between {first} and {last}"] if first is not None and last is not None else []


def main():
    territory()
    first = int(os.environ.get("ORBITE_SEED", "1"))
    all_small = all_shown = pairs = 0
    recovered, wrong = [], []
    for world in range(worlds):
        shape, *names = TRIED[world % len(TRIED)]
        class_ = "public" if world % 7 == 6 else "partner"
        told, small, shown, found, faults = attack(first + world, shape, names, class_)
        pairs += told > 1
        all_small += small
        all_shown += shown
        recovered += [f"seed {first + world}, {' + '.join(names)}, {class_}: {each}" for each in found]
        wrong += [f"seed {first + world}, {' + '.join(names)}, {class_}: {each}" for each in faults]
    for line in (wrong + recovered)[:40]:
        print("#", line)
    say(not recovered, f"exports together do not tell one of {all_small} hidden counts that may be small")
    say(not wrong, "what is worked out is true")
    say(pairs >= worlds // 2 and all_small > 10 * worlds and all_shown > 5 * worlds, f"of {worlds} vaults {pairs} publish several exports, which show {all_shown} counts")
    files = [attack_files(random.Random(first + n)) for n in range(4)]
    say(any(found == [] for found in files) and not any(files), "a report of files given beside one that left out a line does not tell it")
    for found in files:
        for line in found or ():
            print("#", line)
    alone = [attack(first + world, *TRIED[world % len(TRIED)][:1], TRIED[world % len(TRIED)][1:], "partner", forgets=True)[3] for world in (0, 4, 5)]
    say(any(alone), f"of exports that are each protected alone, the attack recovers {sum(len(found) for found in alone)} counts")
    print(f"1..{number}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
