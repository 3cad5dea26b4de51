/* What the tags say of an offer, through the crosswalks. The tag social_facility says how
 * people are received, not who: what it leads to is sure only when social_facility:for
 * names a public; a day_care may be a crèche. */
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "importers/family_prestations.h"
#include "importers/osm.h"

#define SOCIAL   "social_facility="
#define FOR_MAX  16
#define CODE_MAX 80

struct publics {
    char codes[FOR_MAX][CODE_MAX]; /* "social_facility:for=senior" */
    size_t count;
    bool any_group; /* one of them has a group of publics */
    bool all_groups;
};

static void split_publics(struct publics *out, const struct osm_text *said)
{
    const char *at = said == NULL ? "" : said->text;

    while (*at != '\0' && out->count < FOR_MAX) {
        size_t len = strcspn(at, "; ");
        int room = CODE_MAX - (int)sizeof "social_facility:for=";

        if (len > 0)
            (void)snprintf(out->codes[out->count++], CODE_MAX, "social_facility:for=%.*s",
                           (int)len < room ? (int)len : room, at);
        at += len;
        at += strspn(at, "; ");
    }
}

/* The publics are alternatives: they are known only when each has its group. The tag is a
 * wish of who drew it: it ranks, it excludes nobody. */
static enum orb_status fill_publics(struct osm *o, const struct osm_thing *thing,
                                    struct publics *said, struct orb_terms *terms,
                                    struct orb_error *err)
{
    const struct orb_link_list *links = NULL;
    const struct orb_term_list *list = NULL;
    const char **items = orb_arena_array(&o->row, FOR_MAX, sizeof *items);
    struct orb_code_list groups = { items, 0, true };
    enum orb_status status =
        orb_vocabulary_links(&o->vocabulary, "osm_public_groupe", &links, err);

    if (items == NULL)
        return orb_error_memory(err);
    if (status == ORB_OK)
        status = orb_vocabulary_terms(&o->vocabulary, "osm_tags", &list, err);
    said->all_groups = said->count > 0;
    for (size_t i = 0; status == ORB_OK && i < said->count; i++) {
        size_t count = 0;
        const struct orb_link *link = orb_link_find(links, said->codes[i], &count);

        said->any_group = said->any_group || link != NULL;
        said->all_groups = said->all_groups && link != NULL;
        if (link != NULL && !orb_code_list_has(&groups, link->to))
            items[groups.count++] = link->to;
        if (orb_term_find(list, said->codes[i]) == NULL)
            status = orb_osm_tell(o, OSM_UNKNOWN_CODE, thing->place,
                                  orb_osm_text(thing, OSM_FOR), err);
    }
    if (said->all_groups) {
        terms->publics = groups;
        terms->public_strength = ORB_STRENGTH_PREFERENTIAL;
    }
    return status;
}

static bool leads_to(const struct osm_thing *thing, const struct orb_link *link,
                     bool for_known)
{
    for (uint32_t i = 0; i < thing->term_count; i++)
        if (strcmp(thing->terms[i]->code, link->to) == 0)
            return for_known || strcmp(link->confidence, "l") != 0 ||
                   strncmp(link->to, SOCIAL, strlen(SOCIAL)) != 0;
    return false;
}

static enum orb_status fill_families(struct osm *o, const struct osm_thing *thing,
                                     const struct publics *said, struct orb_terms *terms,
                                     struct orb_error *err)
{
    const struct orb_link_list *links = NULL;
    struct orb_code_list families = { NULL, 0, true };
    const char **items;
    enum orb_status status =
        orb_vocabulary_links(&o->vocabulary, "loubat_osm", &links, err);

    if (status != ORB_OK)
        return status;
    items = orb_arena_array(&o->row, links->count, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    families.items = items;
    for (size_t i = 0; i < links->count; i++)
        if (leads_to(thing, &links->links[i], said->any_group) &&
            !orb_code_list_has(&families, links->links[i].from))
            items[families.count++] = links->links[i].from;
    if (families.count == 0)
        return ORB_OK;
    terms->families = families;
    return orb_family_prestations(&o->vocabulary, &o->row, &terms->families, terms, err);
}

static enum orb_status add_circle(struct osm *o, const char *code,
                                  enum orb_tristate *answer, struct orb_error *err)
{
    const struct orb_link_list *links = NULL;
    const struct orb_link *link;
    size_t count = 0;
    enum orb_status status =
        orb_vocabulary_links(&o->vocabulary, "osm_cercle_defaut", &links, err);

    link = status == ORB_OK ? orb_link_find(links, code, &count) : NULL;
    if (link != NULL && *answer != ORB_NO)
        *answer = strcmp(link->to, "C3") == 0 ? ORB_YES : ORB_NO;
    return status;
}

/* Open to all unless a tag or a public says otherwise; then no decision of the CDAPH is
 * asked. */
static enum orb_status fill_circle(struct osm *o, const struct osm_thing *thing,
                                   const struct publics *said, struct orb_terms *terms,
                                   struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; status == ORB_OK && i < thing->term_count; i++)
        status = add_circle(o, thing->terms[i]->code, &terms->droit_commun, err);
    for (size_t i = 0; status == ORB_OK && i < said->count; i++)
        status = add_circle(o, said->codes[i], &terms->droit_commun, err);
    terms->orientations.known = terms->droit_commun == ORB_YES;
    return status;
}

static enum orb_status fill_features(struct osm *o, const struct osm_thing *thing,
                                     struct orb_terms *terms, struct orb_error *err)
{
    static const struct {
        const char *text;
        enum orb_feature_level level;
    } levels[] = { { "yes", ORB_FEATURE_YES },
                   { "designated", ORB_FEATURE_YES },
                   { "limited", ORB_FEATURE_LIMITED },
                   { "no", ORB_FEATURE_NO } };
    const struct osm_text *said = orb_osm_text(thing, OSM_WHEELCHAIR);
    struct orb_feature *feature;

    if (said == NULL)
        return ORB_OK;
    feature = orb_arena_alloc(&o->row, sizeof *feature);
    if (feature == NULL)
        return orb_error_memory(err);
    feature->name = "wheelchair";
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
        if (strcmp(levels[i].text, said->text) == 0)
            feature->level = levels[i].level;
    if (feature->level == ORB_FEATURE_UNKNOWN)
        return orb_osm_tell(o, OSM_WHEELCHAIR_FORM, thing->place, said, err);
    terms->features = feature;
    terms->feature_count = 1;
    return ORB_OK;
}

enum orb_status orb_osm_terms(struct osm *o, const struct osm_thing *thing,
                              struct orb_terms *terms, struct orb_error *err)
{
    struct publics said = { .count = 0 };
    enum orb_status status;

    split_publics(&said, orb_osm_text(thing, OSM_FOR));
    status = fill_publics(o, thing, &said, terms, err);
    if (status == ORB_OK)
        status = fill_families(o, thing, &said, terms, err);
    if (status == ORB_OK)
        status = fill_circle(o, thing, &said, terms, err);
    return status == ORB_OK ? fill_features(o, thing, terms, err) : status;
}
