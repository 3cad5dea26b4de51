liborbite_la_SOURCES += engine/travel/estimate.c
nobase_orbite_HEADERS += engine/travel/estimate.h
