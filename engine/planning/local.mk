liborbite_la_SOURCES += engine/planning/mesh.c
nobase_orbite_HEADERS += engine/planning/mesh.h
liborbite_la_SOURCES += engine/planning/overlap_pairs.c engine/planning/overlap_parts.h engine/planning/overlap_served.c \
	engine/planning/overlap_services.c engine/planning/overlaps.c engine/planning/overlaps.h
liborbite_la_SOURCES += engine/planning/decay.c engine/planning/link_distance.h engine/planning/link_point.c engine/planning/links.c \
	engine/planning/point_grid.c engine/planning/point_grid.h engine/planning/supply.c engine/planning/supply_zone.c
nobase_orbite_HEADERS += engine/planning/decay.h engine/planning/links.h engine/planning/supply.h
