/* Authorisations whose clientele code FINESS no longer uses, as a report. */
#ifndef ORB_MAPS_REPORT_AUTHORISATIONS_H
#define ORB_MAPS_REPORT_AUTHORISATIONS_H

#include "engine/base/date.h"
#include "engine/catalogue/catalogue.h"
#include "engine/vocabulary/vocabulary.h"
#include "maps/report.h"

/*
 * Add the tables outdated_codes and authorisations: the offers of FINESS open at the date
 * whose public is a code that the nomenclature has deprecated (410, 11x, 12x, 20x...), to
 * be adapted. inside: by commune, which are looked at; NULL = everywhere. Lack of memory is
 * told by orb_report_check.
 */
void orb_report_authorisations(struct orb_report *report,
                               const struct orb_catalogue *catalogue,
                               struct orb_vocabulary *vocabulary, const bool *inside);

#endif
