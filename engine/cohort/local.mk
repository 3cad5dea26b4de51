liborbite_la_SOURCES += engine/cohort/disclosure.c engine/cohort/disclosure_audit.c engine/cohort/disclosure_joint.c engine/cohort/disclosure_parts.h engine/cohort/factor.c engine/cohort/factor.h engine/cohort/factor_order.c engine/cohort/simplex.c engine/cohort/simplex.h
nobase_orbite_HEADERS += engine/cohort/disclosure.h engine/cohort/disclosure_joint.h
liborbite_la_SOURCES += engine/cohort/causes.c engine/cohort/isolation.c engine/cohort/lever.c engine/cohort/next.c engine/cohort/order.c \
	engine/cohort/state.c engine/cohort/support.c engine/cohort/tour.c engine/cohort/triage.c engine/cohort/triage_parts.h
nobase_orbite_HEADERS += engine/cohort/tour.h engine/cohort/triage.h
liborbite_la_SOURCES += engine/cohort/autocorrelation.c engine/cohort/dbscan.c engine/cohort/hotspots.c engine/cohort/neighbours.c engine/cohort/rates.c
nobase_orbite_HEADERS += engine/cohort/autocorrelation.h engine/cohort/dbscan.h engine/cohort/hotspots.h engine/cohort/neighbours.h engine/cohort/rates.h
liborbite_la_SOURCES += engine/cohort/emerge.c
nobase_orbite_HEADERS += engine/cohort/emerge.h
liborbite_la_SOURCES += engine/cohort/counterfactual.c engine/cohort/instead.c engine/cohort/widened.c
nobase_orbite_HEADERS += engine/cohort/counterfactual.h engine/cohort/instead.h engine/cohort/widened.h
