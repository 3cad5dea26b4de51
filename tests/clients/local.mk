# The products opened by the programs of others; each client that is not here is skipped, and said.
TESTS += tests/clients/run.sh
EXTRA_DIST += tests/clients/run.sh tests/clients/clients.py tests/clients/products.py tests/clients/rfc7946.py \
	tests/clients/qgis_layers.py tests/clients/geojson.mjs tests/clients/package.json tests/clients/package-lock.json \
	tests/clients/.npmrc
clean-local: clean-clients
clean-clients:
	rm -rf tests/clients/node_modules tests/clients/npm.log
