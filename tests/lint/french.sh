#!/bin/sh
# The French catalogue says every message of the sources, and each with the same places for values.
. "$ORBITE_SRCDIR/tests/lint/tap.sh"
cd "$ORBITE_SRCDIR" || exit 1

if [ ! -f po/fr.po ]; then
    point 1 "po/fr.po is there"
    finish
fi
tracked 'engine/*.[ch]' 'importers/*.[ch]' 'maps/*.[ch]' 'cli/*.[ch]' >"$scratch/sources"
extract() {
    xgettext --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --keyword=ngettext:1,2 --keyword=P_:1,2 \
        --flag=orb_error_set:3:c-format --omit-header -o "$1" --files-from="$2" 2>&1
}
# Complaints about a catalogue against the messages of the sources: absent, fuzzy, empty, wrong formats.
faults_of() {
    msgfmt --check --statistics -o /dev/null "$1" >"$scratch/words" 2>&1 || sed 's/^/msgfmt: /' "$scratch/words"
    msgattrib --only-fuzzy "$1" | grep '^msgid "..*' | sed 's/^/fuzzy: /'
    msgattrib --untranslated "$1" | grep '^msgid "..*' | sed 's/^/not translated: /'
    msgcmp --use-untranslated "$1" "$2" >"$scratch/words" 2>&1 || grep -v '^msgcmp: found' "$scratch/words"
}
extract "$scratch/orbite.pot" "$scratch/sources" >"$scratch/warnings"
clean "messages can be extracted without a warning" "$scratch/warnings"
faults_of po/fr.po "$scratch/orbite.pot" >"$scratch/found"
clean "the French catalogue is complete" "$scratch/found"

header='msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
printf "%b\nmsgid \"a file\"\nmsgstr \"\"\n" "$header" >"$scratch/empty.po"
printf "%b\n#, fuzzy\nmsgid \"a file\"\nmsgstr \"un fichier\"\n" "$header" >"$scratch/fuzzy.po"
printf "%b\nmsgid \"a place\"\nmsgstr \"un lieu\"\n" "$header" >"$scratch/absent.po"
printf 'msgid "a file"\nmsgstr ""\n' >"$scratch/planted.pot"
for fault in empty fuzzy absent; do
    faults_of "$scratch/$fault.po" "$scratch/planted.pot" >"$scratch/found"
    planted "the French catalogue is complete ($fault)" "$scratch/found"
done

# POTFILES, when there is one, names each file with a message.
list=po/POTFILES.in
[ -f $list ] || list=po/POTFILES
if [ -f $list ]; then
    xargs -a "$scratch/sources" grep -lE '(^|[^A-Za-z0-9_])N?_\("' | sort >"$scratch/with"
    grep -v '^#' $list | sed '/^$/d' | sort >"$scratch/named"
    comm -3 "$scratch/with" "$scratch/named" >"$scratch/found"
    clean "$list names each file with a message" "$scratch/found"
    sed 1d "$scratch/with" | comm -3 - "$scratch/with" >"$scratch/found"
    planted "$list names each file with a message" "$scratch/found"
fi
finish
