"""Rounds of the same questions asked in turn of Orbite and of its peers, and what comes of them.

usage: compare.py ROUNDS OFFERS RECORDED NAME[,NAME...]=COMMAND...

Each command loads its data, says "ready", then answers each line with one line of JSON. A round asks everyone once, so
that a machine that slows down slows all of them. Prints a table in Markdown. RECORDED holds the ratios of an earlier run,
"offers peer ratio" a line: one that has fallen by more than a fifth, and by more than this run's own spread, is a warning.
With RECORD=yes in the environment, RECORDED gets the ratios of this run.
"""
import json
import os
import shlex
import statistics
import subprocess
import sys
import time

FALL = 0.8


def start(arguments):
    """Every command at once would fight for the processor while loading: one after the other."""
    peers = {}
    for argument in arguments:
        names, command = argument.split("=", 1)
        started = time.monotonic()
        process = subprocess.Popen(
            shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        if process.stdout.readline() != "ready\n":
            print(f"{names}: did not start; left out ('INSTALL=yes make bench-peers' installs them)", file=sys.stderr)
            process.kill()
            continue
        print(f"{names}: loaded in {time.monotonic() - started:.1f} s", file=sys.stderr)
        peers.update((name, process) for name in names.split(","))
    return peers


def ask(peers, rounds):
    """By peer, its figures in each round; the first round warms the caches and is left out."""
    figures = {name: [] for name in peers}
    for number in range(rounds + 1):
        for name, process in peers.items():
            started = time.monotonic()
            process.stdin.write(name + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            if number > 0:
                figures[name].append(answer)
            else:
                print(f"{name}: a round takes {time.monotonic() - started:.1f} s", file=sys.stderr)
    for process in set(peers.values()):
        process.stdin.close()
        process.wait()
    return figures


def spread(values, form):
    """The median, and the least and greatest when they differ once written."""
    middle, least, most = (form(number) for number in (statistics.median(values), min(values), max(values)))
    return middle if least == most else f"{middle} ({least}–{most})"


def whole(number):
    """Three digits that count, without an exponent."""
    digits = max(0, 2 - len(str(int(abs(number)))) + 1)
    return f"{number:.{digits}f}"


def table(figures):
    """A line a peer, Orbite first."""
    print("| engine | p50, µs | p99, µs | questions a second | times slower than Orbite | same answers as the loop |")
    print("| --- | --- | --- | --- | --- | --- |")
    ratios = {}
    for name, rounds in figures.items():
        ratios[name] = [
            ours["per_second"] / one["per_second"] for ours, one in zip(figures["orbite"], rounds)
        ]
        columns = [spread([one[key] for one in rounds], whole) for key in ("p50", "p99", "per_second")]
        agrees = f"{100 * rounds[0]['same']:.1f} %" if "same" in rounds[0] else "—"
        print(f"| {name} | {' | '.join(columns)} | {spread(ratios[name], whole)} | {agrees} |")
    return ratios


def check(ratios, offers, path):
    """Warn of what fell; returns the lines to record."""
    recorded = {}
    if os.path.exists(path):
        with open(path, encoding="ascii") as file:
            recorded = {tuple(line.split()[:2]): float(line.split()[2]) for line in file if line[0] != "#"}
    for name, values in ratios.items():
        before = recorded.get((offers, name))
        if before is not None and max(values) < before and statistics.median(values) < FALL * before:
            print(f"warning: {name}: {statistics.median(values):.3g} times slower, {before:.3g} when recorded")
        if name != "orbite":
            recorded[offers, name] = statistics.median(values)
    return recorded


def main():
    rounds, offers, path = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    peers = start(sys.argv[4:])
    if "orbite" not in peers:
        return 1
    recorded = check(table(ask(peers, rounds)), offers, path)
    if os.environ.get("RECORD") == "yes":
        with open(path, "w", encoding="ascii") as file:
            file.write("# offers, peer, times slower than Orbite; \"RECORD=yes make bench-peers\" writes it.\n")
            file.writelines(f"{key[0]} {key[1]} {ratio:.3g}\n" for key, ratio in sorted(recorded.items()))
    return 0


sys.exit(main())
