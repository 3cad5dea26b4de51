UNIT_TESTS = \
	tests/unit/test_base \
	tests/unit/test_json_writer
check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)
LDADD = liborbite.la $(CMOCKA_LIBS) $(JANSSON_LIBS)
tests_unit_test_base_SOURCES = tests/unit/test_base.c
tests_unit_test_json_writer_SOURCES = tests/unit/test_json_writer.c
