"""Persons at known places of the invented territory: three in a commune, one far from theirs, one known by the commune alone, one by nothing."""
import json
import sys

PLACES = {31: [2.746137, 46.713853], 32: [2.748719, 46.711391], 33: [2.741283, 46.716017]}


OUTSIDE = [2.512347, 46.912371]


def person(age, **location):
    return {"format": "orbite-person/1", "id": "M-%d" % age, "reference_date": "2026-11-22", "age_years": age, "location": location,
            "needs": [{"code": "1.3.3.2", "priority": 3, "frequency": "weekly"}], "orientations": []}


if __name__ == "__main__":
    persons = [person(age, lon=lon, lat=lat, commune="D2020", precision="housenumber") for age, (lon, lat) in PLACES.items()]
    persons.append(person(40, lon=OUTSIDE[0], lat=OUTSIDE[1], commune="D2020", precision="housenumber"))
    persons.append(person(41, commune="D2020", precision="municipality"))
    persons.append(person(42))
    json.dump(persons, sys.stdout)
