"""Runs rules and proves each can fail: a rule is tried on the sources, then on trees in which a fault was planted."""
import os
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True


class Rule:
    """check(root) gives sentences "path:line: what is wrong"; planted maps a path to a text with exactly one fault."""

    def __init__(self, sentence, check, *planted, clean=None):
        self.sentence, self.check, self.planted, self.clean = sentence, check, planted, clean


def tried_on(check, tree):
    root = tempfile.mkdtemp()
    try:
        for path, text in tree.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)) or root, exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as f:
                f.write(text)
        return check(root)
    finally:
        shutil.rmtree(root)


def run(rules):
    root = os.environ.get("ORBITE_SRCDIR") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    number = failed = 0

    def point(good, sentence, details=()):
        nonlocal number, failed
        number += 1
        failed += not good
        print("%sok %d - %s" % ("" if good else "not ", number, sentence))
        for detail in details:
            print("#   " + detail)

    for rule in rules:
        found = rule.check(root)
        point(not found, rule.sentence, found)
        seen = [tried_on(rule.check, tree) for tree in rule.planted]
        good = bool(seen) and all(len(s) == 1 for s in seen)
        if rule.clean is not None:
            good = good and not tried_on(rule.check, rule.clean)
        point(good, rule.sentence + ": a planted fault is found", [] if good else ["found %r" % s for s in seen])
    print("1..%d" % number)
    sys.exit(failed > 0)
