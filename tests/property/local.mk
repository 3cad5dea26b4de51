# Laws checked on what is made at random; ORBITE_SEED=N replays a seed.
PROPERTY_TESTS = tests/property/prop_access tests/property/prop_circles tests/property/prop_locate tests/property/prop_match tests/property/prop_native tests/property/prop_matrix \
	tests/property/prop_planning tests/property/prop_search tests/property/prop_store tests/property/prop_vault
PROPERTY_TESTS += tests/property/prop_served tests/property/prop_triage tests/property/prop_triage_order
PROPERTY_TESTS += tests/property/prop_counterfactual tests/property/prop_image tests/property/prop_levers
PROPERTY_MADE = tests/property/answer.c tests/property/answer.h tests/property/draw.c tests/property/made.c tests/property/made.h
tests_property_prop_access_SOURCES = tests/property/prop_access.c tests/property/made.c tests/property/made.h tests/property/draw.c
tests_property_prop_circles_SOURCES = tests/property/prop_circles.c tests/property/svg_texts.c tests/property/svg_texts.h \
	tests/property/made.c tests/property/made.h tests/property/draw.c
tests_property_prop_locate_SOURCES = tests/property/prop_locate.c tests/property/draw.c tests/property/made.h
tests_property_prop_match_SOURCES = tests/property/prop_match.c $(PROPERTY_MADE)
tests_property_prop_served_SOURCES = tests/property/prop_served.c tests/property/matrix_world.c tests/property/matrix_world.h tests/property/made.c tests/property/made.h tests/property/draw.c
tests_property_prop_matrix_SOURCES = tests/property/prop_matrix.c tests/property/matrix_world.c tests/property/matrix_world.h tests/property/made.c tests/property/made.h tests/property/draw.c
tests_property_prop_native_SOURCES = tests/property/prop_native.c tests/property/drawn.c tests/property/drawn.h $(PROPERTY_MADE) \
	tests/unit/native_file.c tests/unit/native_file.h tests/unit/store_fixture.c tests/unit/store_fixture.h
tests_property_prop_planning_SOURCES = tests/property/prop_planning.c tests/property/draw.c tests/property/made.c tests/property/made.h \
	tests/unit/planning_world.c tests/unit/planning_world.h
tests_property_prop_search_SOURCES = tests/property/prop_search.c tests/property/made_territory.c tests/property/made_territory.h tests/property/draw.c tests/property/made.c tests/property/made.h
tests_property_prop_store_SOURCES = tests/property/prop_store.c $(PROPERTY_MADE)
tests_property_prop_image_SOURCES = tests/property/prop_image.c
tests_property_prop_counterfactual_SOURCES = tests/property/prop_counterfactual.c tests/property/draw.c tests/property/made.c tests/property/made.h
tests_property_prop_levers_SOURCES = tests/property/prop_levers.c tests/property/draw.c tests/property/made.c tests/property/made.h $(NATIVE_CATALOGUE)
tests_property_prop_triage_SOURCES = tests/property/prop_triage.c tests/property/made_territory.c tests/property/made_territory.h tests/property/draw.c tests/property/made.c tests/property/made.h
tests_property_prop_triage_order_SOURCES = tests/property/prop_triage_order.c tests/property/made_territory.c tests/property/made_territory.h tests/property/made_case.c tests/property/made_case.h tests/property/draw.c tests/property/made.c tests/property/made.h
tests_property_protected_SOURCES = tests/property/protected.c tests/property/made.h tests/property/draw.c
tests_property_prop_vault_SOURCES = tests/property/prop_vault.c tests/property/draw.c tests/property/made.h \
	tests/unit/vault_folder.c tests/unit/vault_folder.h
check_PROGRAMS += $(PROPERTY_TESTS) tests/property/protected
TESTS += $(PROPERTY_TESTS) tests/property/attack.sh tests/property/alike.sh tests/property/places.sh tests/property/together.sh tests/property/dates.sh
EXTRA_DIST += tests/property/attack.sh tests/property/attack.py tests/property/alike.sh tests/property/alike.py tests/property/places.sh tests/property/places.py
EXTRA_DIST += tests/property/together.sh tests/property/together.py tests/property/dates.sh tests/property/dates.py

# Ten thousand changes of a vault, where "make check" tries some hundreds.
check-vault: all
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) tests/property/prop_vault
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) ORBITE_VAULT_CHANGES=10000 tests/property/prop_vault
.PHONY: check-vault

# Two thousand tables, two hundred and forty vaults, a hundred and twenty that change.
check-attack: all
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) tests/property/protected
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) ORBITE_TABLES=2000 $(SHELL) $(srcdir)/tests/property/attack.sh
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) ORBITE_ALIKE=all $(SHELL) $(srcdir)/tests/property/alike.sh
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) ORBITE_REPORTS=200 $(SHELL) $(srcdir)/tests/property/places.sh
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) ORBITE_VAULTS=240 $(SHELL) $(srcdir)/tests/property/together.sh
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) ORBITE_SEED=1 ORBITE_VAULTS=120 $(SHELL) $(srcdir)/tests/property/dates.sh
.PHONY: check-attack
