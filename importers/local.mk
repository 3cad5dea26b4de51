liborbite_la_SOURCES += importers/registry.c importers/report.c
nobase_orbite_HEADERS += importers/importer.h importers/registry.h importers/report.h
liborbite_la_SOURCES += \
	importers/input.c \
	importers/json_reader.c
nobase_orbite_HEADERS += \
	importers/input.h \
	importers/json_reader.h
