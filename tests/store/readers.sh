#!/bin/sh
# Two versions of a territory are imported in turn while four readers ask: no question fails, and each answer is, byte for
# byte, that of one version. READERS_SECONDS says how long (1); "make check-readers" takes 60.
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
number=0
say() { # status sentence
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then echo "ok $number - $2"; else echo "not ok $number - $2"; fi
}
cd "$folder" || exit 1
store=made/territory.orbite
person=made/persons/p01-autisme-20-ans.json

# A person's list from the snapshot, or from one that the reader has to make first; a product made of the records of the
# store, one made of both.
ask() { # question file
    case $1 in
    list) "$ORBITE" match "$person" -d "$store" --json -o "$2" ;;
    snapshot) rm -f "$store.cat" && "$ORBITE" match "$person" -d "$store" --json -o "$2" ;;
    records) "$ORBITE" map native -q -d "$store" -o "$2" ;;
    both) "$ORBITE" map circles -q -d "$store" -o "$2" ;;
    esac
}
questions='list snapshot records both'

import() { # version
    "$ORBITE" import -q native "$1.json" -d "$store"
}

# Every name changes from one version to the other: of communes, organizations, services, offers.
"$ORBITE" demo -q made --seed 1 --offers 500 &&
    "$ORBITE" map native -q -d "$store" -o one.json &&
    sed 's/"name": "\([^"]*\)"/"name": "\1 bis"/g' one.json >two.json
say $? "two versions of a territory are made"

# What is answered while nobody writes.
failed=0
for version in one two; do
    import "$version" || failed=1
    mkdir "$version"
    for q in $questions; do
        ask "$q" "$version/$q" || failed=1
    done
done
for q in $questions; do
    cmp -s "one/$q" "two/$q" && failed=1
done
say "$failed" "each version has its own answers"

reader() { # question
    mkdir "reader-$1"
    while [ ! -e stop ]; do
        if ! ask "$1" "reader-$1/answer" 2>"reader-$1/error"; then
            cat "reader-$1/error" >>"reader-$1/failures"
            echo failed >>"reader-$1/failures"
        elif cmp -s "reader-$1/answer" "one/$1"; then
            echo one
        elif cmp -s "reader-$1/answer" "two/$1"; then
            echo two
        else
            echo "an answer of neither version" >>"reader-$1/failures"
            cp "reader-$1/answer" "reader-$1/neither"
        fi
    done >"reader-$1.seen"
}

for q in $questions; do
    reader "$q" &
done
end=$(($(date +%s) + ${READERS_SECONDS:-1}))
imports=0
failed=0
while [ "$(date +%s)" -lt "$end" ] || [ "$imports" -lt 2 ]; do
    for version in one two; do
        import "$version" || failed=1
        imports=$((imports + 1))
    done
done
: >stop
wait
say "$failed" "imports go on while others read"
for q in $questions; do
    test -s "reader-$q.seen" && test ! -e "reader-$q/failures"
    say $? "every answer of '$q' is that of one version"
    test ! -e "reader-$q/failures" || sort "reader-$q/failures" | uniq -c | sed 's/^/# /'
    printf '# %s: %s of the first, %s of the second, %s imports\n' "$q" "$(grep -c one "reader-$q.seen")" \
        "$(grep -c two "reader-$q.seen")" "$imports"
done
echo "1..$number"
