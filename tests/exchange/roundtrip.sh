#!/bin/sh
# What came from data·inclusion or HSDS goes back with its identifiers and all that was read of it.
if [ -x /usr/bin/python3 ]; then
    exec /usr/bin/python3 "$ORBITE_SRCDIR/tests/exchange/roundtrip.py" "$ORBITE_SRCDIR" "$ORBITE"
fi
echo "1..0 # SKIP python3 is not here"
