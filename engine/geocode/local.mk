liborbite_la_SOURCES += engine/geocode/answer.c engine/geocode/cache.c engine/geocode/client.c engine/geocode/fallback.c \
	engine/geocode/query.c engine/geocode/towns.c engine/geocode/verdict.c
nobase_orbite_HEADERS += engine/geocode/answer.h engine/geocode/cache.h engine/geocode/client.h engine/geocode/fallback.h \
	engine/geocode/query.h engine/geocode/towns.h engine/geocode/verdict.h
EXTRA_DIST += engine/geocode/README.md
