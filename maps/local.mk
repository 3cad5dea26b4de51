liborbite_la_SOURCES += \
	maps/fragments.c \
	maps/fragments.h \
	maps/geojson.c \
	maps/json_writer.c \
	maps/match_json.c \
	maps/native.c \
	maps/native_offer.c \
	maps/native_parts.c \
	maps/native_parts.h \
	maps/registry.c
nobase_orbite_HEADERS += \
	maps/exporter.h \
	maps/json_writer.h \
	maps/match_json.h \
	maps/native.h \
	maps/registry.h
