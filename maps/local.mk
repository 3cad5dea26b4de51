liborbite_la_SOURCES += \
	maps/json_writer.c
nobase_orbite_HEADERS += \
	maps/exporter.h \
	maps/json_writer.h
