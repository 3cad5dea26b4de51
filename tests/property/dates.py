"""Works out, from exports of one vault given at several dates, between which persons came or left, the small counts that each hides and by how few a count
changed. Prints TAP. usage: dates.py ORBITE CASES WORLDS

The reader of together.py, of each date, who knows besides that nobody left, or that nobody came, and that nothing else changed: whoever is counted at one date is
counted so at the others where they are."""
import os
import random
import re
import sys

import together
from together import Program, Reader, add, done, fill, is_small, persons, published, true_counts

SHAPES = (together.groups_that_mix, together.answers_by_area, together.two_departements, together.ages_and_gains, together.hardly_any_without, together.nearly_all_refused)
EXPORTS = ("export", "refusals", "emerge", "page", "simulate", "departements")
CAME = (1, 2, 3, 7, 12, 20)


def chosen(draw, level):
    """Exports of a date: emerge counts by areas of one level."""
    names = [name for name in EXPORTS if name not in ("emerge", "departements") or name == level]
    return draw.sample(names, draw.choice((1, 2)))


def pseudonyms():
    return set(re.findall(r"P-[0-9A-Z]+", done("people", "list")))


class Vault:
    """Persons by when they come; where they leave, the last first."""

    def __init__(self, draw, people, dates, leave):
        draw.shuffle(people)
        self.groups, self.leave = [], leave
        for _ in range(dates - 1):
            count = min(draw.choice(CAME), len(people) // 3)
            self.groups.append(people[:count])
            people = people[count:]
        self.now = people
        self.there = []
        fill(people)
        for group in self.groups if leave else ():
            before = pseudonyms()
            add(group)
            self.there.append((group, pseudonyms() - before))
            self.now = self.now + group

    def change(self, forgets):
        """forgets: to a vault that does not know what was told of the last."""
        if self.leave:
            group, names = self.there.pop()
            self.now = [each for each in self.now if each not in group]
        else:
            group = self.groups.pop(0)
            self.now = self.now + group
        if forgets:
            fill(self.now)
        elif self.leave:
            done("people", "purge", *sorted(names))
        else:
            add(group)


def tie_dates(program, leave):
    """Columns of a name count the same: fewer before, or after. Groups of emerge are made anew each time."""
    for (date, *name), column in list(program.columns.items()):
        later = program.columns.get((date + 1, *name))
        if later is not None and name[0] != "group":
            program.within(*(([later], [column]) if leave else ([column], [later])))


def attacked(program, leave):
    """Columns whose sum, less that of others, is told to be small, with what it is."""
    for what, columns, truth in program.counts:
        yield what, columns, (), truth
    for date in range(len(program.by_date)):
        for what, (columns, _, truth) in program.by_date[date].items():
            after = next((told[what] for told in program.by_date[date + 1:] if what in told), None)
            if after is None:
                continue
            more, less = ((columns, truth), (after[0], after[2])) if leave else ((after[0], after[2]), (columns, truth))
            known = None not in (more[1], less[1])
            yield ("change from", date, what), more[0], less[0], more[1] - less[1] if known else None


def attack(seed, forgets=False):
    """How many reports are told, how many counts are attacked, those that are recovered, those that are wrong, how many counts are told and how many of them
    are shown. forgets: of each date by a vault of its own."""
    draw = random.Random(seed)
    shape, dates, leave, level = draw.choice(SHAPES), draw.choice((2, 2, 3)), draw.random() < 0.4, draw.choice(("emerge", "departements"))
    vault = Vault(draw, persons(draw, shape), dates, leave)
    program = Program()
    told, tried, recovered, wrong = [], 0, [], []
    for date in range(dates):
        if date > 0:
            vault.change(forgets)
            program.next_date()
        names = chosen(draw, level)
        reader = Reader(vault.now, true_counts(names), program)
        for name in names:
            report = published(name, "partner")
            told.append(name if report is not None else f"({name})")
            if report is not None:
                getattr(reader, "read_" + name)(report)
    tie_dates(program, leave)
    matrices = program.matrices()
    world = f"seed {seed}, {shape.__name__}, {'leave' if leave else 'come'}, {' '.join(told)}"
    for what, columns, less, truth in attacked(program, leave):
        if truth is not None and truth >= 5:
            continue
        low, high = program.bounds(columns, matrices, less)
        tried += 1
        if truth is not None and not low <= truth <= high:
            wrong.append(f"{world}: {what}: {truth} is not between {low} and {high}")
        if is_small(low, high, truth, 5):
            recovered.append(f"{world}: {what}: {truth} is between {low} and {high}")
    values = [value for told_then in program.by_date for _, value, _ in told_then.values()]
    return sum(name[0] != "(" for name in told), tried, recovered, wrong, len(values), sum(value is not None for value in values)


def came_beside_a_family():
    """Of 8 persons without solution who came between two pages, 7 have a need of 1.3.3 that nothing answers: how many have none, as both pages tell."""
    draw = random.Random(1)
    came = 0
    for date, (some, few) in enumerate(((30, 12), (7, 1))):
        kinds = together.alike(some, 30, "Y0001", "1.3.3.1") + together.alike(few, 30, "Y0001", "1.3.4.1")
        (add if date else fill)([together.person(draw, 100 * date + n, kind) for n, kind in enumerate(kinds)])
        page = published("page", "partner")
        counts = dict(together.page_lines(page, "Persons without solution, by département"))["all"] if page else None
        without, family = (counts[0], counts[2 + list(together.FAMILIES.values()).index("1.3.3")]) if counts else (None, None)
        if None in (without, family):
            return None
        came = without - family - came
    return came


def main():
    together.territory()
    first, worlds = int(os.environ.get("ORBITE_SEED", "1")), together.worlds
    found = [attack(first + world) for world in range(worlds)]
    told, tried = sum(each[0] for each in found), sum(each[1] for each in found)
    recovered, wrong = ([line for each in found for line in each[which]] for which in (2, 3))
    for line in (wrong + recovered)[:40]:
        print("#", line)
    together.say(not recovered, f"reports of several dates do not tell one of {tried} small counts and changes")
    together.say(not wrong, "what is worked out is true")
    counts, shown = (sum(each[which] for each in found) for which in (4, 5))
    together.say(told >= 2 * worlds and tried > 10 * worlds, f"of {worlds} vaults {told} reports are given, which show {shown} of {counts} counts")
    came = came_beside_a_family()
    together.say(came is None or came >= 5, f"pages of two dates do not tell how many came of whom a family does not tell: {came}")
    alone = len(attack(27, forgets=True)[2])
    together.say(alone > 0, f"of reports that are each protected alone, the attack recovers {alone}")
    print(f"1..{together.number}")
    sys.exit(together.failed > 0)


main()
