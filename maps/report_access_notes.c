/* What access was computed with, and what of it is unknown. */
#include <math.h>

#include "engine/base/text.h"
#include "maps/report_access.h"

static void tell_supply(struct orb_report *report, const struct orb_access_counts *n)
{
    orb_report_note(report,
                    ORB_PLURAL("%u offer is counted, with %.0f known places.",
                               "%u offers are counted, with %.0f known places.", n->sites),
                    n->sites, n->places);
    if (n->sites + n->others + n->commons == 0)
        orb_report_note(
            report, "%s",
            _("No offer that is known is in reach or in the perimeter: there is none, or the data lack it."));
    if (n->others > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%u offer takes nobody of these ages, of this public or with this orientation: not counted.",
                "%u offers take nobody of these ages, of this public or with this orientation: not counted.",
                n->others),
            n->others);
    if (n->unknown > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%u offer has no known number of places: it is counted for nothing.",
                "%u offers have no known number of places: they are counted for nothing.",
                n->unknown),
            n->unknown);
    if (n->authorised > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%u offer is counted by its authorised places, as installed ones are not told.",
                "%u offers are counted by their authorised places, as installed ones are not told.",
                n->authorised),
            n->authorised);
    if (n->doubtful > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%u offer (%.0f places) is counted though some of its terms are unknown: to verify.",
                "%u offers (%.0f places) are counted though some of their terms are unknown: to verify.",
                n->doubtful),
            n->doubtful, n->doubtful_places);
}

/* What is counted for less than it may be, or otherwise than it may be. */
static void tell_unsure(struct orb_report *report, const struct orb_access_counts *n)
{
    if (n->zone_unknown > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%u service that comes to people does not tell its zone: left out of what comes.",
                "%u services that come to people do not tell their zone: left out of what comes.",
                n->zone_unknown),
            n->zone_unknown);
    if (n->unlocated > 0)
        orb_report_note(report,
                        ORB_PLURAL("%u offer has no known position: nobody reaches it.",
                                   "%u offers have no known position: nobody reaches them.",
                                   n->unlocated),
                        n->unlocated);
    if (n->kind_unknown > 0)
        orb_report_note(
            report,
            ORB_PLURAL("%u offer does not tell how it is given: counted as on site.",
                       "%u offers do not tell how they are given: counted as on site.",
                       n->kind_unknown),
            n->kind_unknown);
    if (n->not_accepting > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%u offer takes nobody new for now: its places are counted all the same.",
                "%u offers take nobody new for now: their places are counted all the same.",
                n->not_accepting),
            n->not_accepting);
}

static void tell_demand(struct orb_report *report, const struct orb_report_access_input *in)
{
    const struct orb_demand *d = &in->access->demand;

    if (d->unknown > 0 && !in->persons)
        orb_report_note(
            report,
            ORB_PLURAL("%u commune has no known population: nobody asks there.",
                       "%u communes have no known population: nobody asks there.",
                       d->unknown),
            d->unknown);
    if (in->persons && in->threshold > 0)
        orb_report_note(
            report, "%s",
            _("What the persons of the file have access to is told to their team alone (--class team): with the distances between communes, it would tell how many live in each."));
    else if (in->persons)
        orb_report_note(
            report, "%s",
            _("Persons of the file are taken to have the ages of their commune."));
    else if (!d->by_age)
        orb_report_note(
            report, "%s",
            _("No population by age is known: all inhabitants stand for the demand."));
    else if (d->without_ages > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%u commune has no population by age: it takes the shares of the others.",
                "%u communes have no population by age: they take the shares of the others.",
                d->without_ages),
            d->without_ages);
    if (in->access->count > in->access->inside)
        orb_report_note(
            report,
            ORB_PLURAL("People of %u commune around compete for the same places.",
                       "People of %u communes around compete for the same places.",
                       in->access->count - in->access->inside),
            in->access->count - in->access->inside);
}

static void tell_places(struct orb_report *report, const struct orb_report_access_input *in)
{
    const struct orb_access *a = in->access;
    unsigned unlocated = 0;
    unsigned out = 0;
    unsigned edge = 0;
    unsigned nobody = 0;

    for (uint32_t i = 0; i < a->inside; i++) {
        unlocated += !a->place[i].located;
        out += a->place[i].located && a->place[i].reached == ORB_REACHED_NOT;
        edge += a->place[i].edge;
        nobody += !isnan(a->place[i].population) && !(a->place[i].people > 0);
    }
    if (a->inside == 0)
        orb_report_note(report, "%s", _("There is no commune in the perimeter."));
    if (unlocated > 0)
        orb_report_note(
            report,
            ORB_PLURAL("%u commune has no known position: its access is unknown.",
                       "%u communes have no known position: their access is unknown.",
                       unlocated),
            unlocated);
    if (nobody > 0 && !in->persons)
        orb_report_note(
            report,
            ORB_PLURAL(
                "In %u commune nobody lives of these ages: it has no access to tell.",
                "In %u communes nobody lives of these ages: they have no access to tell.",
                nobody),
            nobody);
    if (out > 0)
        orb_report_note(report,
                        ORB_PLURAL("%u commune is out of every catchment.",
                                   "%u communes are out of every catchment.", out),
                        out);
    if (edge > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%u commune is at the edge of what the data hold (another département, a border or the sea): hatched, left out of the classes of the map.",
                "%u communes are at the edge of what the data hold (another département, a border or the sea): hatched, left out of the classes of the map.",
                edge),
            edge);
}

void orb_report_access_notes(struct orb_report *report,
                             const struct orb_report_access_input *in)
{
    const struct orb_access *a = in->access;
    unsigned unused = 0;
    double places = 0;

    for (uint32_t j = 0; j < a->supply.count; j++)
        if (a->linked[j] && a->result.unused[j] != 0 && !in->persons) {
            unused++;
            places += a->supply.sites[j].places;
        }
    tell_supply(report, &a->counts);
    tell_unsure(report, &a->counts);
    if (a->counts.commons > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%u offer of droit commun has no notion of place: in a table apart.",
                "%u offers of droit commun have no notion of place: in a table apart.",
                a->counts.commons),
            a->counts.commons);
    if (a->counts.sites > 0 && a->counts.unknown == a->counts.sites)
        orb_report_note(
            report, "%s",
            _("No offer tells its places: access cannot be told, only who is near."));
    if (unused > 0 && !isnan(places))
        orb_report_note(
            report,
            ORB_PLURAL(
                "%u offer has nobody that it takes within the limit (%.0f places).",
                "%u offers have nobody that they take within the limit (%.0f places).",
                unused),
            unused, places);
    tell_demand(report, in);
    tell_places(report, in);
    if (a->links.off_network > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%zu pair of places is off the roads: no way is counted between them.",
                "%zu pairs of places are off the roads: no way is counted between them.",
                a->links.off_network),
            a->links.off_network);
    if (in->apl)
        orb_report_note(
            report, "%s",
            _("Made after the potential local accessibility of the DREES, whose own weights are not those used here: it is not the APL."));
}
