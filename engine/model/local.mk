liborbite_la_SOURCES += engine/model/address.c engine/model/ages.c engine/model/assertion.c engine/model/code_list.c engine/model/commune.c engine/model/commune_find.c engine/model/commune_table.h engine/model/contact.c engine/model/contact_keys.c engine/model/contact_text.c engine/model/json_form.c engine/model/opening_hours.c \
	engine/model/opening_week.c \
	engine/model/case.c engine/model/case_read.c engine/model/case_read.h engine/model/person.c engine/model/personal_form.c engine/model/profile.c engine/model/profile_form.c engine/model/profile_form.h \
	engine/model/profile_read.c engine/model/profile_rules.c engine/model/profile_travel.c engine/model/provenance.c engine/model/record.c engine/model/restricted.c
nobase_orbite_HEADERS += engine/model/address.h engine/model/ages.h engine/model/assertion.h engine/model/code_list.h engine/model/commune.h engine/model/contact.h engine/model/contact_keys.h engine/model/contact_text.h engine/model/case.h engine/model/decision.h engine/model/json_form.h \
	engine/model/offer.h engine/model/opening_hours.h engine/model/opening_week.h engine/model/person.h engine/model/personal_form.h engine/model/profile.h engine/model/organization.h \
	engine/model/provenance.h engine/model/record.h engine/model/relation.h engine/model/restricted.h engine/model/service.h \
	engine/model/site.h engine/model/source.h engine/model/terms.h engine/model/territory.h \
	engine/model/territory_view.h
liborbite_la_SOURCES += engine/model/profile_planning.c
liborbite_la_SOURCES += engine/model/profile_cohort.c
