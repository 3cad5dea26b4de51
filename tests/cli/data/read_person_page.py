"""What a page of a person says, and the planted words that any of its bytes hold."""
import base64
import json
import re
import sys
import zlib

MARKS = ["MARQUE", "2006", "17/03", "3.0123", "301234", "46.5123", "4651234", "2022-01-15", "15/01/2022", "2023-05-06", "06/05/2023",
         "sœur", "failure", "<script>alert", "</title><script"]


def blocks(page):
    for name in ("data", "details", "contours"):
        text = re.search('<script type="application/octet-stream;base64" id="%s">([^<]*)</script>' % name, page).group(1)
        yield zlib.decompress(base64.b64decode(text)).decode() if text else ""


def integers(column):
    if isinstance(column, list):
        return column
    (kind, text), = [(k, v) for k, v in column.items() if k != "scale"]
    size = {"u8": 1, "u16": 2, "i32": 4}[kind]
    raw = base64.b64decode(text)
    return [int.from_bytes(raw[i:i + size], "little", signed=size == 4) for i in range(0, len(raw), size)]


def main(path):
    page = open(path, encoding="utf-8").read()
    data, details, contours = blocks(page)
    document = json.loads(data)
    head, answers, columns = document["head"], document["answers"], document["columns"]
    names, circles = columns["name"], integers(columns["circle"])
    for key in ("private", "person", "origin", "rings", "reference_date"):
        print(key, json.dumps(head[key], ensure_ascii=False))
    print("needs", json.dumps(answers["needs"], ensure_ascii=False))
    classes, scores, minutes = (integers(answers[key]) for key in ("class", "score", "minutes"))
    for place, row in enumerate(answers["order"]):
        print(classes[place], document["dictionaries"]["circle"][circles[row]], names[row], "|", scores[place], minutes[place], answers["way"][place],
              answers["need"][place], answers["neutral"][place], "|", *answers["reasons"][place], "|", *answers["levers"][place])
    assert len(answers["order"]) == document["n"] == len(names)
    plain = re.sub(r"<script>.*?</script>|<template.*?</template>|<style>.*?</style>", "", page, flags=re.S)
    for mark in MARKS:
        # The person's name is data in JSON; it is markup nowhere.
        held = [text for text in (plain, details, contours) if mark in text]
        if held or ("script" not in mark and mark in data):
            print("the page holds", mark)


main(sys.argv[1])
