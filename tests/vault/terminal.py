"""The passphrase at a terminal: asked for, never shown, and a wrong one told. usage: terminal.py ORBITE SCRATCH"""
import os
import pty
import select
import sys
import termios
import time

ORBITE, SCRATCH = sys.argv[1:3]
VAULT = os.path.join(SCRATCH, "v")
GOOD, BAD = "une phrase secrète assez longue", "une autre phrase, fausse"
points = faults = 0


def point(good, sentence, detail=""):
    global points, faults
    points += 1
    faults += not good
    print("%s %d - %s" % ("ok" if good else "not ok", points, sentence))
    if not good and detail:
        print("# " + repr(detail)[:400])


def read(terminal, until, seconds=30):
    """What the terminal shows until the words are there, or until the end."""
    shown = b""
    end = time.monotonic() + seconds
    while until is None or until not in shown:
        ready, _, _ = select.select([terminal], [], [], max(0, end - time.monotonic()))
        if not ready:
            break
        try:
            more = os.read(terminal, 4096)
        except OSError:  # the other side is closed
            break
        if not more:
            break
        shown += more
    return shown


def run(arguments, answers):
    """The status, what was shown, and whether the echo was off at each question and on at the end."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(ORBITE, [ORBITE] + arguments)
    shown = b""
    silent = []
    for question, answer in answers:
        shown += read(terminal, question.encode())
        for _ in range(200):  # the echo goes off before the question is shown
            silent.append(not termios.tcgetattr(terminal)[3] & termios.ECHO)
            if silent[-1]:
                break
            silent.pop()
            time.sleep(0.01)
        else:
            silent.append(False)
        os.write(terminal, answer.encode() + b"\n")
    shown += read(terminal, None)
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.decode(), silent


os.environ["LC_ALL"] = "C.UTF-8"
new = ["people", "new", "--vault", VAULT, "--cost", "2,64"]
code, shown, silent = run(new, [("vault:", GOOD), ("again:", BAD)])
point(code != 0 and "differ" in shown and not os.path.exists(VAULT), "two passphrases that differ make no vault", shown)
point(all(silent), "the terminal is silent while a passphrase is typed")
point(GOOD not in shown and BAD not in shown, "nothing of it is shown", shown)
code, shown, silent = run(new, [("vault:", GOOD), ("again:", GOOD)])
point(code == 0 and os.path.exists(VAULT) and all(silent) and len(silent) == 2, "the same twice makes one", shown)
code, shown, silent = run(["people", "list", "--vault", VAULT], [("vault:", BAD)])
point(code == 1 and "passphrase" in shown.split("vault:", 1)[1] and BAD not in shown, "a wrong one is told, and not shown", shown)
code, shown, silent = run(["people", "list", "--vault", VAULT], [("vault:", GOOD)])
point(code == 0 and all(silent) and GOOD not in shown, "the good one opens", shown)
code, shown, silent = run(["people", "list", "--vault", VAULT], [("vault:", "")])
point(code != 0 and "empty" in shown, "none at all is told", shown)
print("1..%d" % points)
sys.exit(1 if faults else 0)
