liborbite_la_SOURCES += importers/registry.c importers/report.c
nobase_orbite_HEADERS += importers/importer.h importers/registry.h importers/report.h
