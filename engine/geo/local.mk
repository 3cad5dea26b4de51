# files of engine/geo
liborbite_la_SOURCES += engine/geo/project.c
nobase_orbite_HEADERS += engine/geo/project.h
liborbite_la_SOURCES += engine/geo/frame.c
nobase_orbite_HEADERS += engine/geo/frame.h
