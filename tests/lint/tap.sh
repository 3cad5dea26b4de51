# Points of a check written in shell; read with ".".
# shellcheck shell=sh
points=0
faults=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# point STATUS SENTENCE: good when STATUS is 0.
point() {
    points=$((points + 1))
    if [ "$1" = 0 ]; then
        echo "ok $points - $2"
    else
        echo "not ok $points - $2"
        faults=1
    fi
}

# skip SENTENCE REASON
skip() {
    points=$((points + 1))
    echo "ok $points - $1 # SKIP $2"
}

# clean SENTENCE FILE: good when FILE (the faults found) is empty; shows it otherwise.
clean() {
    if [ -s "$2" ]; then
        point 1 "$1"
        sed 's/^/#   /' "$2" | head -n 60
    else
        point 0 "$1"
    fi
}

# planted SENTENCE FILE: good when FILE (the faults found where one was planted) is not empty.
planted() {
    if [ -s "$2" ]; then point 0 "$1: a planted fault is found"; else point 1 "$1: a planted fault is found"; fi
}

finish() {
    echo "1..$points"
    exit $faults
}

# tracked PATTERN...: files of the sources, as git sees them or as a release unpacked them.
tracked() {
    if [ -e "$ORBITE_SRCDIR/.git" ]; then
        git -C "$ORBITE_SRCDIR" ls-files --cached --others --exclude-standard -- "$@" | sort -u
    else
        for pattern in "$@"; do
            (cd "$ORBITE_SRCDIR" && find . -path './build*' -prune -o -name "${pattern##*/}" -type f -print) | sed 's|^\./||'
        done | sort -u
    fi
}
