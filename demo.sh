#!/bin/sh
# Installs what is missing, builds, makes the demonstration territory, matches a person, draws the maps and says where they are.
# usage: ./demo.sh [DIRECTORY]
set -eu
cd "$(dirname "$0")"
. build-aux/prepare.sh

case ${1:-} in
-h | --help)
    orb_say "usage: ./demo.sh [DIRECTORY]    (default: demo, made if absent)" \
        "usage : ./demo.sh [DOSSIER]    (par défaut : demo, créé au besoin)"
    exit 0
    ;;
-*) orb_fail "usage: ./demo.sh [DIRECTORY]" "usage : ./demo.sh [DOSSIER]" ;;
esac
territory=${1:-demo}

orb_prepare build
orb_say "Building (the first time takes a minute or two)..." "Construction (une minute ou deux la première fois)..."
orb_build build/demo --prefix="$(pwd)/build/demo/installed" --disable-shared --enable-static
make -C build/demo install >>build/demo/build.log 2>&1 </dev/null || orb_build_failed build/demo
orbite=build/demo/installed/bin/orbite

# show ARGUMENTS: print the command as typed, then run it.
show() {
    printf '\n$ orbite'
    printf ' %s' "$@"
    printf '\n'
    "$orbite" "$@" || orb_fail "This step of the demonstration failed." "Cette étape de la démonstration a échoué."
}

# A demonstration made before is made again: same seed, same territory.
rm -f "$territory/territory.orbite" "$territory/territory.orbite.cat" "$territory/map.geojson" "$territory/page.html" \
    "$territory"/circles*.svg
show demo "$territory" --seed 1 --offers 1000
person=$(find "$territory/persons" -name 'p01*.json' | sort | head -n 1)
[ -n "$person" ] || orb_fail "The demonstration made no person 'p01'." "La démonstration n'a pas fait de personne « p01 »."
show import relations "$territory/relations.csv" -d "$territory/territory.orbite"
show match "$person" -d "$territory/territory.orbite"
show map geojson -d "$territory/territory.orbite" -o "$territory/map.geojson"
show map circles --commune D1020 --from D1020 --requests "$territory/requests.csv" -d "$territory/territory.orbite" \
    -o "$territory/circles.svg"
# Without node, or without the network when it was built, there is no page: everything else is there.
page=$territory/page.html
printf '\n$ orbite map page -d %s -o %s\n' "$territory/territory.orbite" "$page"
"$orbite" map page -d "$territory/territory.orbite" -o "$page" || page=

here=$(cd "$territory" && pwd)
orb_say "
What to look at, in $here:
  ${page:+page.html      open it in a browser: list, map, circles and sheets in one file, without connection
  }circles.svg    the partners around the platform, to print (the table that goes with it is circles-2.svg)
  map.geojson    a layer for QGIS (Layer > Add Layer > Add Vector Layer): one point for each service, with its circle
  persons/       other situations: $orbite match $territory/persons/FILE.json -d $territory/territory.orbite
territory.orbite opens in QGIS too. $orbite help lists what else can be asked." "
À regarder, dans $here :
  ${page:+page.html      ouvrez-la dans un navigateur : liste, carte, cercles et fiches en un fichier, sans connexion
  }circles.svg    les partenaires autour de la plateforme, à imprimer (le tableau qui va avec est circles-2.svg)
  map.geojson    une couche pour QGIS (Couche > Ajouter une couche > Couche vecteur) : un point par ressource, avec son cercle
  persons/       d'autres situations : $orbite match $territory/persons/FICHIER.json -d $territory/territory.orbite
territory.orbite s'ouvre aussi dans QGIS. $orbite help dit ce qu'on peut encore demander."
