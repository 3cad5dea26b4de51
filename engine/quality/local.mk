liborbite_la_SOURCES += engine/quality/agreement.c engine/quality/capacity.c engine/quality/codes.c \
	engine/quality/kinds.c engine/quality/offer.c engine/quality/place.c engine/quality/quality.c \
	engine/quality/service.c engine/quality/state.h engine/quality/table.c engine/quality/table.h
nobase_orbite_HEADERS += engine/quality/quality.h
