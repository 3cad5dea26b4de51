liborbite_la_SOURCES += engine/net/data_gouv.c engine/net/download.c \
	engine/net/exchange.h engine/net/here.c engine/net/here.h engine/net/http.c engine/net/remembered.c engine/net/remembered.h engine/net/send.c \
	engine/net/sources.c
nobase_orbite_HEADERS += engine/net/data_gouv.h engine/net/download.h engine/net/http.h engine/net/sources.h
EMBEDDED += engine/net/sources.csv
EXTRA_DIST += engine/net/README.md
