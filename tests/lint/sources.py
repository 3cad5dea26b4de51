"""Reads the source tree for the checks: its files, C text without comments and strings, the functions of a file."""
import os
import re
import subprocess

CODE = ("engine/", "importers/", "maps/", "cli/")
# What the build makes, when the tree is no git clone.
MADE = re.compile(r"^(build|build-[^a].*|autom4te\.cache|m4/l.*|\.git|configure.*|aclocal\.m4|Makefile(\.in)?|.*__pycache__)(/|$)")


def files(root, suffixes=("",), under=("",)):
    """Paths from root, sorted; tracked ones when root is a git clone, all but the build's otherwise."""
    git = None
    if os.path.exists(os.path.join(root, ".git")):
        git = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if git is not None and git.returncode == 0:
        paths = [p for p in git.stdout.decode().split("\0") if p and os.path.exists(os.path.join(root, p))]
    else:
        paths = []
        for folder, _, names in os.walk(root):
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), root)
                if not MADE.match(path):
                    paths.append(path)
    return sorted(p for p in paths if p.endswith(tuple(suffixes)) and p.startswith(tuple(under)))


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="surrogateescape") as f:
        return f.read()


TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def blank(text, keep_strings=False):
    """The text with comments (and what strings hold) turned into spaces; lines keep their numbers."""
    def replace(match):
        s = match.group(0)
        if s[0] == "/":
            return re.sub(r"[^\n]", " ", s)
        if keep_strings:
            return s
        return s[0] + " " * (len(s) - 2) + s[-1]
    return TOKEN.sub(replace, text)


def without_preprocessor(text):
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: re.sub(r"[^\n]", " ", m.group(0)), text, flags=re.M)


class Function:
    def __init__(self, name, line, last, signature, body, source):
        self.name, self.line, self.last = name, line, last
        self.signature, self.body, self.source = signature, body, source

    def parameters(self):
        inner = self.signature[self.signature.index("(") + 1:self.signature.rindex(")")]
        depth = commas = 0
        for c in inner:
            depth += (c in "([{") - (c in ")]}")
            commas += c == "," and depth == 0
        return 0 if inner.strip() in ("", "void") else commas + 1


def functions(text):
    """Function definitions: by our layout their braces stand alone in the first column."""
    raw = text.split("\n")
    lines = without_preprocessor(blank(text)).split("\n")
    found, i = [], 0
    while i < len(lines):
        if lines[i].rstrip() != "{":
            i += 1
            continue
        first = i - 1
        while first > 0 and lines[first - 1].strip() and not lines[first - 1].rstrip().endswith((";", "}")):
            first -= 1
        last = i
        while last < len(lines) - 1 and lines[last].rstrip() != "}":
            last += 1
        signature = " ".join(lines[first:i])
        name = re.search(r"(\w+)\s*\(", signature)
        if name:
            # A reason may stand in the comment above.
            above = first
            while above > 0 and raw[above - 1].strip() and re.match(r"\s*(/?\*|//)", raw[above - 1]):
                above -= 1
            found.append(Function(name.group(1), first + 1, last + 1, signature, "\n".join(lines[i + 1:last]),
                                  "\n".join(raw[above:last + 1])))
        i = last + 1
    return found
