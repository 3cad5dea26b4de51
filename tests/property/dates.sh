#!/bin/sh
# Vaults that grow or shrink between reports, which are attacked together (dates.py; ORBITE_VAULTS of them, from ORBITE_SEED on). Prints TAP; skipped without SciPy.
ORBITE_ATTACK=dates.py ORBITE_VAULTS=${ORBITE_VAULTS:-5} ORBITE_SEED=${ORBITE_SEED:-24}
export ORBITE_ATTACK ORBITE_VAULTS ORBITE_SEED
exec sh "$(dirname "$0")/together.sh"
