liborbite_la_SOURCES += engine/travel/estimate.c engine/travel/fit.c engine/travel/ign.c engine/travel/matrix.c engine/travel/osrm.c \
	engine/travel/router.c engine/travel/router_parts.h engine/travel/table.c engine/travel/valhalla.c
nobase_orbite_HEADERS += engine/travel/estimate.h engine/travel/fit.h engine/travel/matrix.h engine/travel/router.h engine/travel/table.h
