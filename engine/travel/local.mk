liborbite_la_SOURCES += engine/travel/estimate.c engine/travel/matrix.c engine/travel/table.c
nobase_orbite_HEADERS += engine/travel/estimate.h engine/travel/matrix.h engine/travel/table.h
