# The contracts of the products, checked on the example territory and on what is made of it.
check_PROGRAMS += tests/schema/products
tests_schema_products_SOURCES = tests/schema/products.c
TESTS += tests/schema/schema.sh
EXTRA_DIST += tests/schema/schema.sh tests/schema/schema.py
