# A real Valhalla on loopback; skipped where its package cannot be installed.
TESTS += tests/travel/faults.sh tests/travel/person.sh tests/travel/roads.sh tests/travel/run.sh
EXTRA_DIST += tests/travel/faults.sh tests/travel/person.sh tests/travel/roads.sh tests/travel/stub.py tests/travel/run.sh tests/travel/server.mjs tests/travel/package.json tests/travel/package-lock.json tests/travel/.npmrc
clean-local: clean-travel
.PHONY: clean-travel
clean-travel:
	rm -rf tests/travel/work
