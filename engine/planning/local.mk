liborbite_la_SOURCES += engine/planning/mesh.c
nobase_orbite_HEADERS += engine/planning/mesh.h
liborbite_la_SOURCES += engine/planning/overlap_pairs.c engine/planning/overlap_parts.h engine/planning/overlap_served.c \
	engine/planning/overlap_services.c engine/planning/overlaps.c engine/planning/overlaps.h
