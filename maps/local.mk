liborbite_la_SOURCES += \
	maps/json_writer.c maps/match_json.c \
	maps/native.c \
	maps/native_offer.c \
	maps/native_parts.c \
	maps/native_parts.h
nobase_orbite_HEADERS += \
	maps/exporter.h \
	maps/json_writer.h maps/match_json.h \
	maps/native.h
