#!/usr/bin/env python3
"""Files and functions fit a screen and a head."""
import re

import sources
from rules import Rule, run

UNDER = sources.CODE + ("tests/",)
# A switch or a table of data may be longer, with a reason: /* long: one case for each rule */
REASON = re.compile(r"/\* long: [^*\n]{8,} \*/")
# A library may call a function with more parameters: /* called: by whom, as what */
CALLED = re.compile(r"/\* called: [^*\n]{8,} \*/")
BRANCH = re.compile(r"\b(?:if|for|while|case)\b|&&|\|\||\?")


def long_files(root):
    bad = []
    for path in sources.files(root, (".c", ".h"), UNDER):
        lines = sources.read(root, path).split("\n")
        if len(lines) - 1 > 500 and not REASON.search("\n".join(lines[:10])):
            bad.append("%s: %d lines" % (path, len(lines) - 1))
    return bad


def of_functions(judge):
    def check(root):
        bad = []
        for path in sources.files(root, (".c", ".h"), UNDER):
            for f in sources.functions(sources.read(root, path)):
                words = judge(f, path)
                if words:
                    bad.append("%s:%d: %s %s" % (path, f.line, f.name, words))
        return bad
    return check


def length(f, path):
    n = f.last - f.line + 1
    return "has %d lines" % n if n > 60 and not REASON.search(f.source) else None


def complexity(f, path):
    n = 1 + len(BRANCH.findall(f.body))
    return "has complexity %d" % n if n > 15 and not REASON.search(f.source) else None


def parameters(f, path):
    n = f.parameters()
    return "has %d parameters" % n if n > 5 and not CALLED.search(f.source) else None


TOKENS = re.compile(r"\w+|\S")


class Depth:
    """How deep control structures nest; an else-if chain is one level."""

    def __init__(self, body):
        self.tokens = TOKENS.findall(body) + ["}"]
        self.at = self.deepest = 0

    def group(self):
        depth = 0
        while self.at < len(self.tokens):
            depth += (self.tokens[self.at] in "([{") - (self.tokens[self.at] in ")]}")
            self.at += 1
            if depth == 0:
                return

    def block(self, depth):
        while self.at < len(self.tokens) and self.tokens[self.at] != "}":
            self.statement(depth)
        self.at += 1

    def expression(self):
        while self.at < len(self.tokens) and self.tokens[self.at] not in (";", "}"):
            if self.tokens[self.at] in ("(", "[", "{"):
                self.group()
            else:
                self.at += 1
        if self.at < len(self.tokens) and self.tokens[self.at] == ";":
            self.at += 1

    def statement(self, depth):
        token = self.tokens[self.at]
        if token == "{":
            self.at += 1
            self.block(depth)
        elif token in ("if", "for", "while", "switch"):
            self.deepest = max(self.deepest, depth + 1)
            self.at += 1
            self.group()
            self.statement(depth + 1)
            if token == "if" and self.tokens[self.at] == "else":
                self.at += 1
                self.statement(depth if self.tokens[self.at] == "if" else depth + 1)
        elif token == "do":
            self.deepest = max(self.deepest, depth + 1)
            self.at += 1
            self.statement(depth + 1)
            self.expression()
        elif token in ("case", "default"):
            while self.tokens[self.at] != ":":
                self.at += 1
            self.at += 1
        else:
            self.expression()


def nesting(f, path):
    depth = Depth(f.body)
    depth.block(0)
    return "nests %d levels" % depth.deepest if depth.deepest > 3 else None


def function(body, signature="int f(void)"):
    return {"maps/a.c": "%s\n{\n%s\n}\n" % (signature, body)}


run([
    Rule("a file has at most 500 lines", long_files, {"maps/a.c": "int a;\n" * 501},
         clean={"maps/a.c": "/* long: a table of data */\n" + "int a;\n" * 501, "maps/b.c": "int a;\n" * 500}),
    Rule("a function has at most 60 lines", of_functions(length), function("    f();\n" * 57 + "    f();"),
         clean=function("    /* long: one line for each rule */\n" + "    f();\n" * 60)),
    Rule("a function has at most 15 branches", of_functions(complexity), function("    if (a && b) f();\n" * 8),
         clean=function("    if (a && b) f(); /* if && */\n" * 7)),
    Rule("a function has at most 5 parameters", of_functions(parameters),
         function("", "int f(int a, int b, int (*c)(int, int), int d, int e, int g)"),
         clean=function("", "int f(int a, int b, int (*c)(int, int), int d, int e)")),
    Rule("control structures nest at most 3 levels", of_functions(nesting),
         function("for (;;)\n  while (a) {\n b();\n if (c)\n if (d)\n e();\n }"),
         function("if (a) {} else { for (;;) { do { if (b) c(); } while (d); } }"),
         clean=function("for (;;) { if (a) b(); else if (c) d(); else if (e) f(); else if (g) h(); }\n"
                        "switch (x) { case 1: if (a) { for (;;) { b(); } } break; default: c(); }\n"
                        "int t[] = { 1, { 2 } };")),
])
