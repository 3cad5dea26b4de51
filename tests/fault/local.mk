# Every entry point with the n-th allocation failing.
FAULT_TESTS = tests/fault/fault_base tests/fault/fault_cohort tests/fault/fault_exchange tests/fault/fault_geocode tests/fault/fault_importers tests/fault/fault_model tests/fault/fault_net \
	tests/fault/fault_planning tests/fault/fault_store tests/fault/fault_travel tests/fault/fault_vault
tests_fault_fault_base_SOURCES = tests/fault/fault_base.c tests/fault/fault.c tests/fault/fault.h
tests_fault_fault_cohort_SOURCES = tests/fault/fault_cohort.c tests/fault/fault.c tests/fault/fault.h \
	tests/unit/planning_world.c tests/unit/planning_world.h
tests_fault_fault_exchange_SOURCES = tests/fault/fault_exchange.c tests/fault/fault.c tests/fault/fault.h \
	tests/unit/exchange_world.c tests/unit/exchange_world.h
tests_fault_fault_geocode_SOURCES = tests/fault/fault_geocode.c tests/fault/fault.c tests/fault/fault.h
tests_fault_fault_importers_SOURCES = tests/fault/fault_importers.c tests/fault/fault.c tests/fault/fault.h
tests_fault_fault_model_SOURCES = tests/fault/fault_model.c tests/fault/fault.c tests/fault/fault.h
tests_fault_fault_net_SOURCES = tests/fault/fault_net.c tests/fault/fault.c tests/fault/fault.h
tests_fault_fault_planning_SOURCES = tests/fault/fault_planning.c tests/fault/fault.c tests/fault/fault.h \
	tests/unit/planning_world.c tests/unit/planning_world.h
tests_fault_fault_store_SOURCES = tests/fault/fault_store.c tests/fault/fault.c tests/fault/fault.h \
	tests/unit/store_fixture.c tests/unit/store_fixture.h tests/unit/store_folder.c tests/unit/store_folder.h
tests_fault_fault_travel_SOURCES = tests/fault/fault_travel.c tests/fault/fault.c tests/fault/fault.h
tests_fault_fault_vault_SOURCES = tests/fault/fault_vault.c tests/fault/fault.c tests/fault/fault.h \
	tests/unit/vault_folder.c tests/unit/vault_folder.h
check_PROGRAMS += $(FAULT_TESTS)
TESTS += $(FAULT_TESTS) tests/fault/batch.sh
EXTRA_DIST += tests/fault/batch.sh
