#!/usr/bin/env python3
"""What must not be written: functions of the C library, names, paths of a machine."""
import re

import sources
from rules import Rule, run

# Function names and where each may be called; nothing else is exempt.
MEMORY = "malloc calloc realloc reallocarray free strdup strndup asprintf vasprintf getline alloca"
DANGEROUS = ("strcpy stpcpy strcat sprintf vsprintf gets strtok atoi atol atoll atof scanf sscanf fscanf system popen "
             "mktemp tmpnam tempnam setjmp longjmp rand srand random srandom drand48 qsort_r")
CLOCK = "time localtime localtime_r gmtime gmtime_r mktime clock clock_gettime gettimeofday ctime asctime strftime strptime"
LOCALE = "strtod strtof strtold setlocale localeconv newlocale uselocale wcstod strcoll strxfrm toupper tolower isalpha isalnum"
INTEGERS = "strtol strtoul strtoll strtoull strtoimax strtoumax"
OUTPUT = "printf vprintf puts putchar perror exit _exit abort"


def calls(names, allowed, under=sources.CODE):
    pattern = re.compile(r"(?<![\w.>])(%s)\s*\(" % "|".join(names.split()))
    exempt = re.compile("|".join(allowed) if allowed else r"(?!)")

    def check(root):
        bad = []
        for path in sources.files(root, (".c", ".h"), under):
            if exempt.match(path):
                continue
            text = sources.blank(sources.read(root, path))
            for m in pattern.finditer(text):
                bad.append("%s:%d: %s" % (path, text.count("\n", 0, m.start()) + 1, m.group(1)))
        return bad
    return check


def found(pattern, under=sources.CODE, suffixes=(".c", ".h"), keep=True, raw=False):
    compiled = re.compile(pattern, re.M)

    def check(root):
        bad = []
        for path in sources.files(root, suffixes, under):
            text = sources.read(root, path)
            if not raw:
                text = sources.blank(text, keep_strings=keep)
            for m in compiled.finditer(text):
                bad.append("%s:%d: %s" % (path, text.count("\n", 0, m.start()) + 1, m.group(0).strip()[:80]))
        return bad
    return check


def first_comment(root):
    return ["%s:1: says nothing of its job" % path for path in sources.files(root, (".c", ".h"), sources.CODE)
            if not sources.read(root, path).startswith("/*")]


def guards(root):
    bad = []
    for path in sources.files(root, (".h",), sources.CODE):
        name = re.sub(r"[^A-Za-z0-9]", "_", re.sub(r"^engine/", "", path)).upper()
        wanted = name if path.startswith("cli/") else "ORB_" + name
        if "#ifndef %s\n#define %s\n" % (wanted, wanted) not in sources.read(root, path):
            bad.append("%s: its guard is not %s" % (path, wanted))
    return bad


def must_check(root):
    """A prototype that returns a status is marked; orb_error_set and its kin return the status they are given."""
    bad = []
    for path in sources.files(root, (".h",), sources.CODE):
        text = sources.without_preprocessor(sources.blank(sources.read(root, path)))
        for m in re.finditer(r"^(?:static )?(?:inline )?enum orb_status\s+(\w+)\(", text, re.M):
            before = text[:m.start()].rstrip()
            if path != "engine/base/error.h" and not before.endswith("ORB_MUST_CHECK"):
                bad.append("%s:%d: %s is not ORB_MUST_CHECK" % (path, text.count("\n", 0, m.start()) + 1, m.group(1)))
    return bad


def sentences(root):
    bad = []
    for path in sources.files(root, (".c",), sources.CODE):
        text = sources.blank(sources.read(root, path), keep_strings=True)
        for m in re.finditer(r'orb_error_set\([^;]*?_\(\s*((?:"(?:\\.|[^"\\])*"\s*)+)\)', text):
            words = "".join(re.findall(r'"((?:\\.|[^"\\])*)"', m.group(1)))
            if re.match(r"[A-Z][a-z]", words) or re.search(r"[^.]\.$|!$", words):
                bad.append("%s:%d: \"%s\" has a capital or a stop" % (path, text.count("\n", 0, m.start()) + 1, words))
    return bad


def file_names(root):
    vague = re.compile(r"(^|[/_])(utils?|misc|common|helpers?|managers?)([_.]|$)|[a-z]2\.[ch]$")
    return ["%s: says nothing" % p for p in sources.files(root, (".c", ".h"), sources.CODE + ("tests/",)) if vague.search(p)]


TEXTS = (".c", ".h", ".sh", ".py", ".md", ".mk", ".am", ".ac", ".json", ".csv", ".po", ".in", ".sql", "run", "packages")
MACHINE = "|".join(("/wo" + "rk/", "/ho" + "me/", "/ro" + "ot/", "/Us" + "ers/", "deb[.]deb" + "ian", "registry[.]np" + "mjs"))

run([
    Rule("memory is taken by engine/base/alloc.c only", calls(MEMORY, [r"engine/base/alloc\.c$"]),
         {"maps/a.c": "void f(void)\n{\n    free(p);\n}\n"},
         clean={"engine/base/alloc.c": "free(p);", "maps/a.c": "x->free(p); orb_free(p); /* free(p) */ s = \"free(p)\";"}),
    Rule("dangerous functions are not called", calls(DANGEROUS, []), {"cli/a.c": "strcpy(a, b);"}, {"maps/a.c": "n = atoi (s);"}),
    Rule("the clock is read where an import is recorded only", calls(CLOCK, [r"engine/store/", r"cli/clock\.c$", r"cli/progress\.c$"]),
         {"engine/match/a.c": "t = time(NULL);"}),
    Rule("numbers and letters do not depend on the locale", calls(LOCALE, [r"engine/base/number\.c$", r"cli/locale\.c$"]),
         {"importers/a.c": "d = strtod(s, NULL);"}, {"engine/base/a.c": "setlocale(LC_ALL, \"\");"}),
    Rule("integers are read by engine/base/number.c", calls(INTEGERS, [r"engine/base/number\.c$"]),
         {"importers/a.c": "n = strtol(s, NULL, 10);"}),
    Rule("nothing but the command prints or exits", calls(OUTPUT, [r"cli/"]), {"maps/a.c": "printf(\"x\");"},
         clean={"cli/a.c": "exit(1);", "maps/a.c": "orb_buf_printf(b, \"x\");"}),
    Rule("the library reads no environment", calls("getenv secure_getenv setenv putenv", [r"cli/"]), {"engine/store/a.c": "getenv(\"A\");"}),
    Rule("a struct has no second name", found(r"typedef\s+struct\b"), {"maps/a.h": "typedef struct a A;\n"}),
    Rule("goto leads to done only", found(r"\bgoto\s+(?!done\b)\w+", keep=False), {"maps/a.c": "goto again;"}, clean={"maps/a.c": "goto done;"}),
    Rule("no note is left for later", found(r"\b(TODO|FIXME|XXX|HACK)\b", raw=True), {"maps/a.c": "/* TODO: more */"}),
    Rule("every file says its job first", first_comment, {"maps/a.c": "#include <x.h>\n"}),
    Rule("guards carry the path of the header", guards, {"engine/geo/a.h": "#ifndef A_H\n#define A_H\n#endif\n"},
         clean={"engine/geo/a.h": "/* a */\n#ifndef ORB_GEO_A_H\n#define ORB_GEO_A_H\n#endif\n"}),
    Rule("what can fail must be checked", must_check, {"maps/a.h": "enum orb_status orb_a(void);\n"},
         clean={"maps/a.h": "ORB_MUST_CHECK enum orb_status orb_a(void);\nORB_MUST_CHECK enum orb_status\norb_b(void);\n"}),
    Rule("error sentences have no capital and no stop", sentences,
         {"maps/a.c": 'orb_error_set(err, ORB_ERR_IO, _("Bad file"));'}, {"maps/a.c": 'orb_error_set(err, ORB_ERR_IO, _("bad "\n"file."));'},
         clean={"maps/a.c": 'orb_error_set(err, ORB_ERR_IO, _("GEOS refused \'%s\'"), a);'}),
    Rule("file names say a subject", file_names, {"maps/utils.c": ""}, {"engine/base/json_helper.h": ""}),
    Rule("no path of a machine is written", found(MACHINE, under=("",), suffixes=TEXTS, raw=True),
         {"README.md": "see /wo" + "rk/x\n"}, {"maps/a.c": "/ho" + "me/me"}),
])
