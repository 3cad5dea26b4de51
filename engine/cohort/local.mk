liborbite_la_SOURCES += engine/cohort/disclosure.c engine/cohort/simplex.c engine/cohort/simplex.h
nobase_orbite_HEADERS += engine/cohort/disclosure.h
