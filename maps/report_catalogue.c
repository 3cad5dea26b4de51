/* What a report takes from a catalogue: the sources, the communes of a perimeter. */
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/catalogue/catalogue.h"
#include "maps/report.h"

static void add(struct orb_report *report, const struct orb_catalogue *c, uint32_t source)
{
    const struct orb_cat_source *s = &c->sources[source];
    const char *attribution = orb_cat_known(c, s->attribution);

    if (attribution == NULL)
        attribution = orb_cat_known(c, s->name);
    if (attribution == NULL)
        attribution = orb_cat_known(c, s->id);
    if (attribution != NULL)
        orb_report_source(report, attribution, orb_cat_known(c, s->licence),
                          s->observed_on);
}

void orb_report_catalogue_sources(struct orb_report *report,
                                  const struct orb_catalogue *catalogue)
{
    bool *used = orb_calloc((size_t)catalogue->source_count + 1, sizeof *used);

    if (used == NULL) {
        report->failed = true;
        return;
    }
    for (uint32_t i = 0; i < catalogue->offer_count; i++)
        if (catalogue->offers[i].source < catalogue->source_count)
            used[catalogue->offers[i].source] = true;
    for (uint32_t i = 0; i < catalogue->source_count; i++)
        if (used[i])
            add(report, catalogue, i);
    for (uint32_t i = 0; i < catalogue->source_count; i++)
        if (!used[i] && catalogue->sources[i].lends != 0)
            add(report, catalogue, i);
    orb_free(used);
}

void orb_report_add_perimeter(struct orb_report *report,
                              const struct orb_catalogue *catalogue,
                              const struct orb_perimeter *perimeter)
{
    for (uint32_t i = 0; i < catalogue->commune_count && !perimeter->whole; i++) {
        const char *code = orb_cat_known(catalogue, catalogue->communes[i].code);
        uint32_t number;

        if (perimeter->within[i] && code != NULL &&
            orb_strmap_add(&report->drawn, code, strlen(code), &number) != ORB_OK)
            report->failed = true;
    }
}
