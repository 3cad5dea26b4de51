# What came from data·inclusion or HSDS goes back whole.
TESTS += tests/exchange/roundtrip.sh
EXTRA_DIST += tests/exchange/roundtrip.sh tests/exchange/roundtrip.py
