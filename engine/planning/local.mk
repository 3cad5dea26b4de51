liborbite_la_SOURCES += engine/planning/mesh.c
nobase_orbite_HEADERS += engine/planning/mesh.h
liborbite_la_SOURCES += engine/planning/gap_shares.c engine/planning/gap_told.c engine/planning/gaps.c engine/planning/gaps.h engine/planning/scenario.c engine/planning/scenario.h engine/planning/scenario_change.c \
	engine/planning/scenario_codes.c engine/planning/scenario_plan.c
liborbite_la_SOURCES += engine/planning/overlap_access.c engine/planning/overlap_pairs.c engine/planning/overlap_parts.h engine/planning/overlap_served.c \
	engine/planning/overlap_services.c engine/planning/overlap_ways.c engine/planning/overlaps.c \
	engine/planning/overlaps.h
liborbite_la_SOURCES += engine/planning/decay.c engine/planning/link_distance.h engine/planning/link_point.c engine/planning/links.c \
	engine/planning/point_grid.c engine/planning/point_grid.h engine/planning/supply.c engine/planning/supply_zone.c
nobase_orbite_HEADERS += engine/planning/decay.h engine/planning/links.h engine/planning/supply.h
liborbite_la_SOURCES += engine/planning/branch.c engine/planning/cover_parts.c engine/planning/cover_parts.h engine/planning/exchange.c engine/planning/exchange.h \
	engine/planning/exchange_shared.c engine/planning/exchange_starts.c engine/planning/locate.c engine/planning/locate_cover.c \
	engine/planning/locate_rows.c engine/planning/locate_rows.h engine/planning/median.c engine/planning/median.h \
	engine/planning/median_program.c engine/planning/relax.c engine/planning/relax.h engine/planning/solver_glpk.c \
	engine/planning/transport.c engine/planning/transport.h engine/planning/transport_whole.c
nobase_orbite_HEADERS += engine/planning/locate.h engine/planning/program.h engine/planning/solver_glpk.h
liborbite_la_SOURCES += engine/planning/matrix.c engine/planning/matrix_columns.c engine/planning/matrix_columns.h \
	engine/planning/matrix_read.c engine/planning/reached.c engine/planning/served.c
nobase_orbite_HEADERS += engine/planning/matrix.h engine/planning/reached.h engine/planning/served.h
liborbite_la_SOURCES += engine/planning/access.c engine/planning/access_counts.c \
	engine/planning/access_edge.c engine/planning/access_share.c \
	engine/planning/access_ways.c \
	engine/planning/catchment.c engine/planning/demand.c engine/planning/inequality.c engine/planning/near.c
nobase_orbite_HEADERS += engine/planning/access.h engine/planning/catchment.h engine/planning/demand.h engine/planning/inequality.h engine/planning/near.h
liborbite_la_SOURCES += engine/planning/siting.c engine/planning/siting_solve.c
nobase_orbite_HEADERS += engine/planning/siting.h
