# Every entry point with the n-th allocation failing.
FAULT_TESTS = tests/fault/fault_base tests/fault/fault_importers tests/fault/fault_match tests/fault/fault_model \
	tests/fault/fault_store
FAULT_EACH = tests/fault/fault.c tests/fault/fault.h
tests_fault_fault_base_SOURCES = tests/fault/fault_base.c $(FAULT_EACH)
tests_fault_fault_importers_SOURCES = tests/fault/fault_importers.c $(FAULT_EACH)
tests_fault_fault_match_SOURCES = tests/fault/fault_match.c $(FAULT_EACH)
tests_fault_fault_model_SOURCES = tests/fault/fault_model.c $(FAULT_EACH)
tests_fault_fault_store_SOURCES = tests/fault/fault_store.c $(FAULT_EACH)
check_PROGRAMS += $(FAULT_TESTS)
TESTS += $(FAULT_TESTS)
