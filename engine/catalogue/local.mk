liborbite_la_SOURCES += engine/catalogue/build.c engine/catalogue/check.c engine/catalogue/draft.h engine/catalogue/draft_contacts.c engine/catalogue/draft_detail.c engine/catalogue/draft_key.c engine/catalogue/draft_members.c engine/catalogue/draft_offers.c engine/catalogue/draft_order.c engine/catalogue/draft_output.c engine/catalogue/draft_places.c \
	engine/catalogue/draft_spots.c engine/catalogue/draft_terms.c engine/catalogue/draft_write.c engine/catalogue/draft_write.h \
	engine/catalogue/file.c engine/catalogue/image.h engine/catalogue/lookup.c engine/catalogue/view.c
nobase_orbite_HEADERS += engine/catalogue/build.h engine/catalogue/catalogue.h
