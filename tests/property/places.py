"""What the place of a group of needs tells of the areas whose counts are hidden: reports on random persons, attacked by a solver that knows that as many as the group live
there. Prints TAP. usage: places.py ORBITE CASES REPORTS"""
import copy
import json
import os
import random
import subprocess
import sys

from scipy.optimize import linprog

orbite, cases, reports = sys.argv[1], sys.argv[2], int(sys.argv[3])
K = 5  # of the class partner
AREAS = 10
COLUMNS = ("unmet", "known", "others")


def make_territory():
    """That of the cases, and areas of two communes, each far from all others: whoever reads a place knows where all of a group live."""
    with open(os.path.join(cases, "data", "planning.json")) as file:
        territory = json.load(file)
    like = territory["communes"][0]
    for area in range(AREAS):
        for number in range(2):
            commune = copy.deepcopy(like)
            commune.update(code=f"W{area:02}{number:02}", name=f"Ville {area} {number}", lon=1 + area % 5 * 0.8 + number * 0.02, lat=47.5 + area // 5 * 0.8, epci=f"9911000{area:02}",
                           department=f"W{area % 2}")
            territory["communes"].append(commune)
    with open("wide.json", "w") as file:
        json.dump(territory, file)
    subprocess.run([orbite, "import", "-q", "native", "wide.json", "-d", "wide.orbite"], check=True)


def draw(seed):
    """Persons, and by area how many have an unmet need, how many are known."""
    chance = random.Random(seed)
    people, truth = [], {}

    def add(area, commune, need, age):
        people.append({"format": "orbite-person/1", "id": f"R-{len(people):04}", "reference_date": "2026-11-01", "age_years": age, "groups": ["TSA"],
                       "location": {"commune": f"W{area:02}{commune:02}"}, "needs": [{"code": need, "priority": 3, "frequency": "weekly"}]})

    for area in chance.sample(range(AREAS), chance.randint(4, AREAS)):
        home, together = chance.randrange(2), chance.random() < 0.55
        unmet = chance.randint(5, 14) if together else chance.randint(0, 6)
        met = chance.choice([0, 1, 3, 5, 6, 8, 12])
        for _ in range(unmet):
            add(area, home if together else chance.randrange(2), "1.3.3.1", 12)
        for _ in range(met):
            add(area, chance.randrange(2), "1.1.2", 45)
        truth[f"9911000{area:02}"] = {"unmet": unmet, "known": unmet + met, "others": met}
    return people, truth


def ask(people):
    """The areas, their total and the groups, as a partner reads them."""
    with open("people.json", "w") as file:
        json.dump(people, file)
    done = subprocess.run([orbite, "emerge", "people.json", "-d", "wide.orbite", "--class", "partner", "-f", "json", "-q"], capture_output=True)
    if done.returncode != 0:
        return None  # refused: nothing is told
    tables = {table["key"]: table for table in json.loads(done.stdout)["tables"]}
    return tables["spots"]["rows"], tables["spots"]["totals"][0], [(group["place"], group["persons"]) for group in tables["groups"]["rows"] if group["persons"] is not None]


def attack(areas, total, groups, truth):
    """The counts below K whose bounds are too near: area, column, truth, bounds."""
    count = len(areas)
    at = {"unmet": 0, "known": count}
    equal, right, below, most = [], [], [], []

    def row(*terms):
        out = [0] * (2 * count)
        for place, sign in terms:
            out[place] += sign
        return out

    def terms(column, numbers):
        if column == "others":
            return [(count + i, 1) for i in numbers] + [(i, -1) for i in numbers]
        return [(at[column] + i, 1) for i in numbers]

    for i, area in enumerate(areas):
        below.append(row((i, 1), (count + i, -1)))
        most.append(0)
        of_groups = sum(persons for place, persons in groups if place == area["area"])
        below.append(row((i, -1)))
        most.append(-of_groups)
        for column in COLUMNS:
            if area[column] is not None:
                equal.append(row(*terms(column, [i])))
                right.append(area[column])
    for column in COLUMNS:
        if total[column] is not None:
            equal.append(row(*terms(column, range(count))))
            right.append(total[column])
    found = []
    for i, area in enumerate(areas):
        for column in COLUMNS:
            value = truth.get(area["area"], {}).get(column, 0)
            if area[column] is not None or value >= K:
                continue
            ends = []
            for sign in (1, -1):
                answer = linprog([sign * x for x in row(*terms(column, [i]))], below, most, equal or None, right or None, bounds=(0, 1000), method="highs", options={"presolve": False})
                assert answer.status == 0, answer.message
                ends.append(sign * answer.fun)
            if ends[1] < K - 1e-6 or ends[1] - ends[0] < K - 1e-6:
                found.append((area["area"], column, value, *ends))
    return found


def alone(areas, truth, groups):
    """The same areas, each small count hidden and nothing else."""
    rows = [{"area": area["area"], **{column: truth.get(area["area"], {}).get(column, 0) for column in COLUMNS}} for area in areas]
    total = {column: sum(each[column] for each in rows) for column in COLUMNS}
    for each in rows:
        for column in COLUMNS:
            each[column] = each[column] if each[column] >= K else None
    return rows, total, groups


make_territory()
told, recovered, control = 0, [], 0
for seed in range(1, reports + 1):
    people, truth = draw(seed)
    answer = ask(people)
    if answer is None:
        continue
    told += len(answer[2])
    recovered += [(seed, *each) for each in attack(*answer, truth)]
    control += len(attack(*alone(answer[0], truth, answer[2]), truth))
print("1..3")
print(f"{'not ok' if recovered else 'ok'} 1 - the places of {told} groups bound none of the small counts that are hidden")
for each in recovered[:5]:
    print("# report {}: area {}, {} is {}, between {:.0f} and {:.0f}".format(*each))
print(f"{'ok' if told >= 2 * reports else 'not ok'} 2 - groups are told")
print(f"{'ok' if control else 'not ok'} 3 - when small counts alone are hidden, the same attack recovers {control}")
sys.exit(bool(recovered) or told < 2 * reports or not control)
