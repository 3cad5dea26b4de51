# The contracts of the products, checked on the example territory and on what is made of it.
check_PROGRAMS += tests/schema/products
tests_schema_products_SOURCES = tests/schema/products.c
check_PROGRAMS += tests/schema/report
tests_schema_report_SOURCES = tests/schema/report.c tests/schema/report_sample.c tests/schema/report_sample.h \
	tests/unit/contours.c tests/unit/contours.h
TESTS += tests/schema/report.sh tests/schema/schema.sh
EXTRA_DIST += tests/schema/report.py tests/schema/report.sh tests/schema/schema.sh tests/schema/schema.py
