# Every entry point with the n-th allocation failing.
FAULT_TESTS = tests/fault/fault_base tests/fault/fault_importers tests/fault/fault_model
tests_fault_fault_base_SOURCES = tests/fault/fault_base.c tests/fault/fault.c tests/fault/fault.h
tests_fault_fault_importers_SOURCES = tests/fault/fault_importers.c tests/fault/fault.c tests/fault/fault.h
tests_fault_fault_model_SOURCES = tests/fault/fault_model.c tests/fault/fault.c tests/fault/fault.h
check_PROGRAMS += $(FAULT_TESTS)
TESTS += $(FAULT_TESTS)
