/* One offer as a feature of GeoJSON, fast: a million of them take half a second. */
#include "maps/features.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "maps/credit.h"
#include "maps/json_writer.h"

#define WARM ORB_FEATURES_WARM

static inline const char *text_of(const struct orb_catalogue *c, orb_cat_text text)
{
    return c->strings + text;
}

/* Most pieces fit: no call then. */
static inline void add(struct orb_features *g, const char *text, size_t len)
{
    struct orb_buf *out = g->out;

    if (out->capacity - out->len > len) {
        memcpy(out->data + out->len, text, len);
        out->len += len;
    } else {
        orb_buf_add(out, text, len);
    }
}

#define ADD(g, literal) add(g, literal, sizeof(literal) - 1)

static void add_fragment(struct orb_features *g, const struct orb_fragment *fragment)
{
    if (fragment->len > 0)
        add(g, (const char *)g->fragments.text.bytes + fragment->offset, fragment->len);
}

/* "key":"text", unless empty; prefix is "key": with its quotes. */
static inline void add_member(struct orb_features *g, const char *prefix, const char *text)
{
    size_t len = strlen(text);

    if (len == 0)
        return;
    add(g, prefix, strlen(prefix));
    orb_jw_escape(g->out, text, len);
    ADD(g, ",");
}

static void add_point(struct orb_features *g, struct orb_map_position p)
{
    if (p.x == INT64_MAX) {
        ADD(g, "\"geometry\":null,\"id\":");
        return;
    }
    ADD(g, "\"geometry\":{\"coordinates\":[");
    orb_map_degrees(g->out, p.x);
    ADD(g, ",");
    orb_map_degrees(g->out, p.y);
    ADD(g, "],\"type\":\"Point\"},\"id\":");
}

static void add_circle(struct orb_features *g, uint32_t offer)
{
    struct orb_circle_fact fact = orb_circles_get(&g->selection->circles, offer);
    const struct orb_feature_piece *piece = &g->circle_pieces[fact.circle][fact.basis];

    add(g, piece->text, piece->len);
    if (fact.relation != ORB_CAT_NONE)
        add_member(g, "\"circle_evidence\":",
                   text_of(g->c, g->c->relations[fact.relation].evidence));
}

static void add_commune(struct orb_features *g, const struct orb_cat_offer *o)
{
    if (o->commune != ORB_CAT_NONE)
        add_fragment(g, orb_fragments_commune(&g->fragments, o->commune));
    else
        add_member(g, "\"commune\":", text_of(g->c, o->commune_code));
}

static void add_organization(struct orb_features *g, uint32_t organization)
{
    const struct orb_cat_organization *o = &g->c->organizations[organization];

    add_member(g, "\"organization\":", text_of(g->c, o->name));
    add_member(g, "\"organization_id\":", text_of(g->c, o->id));
}

static void add_observed(struct orb_features *g, orb_date date)
{
    if (date == ORB_DATE_NONE)
        return;
    if (date != g->dated || g->day[0] == '\0') {
        (void)orb_date_write(g->day, date);
        g->dated = date;
    }
    ADD(g, "\"observed_on\":\"");
    add(g, g->day, strlen(g->day));
    ADD(g, "\",");
}

static void add_precision(struct orb_features *g, const struct orb_cat_offer *o)
{
    enum orb_precision precision = o->confidential != 0 ? ORB_PRECISION_MUNICIPALITY
                                                        : (enum orb_precision)o->precision;
    const char *name = orb_precision_name(precision);

    if (name != NULL)
        add_member(g, "\"precision\":", name);
}

static const char *address_of(const struct orb_catalogue *c, const struct orb_cat_offer *o)
{
    return o->confidential != 0 ? "" : text_of(c, o->address);
}

/* Members in byte order of their keys; what is unknown is absent. */
static void add_properties(struct orb_features *g, uint32_t offer)
{
    const struct orb_catalogue *c = g->c;
    const struct orb_cat_offer *o = &c->offers[offer];
    const struct orb_cat_parts *parts = orb_cat_offer_parts(c, offer);
    uint8_t droit_commun = g->selection->circles.entries[parts->entry].droit_commun;

    add_member(g, "\"address\":", address_of(c, o));
    add_fragment(g, &g->fragments.entry[parts->entry]);
    add_circle(g, offer);
    if (orb_selection_is_closed(g->selection, o))
        ADD(g, "\"closed\":true,");
    else
        ADD(g, "\"closed\":false,");
    add_commune(g, o);
    if (droit_commun == ORB_YES)
        ADD(g, "\"droit_commun\":true,");
    else if (droit_commun == ORB_NO)
        ADD(g, "\"droit_commun\":false,");
    if (o->canonical != offer && o->canonical < c->offer_count)
        add_member(g, "\"duplicate_of\":", text_of(c, c->offers[o->canonical].id));
    add_member(g, "\"email\":", text_of(c, o->email));
    add_fragment(g, &g->fragments.care[parts->care]);
    add_fragment(g, &g->fragments.ways[parts->ways]);
    add_member(g, "\"name\":", text_of(c, o->name));
    add_observed(g, o->observed_on);
    if (o->organization != ORB_CAT_NONE)
        add_organization(g, o->organization);
    if (c->details[offer].osm != 0 || (o->source < c->source_count && g->osm[o->source]))
        ADD(g, "\"osm\":true,");
    add_member(g, "\"phone\":", text_of(c, o->phone));
    add_precision(g, o);
    if (o->service != o->id && strcmp(text_of(c, o->service), text_of(c, o->id)) != 0)
        add_member(g, "\"service\":", text_of(c, o->service));
    if (o->source < c->source_count)
        add_fragment(g, &g->fragments.sources[o->source]);
    add_member(g, "\"url\":", text_of(c, o->url));
}

/* Of the source, or of none when it is not known. */
static void add_credit(struct orb_features *g, const struct orb_fragment *credits,
                       uint32_t source, bool osm)
{
    const struct orb_fragment *credit;
    uint32_t none = g->c->source_count;

    if (credits == NULL)
        return;
    credit = &credits[2 * (source < none ? source : none) + osm];
    if (credit->len > 0)
        add(g, g->credits.data + credit->offset, credit->len);
}

void orb_features_add(struct orb_features *features, uint32_t offer)
{
    struct orb_features *g = features;
    const struct orb_cat_offer *o = &g->c->offers[offer];
    const char *id = text_of(g->c, o->id);
    bool osm = g->c->details[offer].osm != 0;

    ADD(g, "{");
    add_credit(g, g->attributions, o->source, osm);
    add_point(g, orb_selection_position(g->c, o));
    orb_jw_escape(g->out, id, strlen(id));
    ADD(g, ",");
    add_credit(g, g->licences, o->source, osm);
    ADD(g, "\"properties\":{");
    add_properties(g, offer);
    /* "closed" is always there, so the last byte is a comma. */
    if (!g->out->failed)
        g->out->len--;
    ADD(g, "},\"type\":\"Feature\"}");
}

/*
 * The order of ids jumps about the columns. Touching what the next features need, all at
 * once, lets the waits for memory overlap; the sum only keeps the reads from being left
 * out.
 */
void orb_features_warm(struct orb_features *features, uint32_t first)
{
    struct orb_features *g = features;
    const struct orb_catalogue *c = g->c;
    uint32_t end = c->offer_count - first > WARM ? first + WARM : c->offer_count;
    unsigned sum = 0;

    for (uint32_t i = first; i < end; i++) {
        const struct orb_cat_offer *o = &c->offers[c->by_id[i]];

        sum += o->id + o->canonical + (unsigned)o->opened_on + o->position;
        sum += orb_cat_offer_parts(c, c->by_id[i])->entry;
        sum += c->details[c->by_id[i]].osm;
    }
    for (uint32_t i = first; i < end; i++) {
        const struct orb_cat_offer *o = &c->offers[c->by_id[i]];

        sum +=
            (unsigned char)c->strings[o->id] + (unsigned)(unsigned char)c->strings[o->name];
        sum += (unsigned char)c->strings[o->address] +
               (unsigned)(unsigned char)c->strings[o->phone];
        sum += (unsigned char)c->strings[o->email] +
               (unsigned)(unsigned char)c->strings[o->service] +
               (unsigned)(unsigned char)c->strings[o->url];
        if (o->organization != ORB_CAT_NONE)
            sum += c->organizations[o->organization].relations.count;
        if (o->commune != ORB_CAT_NONE)
            sum += (unsigned)orb_fragments_commune(&g->fragments, o->commune)->len;
    }
    for (uint32_t i = first; i < end; i++) {
        const struct orb_cat_offer *o = &c->offers[c->by_id[i]];
        const char *text = g->fragments.text.bytes;

        if (o->organization != ORB_CAT_NONE) {
            const struct orb_cat_organization *its = &c->organizations[o->organization];

            sum += (unsigned char)c->strings[its->finess_ej];
            sum += (unsigned char)c->strings[its->name] +
                   (unsigned)(unsigned char)c->strings[its->id];
        }
        if (o->commune != ORB_CAT_NONE)
            sum += (unsigned char)
                text[orb_fragments_commune(&g->fragments, o->commune)->offset];
    }
    g->warmed += sum;
}

static void make_pieces(struct orb_features *g)
{
    for (size_t circle = 0; circle < ORB_CIRCLES; circle++)
        for (size_t basis = 0; basis < ORB_CIRCLE_BASES; basis++) {
            struct orb_feature_piece *piece = &g->circle_pieces[circle][basis];

            piece->len =
                (size_t)snprintf(piece->text, sizeof piece->text,
                                 "\"circle\":\"%s\",\"circle_basis\":\"%s\",",
                                 orb_circle_names[circle], orb_circle_basis_names[basis]);
        }
}

enum orb_status orb_features_init(struct orb_features *out, struct orb_buf *to,
                                  const struct orb_selection *selection,
                                  struct orb_error *err)
{
    *out = (struct orb_features){ .out = to,
                                  .c = selection->catalogue,
                                  .selection = selection };
    make_pieces(out);
    out->osm = orb_calloc((size_t)out->c->source_count + 1, sizeof *out->osm);
    if (out->osm == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < out->c->source_count; i++)
        out->osm[i] = orb_selection_is_osm(out->c, i);
    return orb_fragments_make(&out->fragments, out->c, &out->vocabulary,
                              selection->options->scratch, err);
}

/* "key":"text", for each source, then for none. */
static struct orb_fragment *make_credits(struct orb_features *g, const char *key,
                                         void (*append)(struct orb_buf *out,
                                                        const struct orb_selection *s,
                                                        struct orb_credit_row row))
{
    struct orb_buf text = { 0 };
    struct orb_fragment *credits =
        orb_calloc(2 * ((size_t)g->c->source_count + 1), sizeof *credits);

    for (uint32_t i = 0; credits != NULL && i < 2 * (g->c->source_count + 1); i++) {
        orb_buf_clear(&text);
        append(&text, g->selection, (struct orb_credit_row){ i / 2, i % 2 != 0 });
        credits[i].offset = g->credits.len;
        if (text.len > 0) {
            orb_buf_text(&g->credits, key);
            orb_jw_escape(&g->credits, text.data, text.len);
            orb_buf_char(&g->credits, ',');
        }
        credits[i].len = g->credits.len - credits[i].offset;
    }
    g->credits.failed = g->credits.failed || text.failed;
    orb_buf_release(&text);
    return credits;
}

enum orb_status orb_features_credit(struct orb_features *features, struct orb_error *err)
{
    features->attributions =
        make_credits(features, "\"attribution\":", orb_credit_attribution);
    features->licences = make_credits(features, "\"licence\":", orb_credit_licence);
    if (features->attributions == NULL || features->licences == NULL)
        return orb_error_memory(err);
    return orb_buf_check(&features->credits, err);
}

void orb_features_release(struct orb_features *features)
{
    orb_fragments_release(&features->fragments);
    orb_vocabulary_release(&features->vocabulary);
    orb_buf_release(&features->credits);
    orb_free(features->osm);
    orb_free(features->attributions);
    orb_free(features->licences);
    *features = (struct orb_features){ 0 };
}
