liborbite_la_SOURCES += engine/planning/mesh.c
nobase_orbite_HEADERS += engine/planning/mesh.h
