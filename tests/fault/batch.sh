#!/bin/sh
# A batch of persons that is killed, finds no room or loses its reader: what is there is the beginning of the answers, and the same
# command ends with all of them. Prints TAP.
set -u
work=$(mktemp -d) || exit 99
number=0
batch=
stop() {
    [ -z "$batch" ] || kill -9 "$batch" 2>/dev/null
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM
say() { # STATUS SENTENCE
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        { ls -l; head -n 20 err; } | sed 's/^/# /'
    fi
}
ask() {
    "$ORBITE" match --batch persons.ndjson -d d/territory.orbite -o answers -q "$@" 2>err
}
# Only the beginning of the answers is there, under the name of what is not finished; what was cut inside a line is its last one.
is_beginning() {
    [ ! -e answers ] && [ "$(find . -name 'answers.*' | wc -l)" -eq 1 ] && cmp -s -n "$(wc -c <"$(ls answers.*)")" answers.* whole
}
is_whole() {
    cmp -s answers whole && [ "$(find . -name 'answers*' | wc -l)" -eq 1 ]
}

cd "$work" || exit 99
unset ORBITE_DATABASE
"$ORBITE" demo d -q --seed 2 --offers 500 >log 2>&1 || exit 99
awk 'BEGIN {
    for (i = 1; i <= 400; i++)
        printf "{\"format\":\"orbite-person/1\",\"id\":\"P-%d\",\"reference_date\":\"2026-11-22\",\"birth\":\"2006-08\",\"location\":{\"commune\":\"D101%d\"},\"needs\":[{\"code\":\"1.3.3.4\",\"priority\":3,\"frequency\":\"weekly\"}]}\n", i, i % 3
}' >persons.ndjson
ask && mv answers whole
size=$(wc -c <whole)

# ---- killed, once a part of the answers is there
killed=0
for part in 0 1 3 7; do
    for jobs in 1 3; do
        rm -f answers*
        "$ORBITE" match --batch persons.ndjson -d d/territory.orbite -o answers -q --jobs $jobs 2>err &
        batch=$!
        least=$((size * part / 10))
        while kill -0 $batch 2>/dev/null; do
            there=$(cat answers.* 2>/dev/null | wc -c)
            [ "$there" -le $least ] || break
        done
        kill -9 $batch 2>/dev/null
        wait $batch 2>/dev/null
        batch=
        if [ ! -e answers ]; then
            killed=$((killed + 1))
            is_beginning
            say $? "killed by $jobs at $part tenths, a batch leaves the beginning of its answers"
        fi
        ask --resume && is_whole
        say $? "and ends with all of them"
    done
done
[ $killed -gt 0 ]
say $? "some were killed in time"

# ---- no room
for part in 1 5 9; do
    rm -f answers*
    (ulimit -f $((size * part / 10 / 1024)) && ask --jobs 2)
    [ $? -eq 1 ] && grep -q 'File too large' err && is_beginning
    say $? "without room after $part tenths, a batch says so and leaves the beginning of its answers"
    ask --resume --jobs 2 && is_whole
    say $? "and ends with all of them"
done
rm -f answers*

# ---- nobody reads any more
for jobs in 1 3; do
    for lines in 1 100; do
        "$ORBITE" match --batch persons.ndjson -d d/territory.orbite -q --jobs $jobs 2>err | head -n $lines >some
        head -n $lines whole | cmp -s - some && [ ! -s err ]
        say $? "who reads $lines of the answers of $jobs has them, and is told nothing more"
    done
done
[ "$(find . -name 'answers*' | wc -l)" -eq 0 ]
say $? "nothing is left of it"
echo "1..$number"
