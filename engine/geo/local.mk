# files of engine/geo
liborbite_la_SOURCES += engine/geo/project.c
nobase_orbite_HEADERS += engine/geo/project.h
liborbite_la_SOURCES += engine/geo/frame.c
nobase_orbite_HEADERS += engine/geo/frame.h
liborbite_la_SOURCES += engine/geo/context.c engine/geo/context_geos.h engine/geo/shape.c engine/geo/shape_geos.h \
	engine/geo/shape_text.c
nobase_orbite_HEADERS += engine/geo/context.h engine/geo/shape.h
liborbite_la_SOURCES += engine/geo/outline.c
nobase_orbite_HEADERS += engine/geo/outline.h
liborbite_la_SOURCES += engine/geo/geodesic.c
nobase_orbite_HEADERS += engine/geo/geodesic.h
