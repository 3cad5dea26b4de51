# Every entry point with the n-th allocation failing.
FAULT_TESTS = tests/fault/fault_base
tests_fault_fault_base_SOURCES = tests/fault/fault_base.c tests/fault/fault.c tests/fault/fault.h
check_PROGRAMS += $(FAULT_TESTS)
TESTS += $(FAULT_TESTS)
