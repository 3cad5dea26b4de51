#!/bin/sh
# Runs the commands of the tour of README.md and README.fr.md ("$ command" in console blocks) and compares what they print with what is
# written there. usage: readme.sh [--accept]. Prints TAP.
set -u
srcdir=${ORBITE_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
builddir=${ORBITE_BUILDDIR:-$srcdir/build}
ORBITE=${ORBITE:-$builddir/orbite}
ORBITE_LOCALEDIR=$builddir/po
TZ=UTC
export ORBITE ORBITE_LOCALEDIR TZ
unset ORBITE_DATABASE ORBITE_OPERATOR ORBITE_PROFILE COLUMNS LANGUAGE LANG LC_MESSAGES
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
# shellcheck disable=SC2016
printf '#!/bin/sh\nexec "$ORBITE" "$@"\n' >"$work/bin/orbite"
chmod +x "$work/bin/orbite"
PATH=$work/bin:$PATH

# The page with the output of each command replaced by what it prints now.
replay() {
    mkdir "$work/$2"
    cd "$work/$2" || exit 99
    LC_ALL=$2
    export LC_ALL
    console=no
    while IFS= read -r line; do
        case $console,$line in
        no,'```console')
            console=yes
            printf '%s\n' "$line"
            ;;
        yes,'```')
            console=no
            printf '%s\n' "$line"
            ;;
        yes,'$ '*)
            printf '%s\n' "$line"
            eval "${line#??}" 2>&1 </dev/null
            ;;
        yes,*) ;;
        *) printf '%s\n' "$line" ;;
        esac
    done <"$srcdir/$1"
}

# The pictures that the pages show are what the commands draw.
picture() {
    n=$((n + 1))
    drawn=$work/$1/demo/$2
    if [ "${accept-}" = yes ] && [ -f "$drawn" ]; then
        cp "$drawn" "$srcdir/maps/pictures/$2"
    fi
    if cmp -s "$srcdir/maps/pictures/$2" "$drawn"; then
        echo "ok $n - $2 is what the command draws"
    else
        echo "not ok $n - $2 is what the command draws"
        status=1
    fi
}

[ "${1-}" != --accept ] || accept=yes
echo 1..4
n=0
status=0
for page in README.md:C.UTF-8 README.fr.md:fr_FR.UTF-8; do
    n=$((n + 1))
    file=${page%:*}
    (replay "$file" "${page#*:}") >"$work/$file"
    if [ "${accept-}" = yes ]; then
        cp "$work/$file" "$srcdir/$file"
    fi
    if cmp -s "$srcdir/$file" "$work/$file"; then
        echo "ok $n - the commands of $file print what it shows"
    else
        echo "not ok $n - the commands of $file print what it shows"
        diff -u "$srcdir/$file" "$work/$file" | sed '1,2d; s/^/# /' | head -n 60
        status=1
    fi
done
picture C.UTF-8 circles.svg
picture fr_FR.UTF-8 cercles.svg
exit $status
