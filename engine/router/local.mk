liborbite_la_SOURCES += engine/router/blocks.c engine/router/blocks.h engine/router/cache.c engine/router/client.c
nobase_orbite_HEADERS += engine/router/cache.h engine/router/client.h
