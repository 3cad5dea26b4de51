/* A number of places never stands alone: authorised, installed and free are three things.
 */
#include "maps/circles_words.h"

#include <string.h>

#include "engine/base/text.h"

#define SEPARATOR " · "

const char *orb_circle_ring_name(unsigned ring)
{
    static const char *const names[ORB_CIRCLE_RINGS] = { N_("Internal"), N_("By agreement"),
                                                         N_("Territory"),
                                                         N_("Droit commun") };

    return _(names[ring]);
}

const char *orb_circle_kind_name(enum orb_circle circle)
{
    static const char *const names[ORB_CIRCLES] = {
        [ORB_CIRCLE_C0] = N_("Internal services"),
        [ORB_CIRCLE_C1A] = N_("Subcontractors"),
        [ORB_CIRCLE_C1B] = N_("Partners by agreement"),
        [ORB_CIRCLE_C2] = N_("Partners of the territory"),
        [ORB_CIRCLE_C3] = N_("Droit commun"),
        [ORB_CIRCLE_C4] = N_("To approach"),
        [ORB_CIRCLE_INST] = N_("Institutions"),
    };

    return _(names[circle]);
}

const char *orb_circle_family_name(unsigned family)
{
    static const char *const names[ORB_CIRCLE_FAMILIES] = {
        N_("Health and well-being"),
        N_("Everyday acts"),
        N_("Housing and home help"),
        N_("Schooling and training"),
        N_("Activity and work"),
        N_("Social participation"),
        N_("Help for the person and carers"),
        N_("Exercise of rights"),
    };

    return _(names[family]);
}

const char *orb_circle_state_name(enum orb_partner_state state)
{
    static const char *const names[ORB_PARTNER_STATES] = {
        [ORB_PARTNER_UNKNOWN] = N_("To check"),
        [ORB_PARTNER_PLACE] = N_("A place is known"),
        [ORB_PARTNER_FULL] = N_("Full"),
        [ORB_PARTNER_NO_NOTION] = N_("No notion of place"),
        [ORB_PARTNER_SET_ASIDE] = N_("Set aside (reason)"),
    };

    return _(names[state]);
}

void orb_circle_count(struct orb_buf *out, size_t count, bool french)
{
    char digits[32];
    size_t at = sizeof digits;

    for (unsigned place = 1; count > 0 || place == 1; place++, count /= 10) {
        digits[--at] = (char)('0' + count % 10);
        if (place % 3 == 0 && count >= 10)
            digits[--at] = ',';
    }
    for (; at < sizeof digits; at++) {
        if (french && digits[at] == ',')
            orb_buf_text(out, "\xC2\xA0");
        else
            orb_buf_char(out, digits[at]);
    }
}

void orb_circle_date(struct orb_buf *out, orb_date date, bool french)
{
    char text[ORB_DATE_LEN];
    int year, month, day;

    if (date == ORB_DATE_NONE)
        return;
    if (!french) {
        orb_buf_text(out, orb_date_write(text, date));
        return;
    }
    orb_date_split(date, &year, &month, &day);
    orb_buf_printf(out, "%02d/%02d/%04d", day, month, year);
}

static void separate(struct orb_buf *out, size_t from)
{
    if (out->len > from)
        orb_buf_text(out, SEPARATOR);
}

void orb_circle_short_words(struct orb_buf *out, const struct orb_partner *partner)
{
    size_t from = out->len;

    switch (partner->state) {
    case ORB_PARTNER_SET_ASIDE:
        if (partner->reason != NULL)
            orb_buf_printf(out, partner->nearly ? _("nearly: %s") : "%s", partner->reason);
        break;
    case ORB_PARTNER_FULL:
        orb_buf_text(out, _("full"));
        break;
    case ORB_PARTNER_PLACE:
        if (partner->places > 0)
            orb_buf_printf(out, _("%d pl."), (int)partner->places);
        else
            orb_buf_text(out, _("a place"));
        break;
    case ORB_PARTNER_UNKNOWN:
        if (partner->authorised >= 0)
            orb_buf_printf(out, _("%d auth."), (int)partner->authorised);
        break;
    default:
        break;
    }
    if (partner->state == ORB_PARTNER_SET_ASIDE && out->len > from)
        return;
    if (partner->way != NULL || partner->commune != NULL) {
        separate(out, from);
        orb_buf_text(out, partner->way != NULL ? partner->way : partner->commune);
    }
}

static void said_on(struct orb_buf *out, const struct orb_partner *partner, bool french)
{
    if (partner->places_on == ORB_DATE_NONE)
        return;
    orb_buf_text(out, _(" on "));
    orb_circle_date(out, partner->places_on, french);
}

static void authorised(struct orb_buf *out, const struct orb_partner *partner, size_t from)
{
    if (partner->authorised >= 0) {
        if (out->len > from)
            orb_buf_text(out, ", ");
        orb_buf_printf(
            out,
            ORB_PLURAL("%d authorised place", "%d authorised places", partner->authorised),
            (int)partner->authorised);
    }
    if (partner->installed < 0 || partner->installed == partner->authorised)
        return;
    if (partner->authorised >= 0)
        orb_buf_printf(out,
                       ORB_PLURAL(" (%d installed)", " (%d installed)", partner->installed),
                       (int)partner->installed);
    else
        orb_buf_printf(
            out,
            ORB_PLURAL("%s%d installed place", "%s%d installed places", partner->installed),
            out->len > from ? ", " : "", (int)partner->installed);
}

void orb_circle_place_words(struct orb_buf *out, const struct orb_partner *partner,
                            bool french)
{
    size_t from = out->len;

    switch (partner->state) {
    case ORB_PARTNER_PLACE:
        if (partner->places > 0)
            orb_buf_printf(out,
                           ORB_PLURAL("%d known place", "%d known places", partner->places),
                           (int)partner->places);
        else
            orb_buf_text(out, _("place known"));
        said_on(out, partner, french);
        authorised(out, partner, from);
        return;
    case ORB_PARTNER_FULL:
        orb_buf_text(out, _("full"));
        said_on(out, partner, french);
        authorised(out, partner, from);
        return;
    case ORB_PARTNER_SET_ASIDE:
        orb_buf_text(out, partner->nearly ? _("nearly suits") : _("set aside"));
        if (partner->reason != NULL)
            orb_buf_printf(out, "%s%s", _(": "), partner->reason);
        return;
    case ORB_PARTNER_NO_NOTION:
        orb_buf_text(out, _("no notion of place"));
        return;
    default:
        authorised(out, partner, from);
        if (out->len > from)
            orb_buf_text(out, _(", to check"));
        else
            orb_buf_text(out, _("places to check"));
        if (partner->state_old)
            orb_buf_text(out, _(" (said too long ago)"));
        return;
    }
}

void orb_circle_table_words(struct orb_buf *out, const struct orb_partner *partner,
                            bool french)
{
    unsigned others = partner->families;
    bool first = true;

    if (partner->family > 0)
        others &= ~(1U << (partner->family - 1));
    if (partner->circle == ORB_CIRCLE_C4 && partner->family > 0)
        orb_buf_printf(out, _("family %u · "), (unsigned)partner->family);
    orb_circle_place_words(out, partner, french);
    if (partner->commune != NULL)
        orb_buf_printf(out, SEPARATOR "%s", partner->commune);
    if (partner->way != NULL)
        orb_buf_printf(out, SEPARATOR "%s", partner->way);
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++) {
        if ((others >> s & 1) == 0)
            continue;
        orb_buf_text(out, first ? SEPARATOR : "");
        orb_buf_text(out, first ? _("also: ") : ", ");
        orb_buf_printf(out, "%u", s + 1);
        first = false;
    }
}

void orb_circle_agreement_words(struct orb_buf *out, const struct orb_partner *partner,
                                bool french)
{
    bool has_end = partner->agreed_to != ORB_DATE_NONE;

    if (!partner->agreed)
        return;
    orb_buf_text(out, partner->evidence != NULL ? partner->evidence : _("agreement"));
    if (partner->agreed_from != ORB_DATE_NONE) {
        orb_buf_text(out, has_end ? _(", from ") : _(", since "));
        orb_circle_date(out, partner->agreed_from, french);
    }
    if (has_end) {
        orb_buf_text(out,
                     partner->agreed_from != ORB_DATE_NONE ? _(" to ") : _(", until "));
        orb_circle_date(out, partner->agreed_to, french);
    }
}

void orb_circle_mark_words(struct orb_buf *out, const struct orb_circle_map *map,
                           const struct orb_circle_mark *mark)
{
    const struct orb_partner *partner = mark->partner;

    orb_buf_printf(out, "%u. %s" SEPARATOR "%s" SEPARATOR "%s" SEPARATOR, mark->number,
                   partner->name, orb_circle_kind_name(partner->circle),
                   orb_circle_family_name(partner->family - 1U));
    orb_circle_table_words(out, partner, map->options->french);
    if (partner->agreed)
        orb_buf_text(out, SEPARATOR);
    orb_circle_agreement_words(out, partner, map->options->french);
}
