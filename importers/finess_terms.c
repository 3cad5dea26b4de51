/* Each code is walked through its crosswalks once; a national feed has 175,000
 * establishments and some hundreds of codes. */
#include "importers/finess_terms.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/buf.h"
#include "importers/family_prestations.h"

/* The part of the terms that one code decides. */
struct finess_terms_entry {
    struct orb_code_list codes; /* families, orientations, publics */
    const struct orb_modality *modalities;
    uint32_t modality_count;
    const struct orb_prestation *prestations;
    uint32_t prestation_count;
    struct orb_code_list orientations;
    enum orb_tristate flag; /* droit commun, excludes associated */
    bool institution;
    bool known;
};

/* The links of one code. */
struct span {
    const struct orb_link *links;
    size_t count;
};

static enum orb_status links_of(struct finess_terms *t, const char *list, const char *code,
                                struct span *out, struct orb_error *err)
{
    const struct orb_link_list *links = NULL;
    enum orb_status status = orb_vocabulary_links(t->vocabulary, list, &links, err);

    *out = (struct span){ NULL, 0 };
    if (status == ORB_OK)
        out->links = orb_link_find(links, code, &out->count);
    return status;
}

/* The targets of a code in the order of the file; known when there is at least one. */
static enum orb_status code_list(struct finess_terms *t, const char *list, const char *code,
                                 struct orb_code_list *out, struct orb_error *err)
{
    struct span found;
    const char **items;
    enum orb_status status = links_of(t, list, code, &found, err);

    if (status != ORB_OK || found.count == 0)
        return status;
    items = orb_arena_array(&t->arena, found.count, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < found.count; i++)
        items[i] = found.links[i].to;
    *out = (struct orb_code_list){ items, (uint32_t)found.count, true };
    return ORB_OK;
}

/* The other way: the codes that lead to target. */
static enum orb_status code_list_back(struct finess_terms *t, const char *list,
                                      const char *target, struct orb_code_list *out,
                                      struct orb_error *err)
{
    const struct orb_link_list *links = NULL;
    enum orb_status status = orb_vocabulary_links(t->vocabulary, list, &links, err);
    const char **items;
    uint32_t count = 0;

    if (status != ORB_OK)
        return status;
    items = orb_arena_array(&t->arena, links->count, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < links->count; i++)
        if (strcmp(links->links[i].to, target) == 0)
            items[count++] = links->links[i].from;
    *out = (struct orb_code_list){ items, count, count > 0 };
    return ORB_OK;
}

static enum orb_status prestations(struct finess_terms *t, struct finess_terms_entry *e,
                                   struct orb_error *err)
{
    struct orb_terms terms = { 0 };
    enum orb_status status =
        orb_family_prestations(t->vocabulary, &t->arena, &e->codes, &terms, err);

    e->prestations = terms.prestations;
    e->prestation_count = terms.prestation_count;
    return status;
}

static enum orb_status make_category(struct finess_terms *t, const char *code,
                                     struct finess_terms_entry *e, struct orb_error *err)
{
    struct span circle = { NULL, 0 };
    enum orb_status status = code_list(t, "finess_loubat", code, &e->codes, err);

    if (status == ORB_OK)
        status = prestations(t, e, err);
    if (status == ORB_OK)
        status = code_list_back(t, "mdph_finess", code, &e->orientations, err);
    if (status == ORB_OK)
        status = links_of(t, "finess_cercle_defaut", code, &circle, err);
    if (status != ORB_OK || circle.count == 0)
        return status;
    e->institution = strcmp(circle.links->to, "INST") == 0;
    e->flag = strcmp(circle.links->to, "C3") == 0 ? ORB_YES : ORB_NO;
    if (e->flag == ORB_YES && !e->orientations.known)
        e->orientations.known = true; /* open to all: no decision of the CDAPH is asked */
    return ORB_OK;
}

/* The families of a dispositif and the right that leads to it. */
static enum orb_status make_engagement(struct finess_terms *t, const char *code,
                                       struct finess_terms_entry *e, struct orb_error *err)
{
    enum orb_status status = code_list(t, "finess_engagement_loubat", code, &e->codes, err);

    if (status == ORB_OK)
        status = prestations(t, e, err);
    if (status == ORB_OK)
        status = code_list_back(t, "mdph_engagement", code, &e->orientations, err);
    return status;
}

/* These three modes say "all kinds" or "undifferentiated": each kind is possible, none is
 * sure. */
static bool is_vague(const char *mode)
{
    return strcmp(mode, "46") == 0 || strcmp(mode, "48") == 0 || strcmp(mode, "97") == 0;
}

static enum orb_status make_mode(struct finess_terms *t, const char *code,
                                 struct finess_terms_entry *e, struct orb_error *err)
{
    struct span found;
    struct orb_modality *items;
    enum orb_status status = links_of(t, "finess_mode_modalite", code, &found, err);

    if (status != ORB_OK || found.count == 0)
        return status;
    items = orb_arena_array(&t->arena, found.count, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < found.count; i++) {
        items[i].code = found.links[i].to;
        items[i].certainty =
            is_vague(code) ? ORB_CERTAINTY_POSSIBLE : ORB_CERTAINTY_DECLARED;
    }
    e->modalities = items;
    e->modality_count = (uint32_t)found.count;
    e->known = true;
    return ORB_OK;
}

static enum orb_status make_public(struct finess_terms *t, const char *code,
                                   struct finess_terms_entry *e, struct orb_error *err)
{
    struct span found = { NULL, 0 };
    enum orb_status status = code_list(t, "finess_public_groupe", code, &e->codes, err);

    if (status == ORB_OK)
        status = links_of(t, "finess_public_associes", code, &found, err);
    if (status == ORB_OK && found.count > 0)
        e->flag = strcmp(found.links->to, "exclus") == 0 ? ORB_YES : ORB_NO;
    return status;
}

static enum orb_status make_group(struct finess_terms *t, const char *code,
                                  struct finess_terms_entry *e, struct orb_error *err)
{
    return code_list(t, "finess_engagement_groupe", code, &e->codes, err);
}

typedef enum orb_status (*make_entry)(struct finess_terms *, const char *,
                                      struct finess_terms_entry *, struct orb_error *);

/* The entry of a code of a kind ('c' category...), made when it is new; NULL code gives an
 * entry that knows nothing. */
static enum orb_status entry_of(struct finess_terms *t, char kind, const char *code,
                                const struct finess_terms_entry **out,
                                struct orb_error *err)
{
    static const struct {
        char kind;
        make_entry make;
    } kinds[] = { { 'c', make_category },
                  { 'm', make_mode },
                  { 'p', make_public },
                  { 'e', make_engagement },
                  { 'g', make_group } };
    static const struct finess_terms_entry nothing;
    char key[64];
    size_t len;
    uint32_t number;
    enum orb_status status = ORB_OK;

    *out = &nothing;
    len = code == NULL ? 0 : strlen(code);
    if (code == NULL || len > 40)
        return ORB_OK;
    key[0] = kind;
    memcpy(key + 1, code, len + 1);
    number = orb_strmap_find(&t->keys, key, len + 1);
    if (number == ORB_STRMAP_NONE) {
        struct finess_terms_entry *made = orb_arena_alloc(&t->arena, sizeof *made);

        if (made == NULL)
            return orb_error_memory(err);
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
            if (kinds[i].kind == kind)
                status = kinds[i].make(t, code, made, err);
        if (status != ORB_OK)
            return status;
        if (orb_grow((void **)&t->entries, &t->entry_capacity, t->keys.count,
                     sizeof *t->entries) != ORB_OK ||
            orb_strmap_add(&t->keys, key, len + 1, &number) != ORB_OK)
            return orb_error_memory(err);
        t->entries[number] = made;
    }
    *out = t->entries[number];
    return ORB_OK;
}

/* Orientations of the category, then those its engagements add. */
static enum orb_status add_orientations(struct finess_terms *t, struct orb_arena *arena,
                                        const struct finess_terms_codes *codes,
                                        struct orb_terms *out, struct orb_error *err)
{
    size_t room = out->orientations.count;
    const struct finess_terms_entry *e = NULL;
    const char **items;
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < codes->engagement_count; i++) {
        status = entry_of(t, 'e', codes->engagements[i], &e, err);
        room += e->orientations.count;
    }
    if (status != ORB_OK || room == out->orientations.count)
        return status;
    items = orb_arena_array(arena, room, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    if (out->orientations.count > 0)
        memcpy(items, out->orientations.items, out->orientations.count * sizeof *items);
    out->orientations = (struct orb_code_list){ items, out->orientations.count, true };
    for (size_t i = 0; status == ORB_OK && i < codes->engagement_count; i++) {
        status = entry_of(t, 'e', codes->engagements[i], &e, err);
        for (uint32_t j = 0; j < e->orientations.count; j++)
            if (!orb_code_list_has(&out->orientations, e->orientations.items[j]))
                items[out->orientations.count++] = e->orientations.items[j];
    }
    return status;
}

static enum orb_status list_engagements(struct orb_arena *arena,
                                        const struct finess_terms_codes *codes,
                                        struct orb_terms *out, struct orb_error *err)
{
    const char **items;

    out->engagements.known = true;
    if (codes->engagement_count == 0)
        return ORB_OK;
    items = orb_arena_array(arena, codes->engagement_count, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < codes->engagement_count; i++)
        items[i] = codes->engagements[i];
    out->engagements.items = items;
    out->engagements.count = (uint32_t)codes->engagement_count;
    return ORB_OK;
}

static void add_inferred(struct orb_buf *b, const char *field, const char *file)
{
    orb_buf_text(b, field);
    orb_buf_text(b, "=inferred:");
    orb_buf_text(b, file);
    orb_buf_char(b, ';');
}

/* Say which values come from a crosswalk; names in byte order. */
static const char *inferred(struct orb_arena *arena, const struct orb_terms *out,
                            bool dispositif, bool own_families)
{
    struct orb_buf b = { 0 };
    const char *text;
    const char *families =
        own_families ? "finess_engagement_loubat.csv" : "finess_loubat.csv";
    const char *orientations = out->orientations.count == 0 ? "finess_cercle_defaut.csv"
                               : dispositif                 ? "mdph_engagement.csv"
                                                            : "mdph_finess.csv";
    const char *publics =
        dispositif ? "finess_engagement_groupe.csv" : "finess_public_groupe.csv";

    if (out->droit_commun != ORB_UNKNOWN)
        add_inferred(&b, "droit_commun", "finess_cercle_defaut.csv");
    if (out->excludes_associated != ORB_UNKNOWN)
        add_inferred(&b, "excludes_associated", "finess_public_associes.csv");
    if (out->families.known)
        add_inferred(&b, "families", families);
    if (out->modalities_known)
        add_inferred(&b, "modalities", "finess_mode_modalite.csv");
    if (out->orientations.known)
        add_inferred(&b, "orientations", orientations);
    if (out->prestations_known)
        add_inferred(&b, "prestations", "loubat_serafin_prestations.csv");
    if (out->publics.known)
        add_inferred(&b, "publics", publics);
    if (b.len > 0)
        b.len--;
    text = b.failed ? NULL : orb_arena_text(arena, b.len > 0 ? b.data : "", b.len);
    orb_buf_release(&b);
    return text;
}

/* What the codes of an offer say, each by itself. */
struct known {
    const struct finess_terms_entry *category;
    const struct finess_terms_entry
        *own; /* of the dispositif; the category's when it says nothing */
    const struct finess_terms_entry *mode;
    const struct finess_terms_entry *public;
};

static enum orb_status look_up(struct finess_terms *t,
                               const struct finess_terms_codes *codes, struct known *out,
                               struct orb_error *err)
{
    bool dispositif = codes->dispositif != NULL;
    enum orb_status status = entry_of(t, 'c', codes->category, &out->category, err);

    if (status == ORB_OK)
        status = entry_of(t, 'e', codes->dispositif, &out->own, err);
    if (status == ORB_OK)
        status = entry_of(t, 'm', codes->mode, &out->mode, err);
    if (status == ORB_OK)
        status =
            entry_of(t, dispositif ? 'g' : 'p',
                     dispositif ? codes->dispositif : codes->public, &out->public, err);
    if (status == ORB_OK && (!dispositif || !out->own->codes.known))
        out->own =
            out->category; /* an integrated dispositif does what its establishment does */
    return status;
}

enum orb_status orb_finess_terms_fill(struct finess_terms *terms, struct orb_arena *arena,
                                      const struct finess_terms_codes *codes,
                                      struct orb_offer *out, struct orb_error *err)
{
    struct orb_terms *t = &out->terms;
    bool dispositif = codes->dispositif != NULL;
    struct known k;
    enum orb_status status = look_up(terms, codes, &k, err);

    if (status != ORB_OK)
        return status;
    t->category = dispositif ? NULL : codes->category;
    t->institution = k.category->institution && !dispositif;
    t->droit_commun = k.category->flag;
    t->families = k.own->codes;
    t->prestations = k.own->prestations;
    t->prestation_count = k.own->prestation_count;
    t->prestations_known = k.own->codes.known;
    t->modalities = k.mode->modalities;
    t->modality_count = k.mode->modality_count;
    t->modalities_known = k.mode->known;
    t->publics = k.public->codes;
    t->excludes_associated = dispositif ? ORB_UNKNOWN : k.public->flag;
    if (!dispositif)
        t->orientations = k.category->orientations;
    status = add_orientations(terms, arena, codes, t, err);
    if (status == ORB_OK)
        status = list_engagements(arena, codes, t, err);
    if (status != ORB_OK)
        return status;
    out->provenance.fields = inferred(arena, t, dispositif, k.own != k.category);
    return out->provenance.fields == NULL ? orb_error_memory(err) : ORB_OK;
}

void orb_finess_terms_release(struct finess_terms *terms)
{
    orb_strmap_release(&terms->keys);
    orb_free(terms->entries);
    orb_arena_release(&terms->arena);
    memset(terms, 0, sizeof *terms);
}
