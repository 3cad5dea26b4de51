# Opening hours in the reader of OpenStreetMap.
TESTS += tests/clients/opening_hours/hours.sh
EXTRA_DIST += tests/clients/opening_hours/hours.sh tests/clients/opening_hours/hours.mjs tests/clients/opening_hours/.npmrc \
	tests/clients/opening_hours/package.json tests/clients/opening_hours/package-lock.json
