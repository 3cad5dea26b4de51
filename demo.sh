#!/bin/sh
# Installs what is missing, builds, makes the demonstration territory, matches a person and says where the map is.
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
rm -f "$territory/territory.orbite" "$territory/territory.orbite.cat" "$territory/map.geojson"
show demo "$territory" --seed 1 --offers 1000
person=$(find "$territory/persons" -name 'p01*.json' | sort | head -n 1)
[ -n "$person" ] || orb_fail "The demonstration made no person 'p01'." "La démonstration n'a pas fait de personne « p01 »."
show import relations "$territory/relations.csv" -d "$territory/territory.orbite"
show match "$person" -d "$territory/territory.orbite"
show map geojson -d "$territory/territory.orbite" -o "$territory/map.geojson"

map=$(cd "$territory" && pwd)/map.geojson
orb_say "
The map layer is $map
  open it in QGIS (Layer > Add Layer > Add Vector Layer), or drop it on a map page that reads GeoJSON: one point for each
  service, coloured by its circle. $territory/territory.orbite opens in QGIS too, with its points and communes.
Other persons are in $territory/persons; $orbite help lists what else can be asked." "
La couche de carte est $map
  ouvrez-la dans QGIS (Couche > Ajouter une couche > Couche vecteur), ou déposez-la sur une page qui lit le GeoJSON : un point
  par service, avec son cercle. $territory/territory.orbite s'ouvre aussi dans QGIS, avec ses points et ses communes.
D'autres personnes sont dans $territory/persons ; $orbite help dit ce qu'on peut encore demander."
