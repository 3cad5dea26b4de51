#!/bin/sh
# The passphrase of a vault at a terminal.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

if [ ! -x /usr/bin/python3 ]; then
    echo "1..0 # SKIP python3 is not here"
    exit 0
fi
/usr/bin/python3 "$ORBITE_SRCDIR/tests/vault/terminal.py" "$ORBITE" "$scratch"
