#!/bin/sh
# Words planted in a vault are found in no other byte that the commands write: files, temporary files, messages, exports of a
# lower class, cores; also when a command is killed while it works, or refuses what it was given.
# The names of outputs are words of the commands too.
# shellcheck disable=SC2094,SC2129,SC2238,SC3045
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
number=0
say() { # status sentence
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then echo "ok $number - $2"; else echo "not ok $number - $2"; fi
}

# Unlike anything else on this machine, so that a file in the common temporary folder is told from others'. Letters alone: digits
# in a row may have the form of a telephone number, which is refused.
mark=qz$(printf %s "$$" | tr 0-9 a-j)$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n' | tr 0-9 k-t)
mkdir "$folder/given" "$folder/place" "$folder/place/tmp" "$folder/place/home"
given=$folder/given
place=$folder/place
TMPDIR=$place/tmp HOME=$place/home XDG_CACHE_HOME=$place/home XDG_RUNTIME_DIR=$place/tmp
export TMPDIR HOME XDG_CACHE_HOME XDG_RUNTIME_DIR

case_of() { # local id, word, latitude
    cat <<END
{"format": "orbite-case/1",
 "situation": {"format": "orbite-person/1", "id": "$1", "reference_date": "2026-11-01", "birth": "2009-03",
  "location": {"lon": 4.$3, "lat": 45.$3},
  "needs": [{"code": "1.3.3.1", "priority": 3, "frequency": "daily"}],
  "wishes": [{"domain": "AC.3", "text": "souhait $2", "expressed": "self"}]},
 "referent": {"role": "coordinatrice", "service": "equipe", "phone": "04 00 00 00 12"},
 "requests": [{"offer": "a", "date": "2026-03-01", "status": "180", "reason": "122", "note": "note $2"}],
 "contacts": [{"date": "2026-10-01", "way": "visit", "person": "good", "staff": "mixed", "staff_words": "mots $2"}],
 "plan": [{"need": "1.3.3.1", "objective": "but $2", "step": "pas $2", "actor": "acteur $2", "state": "to_do"}]}
END
}
place_digits=7$(od -An -N3 -tu4 /dev/urandom | tr -d ' \n')19
i=0
while [ $i -lt 6 ]; do
    case_of "$mark-$i" "$mark" "$place_digits$i" >"$given/case$i.json"
    i=$((i + 1))
done
printf 'une phrase %s de cinq mots' "$mark" >"$given/passphrase"
printf 'une autre %s phrase de six mots' "$mark" >"$given/other"

# What is looked for: the word (in names, notes and the passphrase) and the digits of the positions.
planted() { # files and folders: those that hold something planted
    grep -rlaF -e "$mark" -e "$place_digits" "$@" 2>/dev/null
}
cat "$given"/case*.json "$given/passphrase" >"$folder/all"
test -n "$(planted "$folder/all")"
say $? "what is planted is found where it was put"

cd "$place" || exit 99
# What is looked at afterwards is only what these commands made.
touch "$folder/before"
"$ORBITE" demo demo --seed 1 --offers 500 >log 2>&1 || exit 99
store=demo/territory.orbite

people() {
    verb=$1
    shift
    "$ORBITE" people "$verb" "$@" --vault vault --passphrase-fd 3 3<"$given/passphrase"
}
nothing() { # sentence: nowhere in the place, nor in the common temporary folders
    found=$(planted "$place"; find /tmp /var/tmp /dev/shm -path "$folder" -prune -o -newer "$folder/before" -type f -print 2>/dev/null |
        while read -r file; do planted "$file"; done)
    test -z "$found"
    status=$?
    test $status -eq 0 || printf '# %s\n' "$found"
    say $status "$1"
}

people new --user equipe --cost 2,64 >>log 2>&1
say $? "a vault is made"
people add "$given"/case*.json >pseudonyms 2>>log
say $? "cases are added"
people list >list 2>>log && people list --json >list.json 2>>log && people log >journal 2>>log
say $? "lists and the journal are read"
nothing "what is listed says nothing of what is planted"
first=$(head -n 1 pseudonyms)
people show "$first" 2>>log | grep -qF "$mark"
say $? "shown to who asks, what is planted is there"
people export --class partner -d "$store" >partner 2>>log
people export --class public -d "$store" >public 2>>log
"$ORBITE" triage -d "$store" --vault vault --passphrase-fd 3 3<"$given/passphrase" >triage 2>>log
say $? "the caseload is sorted"
people backup copy >>log 2>&1 && test -f copy.log
say $? "vault and journal are copied"
nothing "exports, triage, backup, messages and the snapshot say nothing of it"

# Refusals: the place and the reason, never the value.
case_of "$mark-9" "$mark" "${place_digits}9" | sed "s/\"2009-03\"/\"$mark\"/" >"$given/bad-birth.json"
case_of "$mark-8" "$mark" "${place_digits}8" | sed "s/\"wishes\"/\"$mark\"/" >"$given/bad-key.json"
case_of "$mark-7" "$mark" "${place_digits}7" | sed 's/"to_do"}]}/"to_do"}/' >"$given/bad-json.json"
case_of "$mark-6" "$mark" "${place_digits}6" | sed "s/\"1.3.3.1\", \"priority\"/\"$mark\", \"priority\"/" >"$given/bad-need.json"
refused=0
for bad in birth json need; do
    (cd "$given" && "$ORBITE" people add "bad-$bad.json" --vault "$place/vault" --passphrase-fd 3 3<"$given/passphrase") \
        >>refusals 2>&1 && refused=1
done
(cd "$given" && "$ORBITE" people add bad-key.json --vault "$place/vault" --passphrase-fd 3 3<"$given/passphrase") >unknown 2>&1
people list >>refusals 2>&1 3<"$given/other"
"$ORBITE" people list --vault vault --passphrase-fd 3 3<"$given/other" >>refusals 2>&1 && refused=1
dd if=vault of=short bs=1 count=900 2>>log && cp vault.log short.log
"$ORBITE" people list --vault short --passphrase-fd 3 3<"$given/passphrase" >>refusals 2>&1 && refused=1
say $refused "what cannot be read is refused"
rm -f unknown # a member that is not known may be told by its name
nothing "refusals do not quote it"

# Killed at many moments while it writes, lists, sorts: the vault opens, and nothing is left.
ulimit -c unlimited 2>/dev/null
moment=0
opens=0
while [ $moment -lt 12 ]; do
    for verb in list "edit $first $given/case0.json" "export --class partner -d $store"; do
        # shellcheck disable=SC2086 # a verb and its operands
        "$ORBITE" people $verb --vault vault --passphrase-fd 3 >killed 2>&1 3<"$given/passphrase" &
        pid=$!
        sleep "0.$(printf '%03d' $((moment * 16 + 2)))"
        kill -KILL $pid 2>/dev/null
        wait $pid 2>/dev/null
    done
    moment=$((moment + 1))
done 2>>log
people list >list 2>>log || opens=1
test "$(grep -c P- list)" -ge 6 || opens=1
say $opens "killed at any moment, the vault still opens"
nothing "a killed command leaves nothing of it"

# While it waits for its passphrase: no core can be written, and a signal that makes one leaves none.
mkfifo wait
"$ORBITE" people list --vault vault --passphrase-fd 3 3<>wait >killed 2>&1 &
pid=$!
tries=0
until grep -q '^Max core file size *0 *0 ' "/proc/$pid/limits" 2>/dev/null || [ $tries -gt 200 ]; do
    sleep 0.05
    tries=$((tries + 1))
done
grep -q '^Max core file size *0 *0 ' "/proc/$pid/limits"
say $? "core dumps are off before the passphrase is read"
kill -ABRT $pid
wait $pid 2>/dev/null
test -z "$(find "$place" -name 'core*' -type f)"
say $? "a signal that dumps a core leaves none"
rm -f wait
nothing "the end leaves nothing of it"
echo "1..$number"
