liborbite_la_SOURCES += importers/registry.c importers/report.c
nobase_orbite_HEADERS += importers/importer.h importers/registry.h importers/report.h
liborbite_la_SOURCES += \
	importers/input.c \
	importers/json_reader.c \
	importers/native.c \
	importers/native_offer.c \
	importers/native_parts.c \
	importers/native_reader.c \
	importers/native_reader.h \
	importers/native_scan.c \
	importers/native_scan.h \
	importers/native_shared.c
nobase_orbite_HEADERS += \
	importers/input.h \
	importers/json_reader.h
liborbite_la_SOURCES += \
	importers/demo.c \
	importers/demo_cast.c \
	importers/demo_contour.c \
	importers/demo_land.c \
	importers/demo_names.c \
	importers/demo_offer.c \
	importers/demo_random.c \
	importers/demo_script.c \
	importers/demo_service.c \
	importers/demo_template.c
nobase_orbite_HEADERS += \
	importers/demo.h \
	importers/demo_cast.h \
	importers/demo_draft.h \
	importers/demo_land.h \
	importers/demo_names.h \
	importers/demo_random.h \
	importers/demo_template.h
