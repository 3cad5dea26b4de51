#!/usr/bin/env python3
"""Names the files that hold something planted, whatever way it is written. Prints nothing when none does.

usage: planted.py WORD LON LAT BIRTH PATH...  (folders are gone through; compressed spreadsheets and pages are opened)

The word in UTF-8, UTF-16 or hexadecimal; a coordinate as text, rounded to a centimetre or to a metre, or as a double of either order; the month of birth.
"""
import base64
import os
import re
import struct
import sys
import zlib


def forms(word, lon, lat, birth):
    """What to look for, in bytes."""
    out = [word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), word.encode().hex().encode(), birth.encode()]
    for text in (lon, lat):
        whole, digits = text.split(".")
        out += [("%s.%s" % (whole, digits[:5])).encode(), digits[:7].encode()]
        for order in "<>":
            out += [struct.pack(order + "d", float(text)), struct.pack(order + "d", round(float(text), 6))]
    return out


def texts(path):
    """The bytes of a file, and of what it packs, even when it was not written to its end."""
    with open(path, "rb") as file:
        data = file.read()
    yield data
    for block in re.findall(rb'base64" id="\w+">([^<]+)<', data):
        yield zlib.decompress(base64.b64decode(block))
    at = data.find(b"PK\3\4") if data[:2] == b"PK" else -1
    while at >= 0:
        name, extra = struct.unpack("<HH", data[at + 26:at + 30].ljust(4, b"\0"))
        try:
            yield zlib.decompressobj(-15).decompress(data[at + 30 + name + extra:])
        except zlib.error:
            pass  # not compressed: seen already
        at = data.find(b"PK\3\4", at + 4)


def files(paths):
    for path in paths:
        if not os.path.isdir(path):
            yield path
        for folder, _, names in os.walk(path):
            for name in names:
                yield os.path.join(folder, name)


wanted = forms(*sys.argv[1:5])
for path in files(sys.argv[5:]):
    if any(form in path.encode() for form in wanted[:4]):
        print(path, "(its name)")
    try:
        if os.path.isfile(path) and any(form in data for data in texts(path) for form in wanted):
            print(path)
    except OSError:
        pass
