#!/usr/bin/env python3
"""Includes point down, start at the root, and each library has one home."""
import os
import re

import sources
from rules import Rule, run

LOW = ("engine/base/", "engine/geo/", "engine/model/")
# A directory may include itself and these. The longest prefix decides.
BELOW = {
    "engine/base/": (),
    "engine/net/": ("engine/base/",),
    "engine/geo/": ("engine/base/",),
    "engine/model/": ("engine/base/", "engine/geo/"),
    "engine/geocode/": LOW + ("engine/net/",),
    "engine/vocabulary/": LOW,
    "engine/catalogue/": LOW + ("engine/vocabulary/",),
    "engine/travel/": LOW + ("engine/vocabulary/",),
    "engine/router/": LOW + ("engine/net/", "engine/travel/"),
    "engine/match/": LOW + ("engine/vocabulary/", "engine/catalogue/", "engine/travel/"),
    "engine/planning/": LOW + ("engine/vocabulary/", "engine/catalogue/", "engine/travel/", "engine/match/"),
    "engine/cohort/": LOW + ("engine/vocabulary/", "engine/catalogue/", "engine/travel/", "engine/match/"),
    "engine/linkage/": LOW + ("engine/vocabulary/", "engine/catalogue/"),
    "engine/quality/": LOW + ("engine/vocabulary/",),
    "engine/store/": LOW + ("engine/vocabulary/",),
    "engine/vault/": LOW,
    "importers/": LOW + ("engine/vocabulary/",),
    "maps/": LOW + ("engine/vocabulary/", "engine/catalogue/", "engine/travel/", "engine/match/",
                    "engine/planning/", "engine/cohort/", "engine/quality/"),
    "cli/": ("engine/", "importers/", "maps/"),
    "tests/": ("engine/", "importers/", "maps/", "cli/"),
}
HOMES = {
    r"geos_c\.h": (r"engine/geo/",),
    r"proj(_.*)?\.h|geodesic\.h": (r"engine/geo/",),
    r"sqlite3(ext)?\.h": (r"engine/store/spatialite/", r"engine/base/sqlite\.[ch]$", r"tests/"),
    r"jansson\.h": (r"engine/base/json\.c$", r"tests/"),
    r"dlfcn\.h": (r"engine/base/library\.c$",),
    r"zlib\.h": (r"importers/.*\.c$", r"maps/deflate\.c$", r"tests/"),
    r"(gdal|ogr_(api|srs_api)|cpl_.*)\.h": (r"cli/ogr/",),
    r"expat\.h": (r"importers/.*\.c$",),
    r"xlsxwriter(/.*)?\.h": (r"maps/xlsx.*\.[ch]$",),
    r"glpk\.h": (r"engine/planning/solver_glpk\.c$",),
    r"utf8proc\.h": (r"engine/base/.*\.c$",),
    r"curl/.*": (r"engine/net/http\.c$",),
    r"gnutls/.*": (r"engine/base/digest\.c$",),
    r"sodium.*": (r"engine/vault/",),
    r"libpq-fe\.h": (r"engine/store/postgis/",),
    r"cmocka\.h": (r"tests/",),
}
# Private headers that list what is called of a library opened at first use, with the types of its own header.
LISTS = {"engine/geo/context_geos.h"}
# Pure computation: these and nothing of the system, so that the same code can run elsewhere.
PURE = ("engine/match/", "engine/travel/", "engine/catalogue/", "engine/planning/", "engine/cohort/",
        "engine/linkage/", "engine/quality/")
PURE_HEADERS = {"assert.h", "float.h", "inttypes.h", "limits.h", "math.h", "stdalign.h", "stdarg.h", "stdbool.h",
                "stddef.h", "stdint.h", "stdlib.h", "string.h", "stdio.h"}
PURE_EXCEPT = {"engine/catalogue/file.c", "engine/planning/solver_glpk.c"}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def includes(root, under=("engine/", "importers/", "maps/", "cli/", "tests/")):
    for path in sources.files(root, (".c", ".h"), under):
        text = sources.blank(sources.read(root, path), keep_strings=True)
        for m in INCLUDE.finditer(text):
            yield path, text.count("\n", 0, m.start()) + 1, m.group(1) == '"', m.group(2)


def own_prefix(path):
    fitting = [p for p in BELOW if path.startswith(p)]
    return max(fitting, key=len) if fitting else None


def point_down(root):
    bad = []
    for path, line, ours, name in includes(root):
        mine = own_prefix(path)
        if name == "config.h":
            continue
        if ours and (mine is None or not name.startswith((mine,) + tuple(BELOW[mine]))):
            bad.append("%s:%d: '%s' is not below %s" % (path, line, name, mine))
    return bad


def start_at_root(root):
    return ["%s:%d: '%s' is not a path from the top" % (path, line, name) for path, line, ours, name in includes(root)
            if ours and name != "config.h" and not os.path.isfile(os.path.join(root, name))]


def one_home(root):
    bad = []
    for path, line, ours, name in includes(root):
        for library, homes in HOMES.items():
            if re.fullmatch(library, name) and not any(re.match(h, path) for h in homes):
                bad.append("%s:%d: <%s> has its home elsewhere" % (path, line, name))
    return bad


def library_free_headers(root):
    return ["%s:%d: a header includes <%s> of a library" % (path, line, name)
            for path, line, ours, name in includes(root, sources.CODE)
            if path.endswith(".h") and path not in LISTS and any(re.fullmatch(library, name) for library in HOMES)]


def pure(root):
    return ["%s:%d: <%s> in a pure computation" % (path, line, name) for path, line, ours, name in includes(root, PURE)
            if not ours and name not in PURE_HEADERS and path not in PURE_EXCEPT]


def own_header_first(root):
    bad = []
    first = {}
    for path, line, ours, name in includes(root, sources.CODE):
        first.setdefault(path, (line, name))
    for path, (line, name) in first.items():
        own = path[:-2] + ".h"
        if path.endswith(".c") and os.path.isfile(os.path.join(root, own)) and name != own:
            bad.append("%s:%d: '%s' comes before its own header" % (path, line, name))
    return bad


run([
    Rule("includes point to layers below", point_down,
         {"engine/match/a.c": '#include "engine/store/store.h"\n'},
         {"importers/a.c": '#include "engine/store/store.h"\n'},
         {"engine/base/a.c": '#include "engine/model/offer.h"\n'},
         {"engine/store/a.h": '#include "engine/catalogue/build.h"\n'},
         clean={"cli/a.c": '#include "engine/store/store.h"\n/* #include "x.h" */\n', "cli/b.h": '#include "cli/c.h"\n'}),
    Rule("include paths start at the root", start_at_root,
         {"engine/base/a.c": '#include "b.h"\n', "engine/base/b.h": ""}),
    Rule("each library has one home", one_home,
         {"maps/a.c": "#include <jansson.h>\n"}, {"importers/a.c": "#  include <geos_c.h>\n"},
         {"cli/a.c": "#include <sqlite3.h>\n"}, clean={"importers/a.c": "#include <zlib.h>\n"}),
    Rule("no public header includes a library header", library_free_headers,
         {"engine/geo/a.h": "#include <proj.h>\n"}, clean={"engine/geo/context_geos.h": "#include <geos_c.h>\n"}),
    Rule("computations include nothing of the system", pure,
         {"engine/match/a.c": "#include <unistd.h>\n"}, clean={"engine/match/a.c": "#include <math.h>\n"}),
    Rule("a file includes its own header first", own_header_first,
         {"maps/a.c": '#include <stdio.h>\n#include "maps/a.h"\n', "maps/a.h": ""}),
])
