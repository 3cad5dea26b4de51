/* Terms are spread over five tables in order of their number: each is read once, side by
 * side. */
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/store/column.h"
#include "engine/store/database.h"
#include "engine/store/shared.h"

static const char select_terms[] =
    "SELECT no, category, institution, droit_commun, accepts_new, activity_unknown, age_strength, "
    "public_strength, modality_state, prestation_state, public_state, orientation_state, "
    "language_state, engagement_state, profession_state, family_state, theme_state "
    "FROM terms WHERE no BETWEEN ?1 AND ?2 ORDER BY no";
static const char select_modalities[] =
    "SELECT terms, NULL, code, certainty FROM modality WHERE terms BETWEEN ?1 AND ?2 ORDER BY terms, n";
static const char select_prestations[] =
    "SELECT terms, NULL, code, evidence FROM prestation WHERE terms BETWEEN ?1 AND ?2 ORDER BY terms, n";
static const char select_rules[] =
    "SELECT terms, kind, code, value, min, max FROM eligibility_rule WHERE terms BETWEEN ?1 AND ?2 "
    "ORDER BY terms, n";
static const char select_classes[] =
    "SELECT terms, list, code, NULL FROM classification WHERE terms BETWEEN ?1 AND ?2 "
    "ORDER BY terms, n";

enum { FIRST_STATE = 8, GROUP_NAME = 32 };

/* One row of a child table, then the rows that follow with the same terms and list. */
struct item {
    const char *code;
    int level;
};

struct group {
    int64_t terms;
    char list[GROUP_NAME];
    struct item *items;
    size_t count;
    size_t capacity;
};

static struct orb_code_list *list_of(struct orb_terms *terms, const char *name)
{
    const struct {
        const char *name;
        struct orb_code_list *list;
    } lists[] = {
        { "public", &terms->publics },         { "orientation", &terms->orientations },
        { "language", &terms->languages },     { "engagement", &terms->engagements },
        { "profession", &terms->professions }, { "family", &terms->families },
        { "theme", &terms->themes },
    };

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (strcmp(lists[i].name, name) == 0)
            return lists[i].list;
    return NULL;
}

static enum orb_status keep_codes(struct orb_arena *arena, const struct group *group,
                                  struct orb_code_list *list)
{
    const char **codes = orb_arena_array(arena, group->count, sizeof *codes);

    if (codes == NULL)
        return ORB_ERR_MEMORY;
    for (size_t i = 0; i < group->count; i++)
        codes[i] = group->items[i].code;
    list->items = codes;
    list->count = (uint32_t)group->count;
    list->known = true;
    return ORB_OK;
}

static enum orb_status keep_modalities(struct orb_arena *arena, const struct group *group,
                                       struct orb_terms *terms)
{
    struct orb_modality *to = orb_arena_array(arena, group->count, sizeof *to);

    if (to == NULL)
        return ORB_ERR_MEMORY;
    for (size_t i = 0; i < group->count; i++)
        to[i] = (struct orb_modality){ group->items[i].code,
                                       (enum orb_certainty)group->items[i].level };
    terms->modalities = to;
    terms->modality_count = (uint32_t)group->count;
    terms->modalities_known = true;
    return ORB_OK;
}

static enum orb_status keep_prestations(struct orb_arena *arena, const struct group *group,
                                        struct orb_terms *terms)
{
    struct orb_prestation *to = orb_arena_array(arena, group->count, sizeof *to);

    if (to == NULL)
        return ORB_ERR_MEMORY;
    for (size_t i = 0; i < group->count; i++)
        to[i] = (struct orb_prestation){ group->items[i].code,
                                         (enum orb_evidence)group->items[i].level };
    terms->prestations = to;
    terms->prestation_count = (uint32_t)group->count;
    terms->prestations_known = true;
    return ORB_OK;
}

static enum orb_status keep_features(struct orb_arena *arena, const struct group *group,
                                     struct orb_terms *terms)
{
    struct orb_feature *to = orb_arena_array(arena, group->count, sizeof *to);

    if (to == NULL)
        return ORB_ERR_MEMORY;
    for (size_t i = 0; i < group->count; i++)
        to[i] = (struct orb_feature){ group->items[i].code,
                                      (enum orb_feature_level)group->items[i].level };
    terms->features = to;
    terms->feature_count = (uint32_t)group->count;
    return ORB_OK;
}

/* Of those that this reading made. */
static struct orb_terms *terms_at(const struct orb_kept *kept, int64_t no)
{
    return orb_kept_find_young(kept, ORB_KEPT_TERMS, no);
}

/* Give the rows gathered to the terms they belong to. */
static enum orb_status flush(struct orb_kept *kept, struct group *group,
                             struct orb_error *err)
{
    struct orb_terms *terms = terms_at(kept, group->terms);
    enum orb_status status = ORB_OK;

    if (terms != NULL && group->count > 0) {
        struct orb_code_list *list = list_of(terms, group->list);

        if (list != NULL)
            status = keep_codes(orb_kept_arena(kept), group, list);
        else if (strcmp(group->list, "modality") == 0)
            status = keep_modalities(orb_kept_arena(kept), group, terms);
        else if (strcmp(group->list, "prestation") == 0)
            status = keep_prestations(orb_kept_arena(kept), group, terms);
        else if (strcmp(group->list, "accessibility") == 0)
            status = keep_features(orb_kept_arena(kept), group, terms);
    }
    group->count = 0;
    return status == ORB_OK ? ORB_OK : orb_error_memory(err);
}

static int level_of(const char *list, const char *value)
{
    static const char *const certainties[] = { "declared", "possible", "igas" };
    static const char *const evidences[] = { "declared", "inferred" };
    static const char *const levels[] = { NULL, "yes", "limited", "no" };

    if (strcmp(list, "modality") == 0)
        return orb_column_name_find(certainties, 3, value);
    if (strcmp(list, "prestation") == 0)
        return orb_column_name_find(evidences, 2, value);
    return orb_column_name_find(levels, 4, value);
}

/* Ages and associated handicaps are single rules, not lists. True when the row was one. */
static bool read_single(struct orb_terms *terms, const char *list,
                        struct orb_statement *statement)
{
    if (strcmp(list, "age") == 0) {
        if (!orb_db_is_null(statement, 4))
            terms->age_min_months = orb_db_int(statement, 4);
        if (!orb_db_is_null(statement, 5))
            terms->age_max_months = orb_db_int(statement, 5);
        return true;
    }
    if (strcmp(list, "associated") == 0) {
        const char *value = orb_db_text(statement, 3);

        terms->excludes_associated =
            value != NULL && strcmp(value, "excluded") == 0 ? ORB_YES : ORB_NO;
        return true;
    }
    return false;
}

static enum orb_status take_row(struct orb_kept *kept, struct group *group,
                                const char *list, struct orb_statement *statement,
                                struct orb_error *err)
{
    int64_t no = orb_db_long(statement, 0);
    struct orb_terms *terms = terms_at(kept, no);
    enum orb_status status = ORB_OK;

    if (terms == NULL || read_single(terms, list, statement))
        return ORB_OK;
    if (group->count > 0 && (group->terms != no || strcmp(group->list, list) != 0))
        status = flush(kept, group, err);
    if (status == ORB_OK && orb_grow((void **)&group->items, &group->capacity, group->count,
                                     sizeof *group->items) != ORB_OK)
        status = orb_error_memory(err);
    if (status != ORB_OK)
        return status;
    group->terms = no;
    if (group->count == 0) {
        group->list[0] = '\0';
        strncat(group->list, list, GROUP_NAME - 1);
    }
    group->items[group->count].level = level_of(list, orb_db_text(statement, 3));
    return orb_kept_intern(kept, orb_db_text(statement, 2),
                           &group->items[group->count++].code, err);
}

/* Rows that lie beside the terms. */
struct children {
    const char *list; /* what they are; NULL = each row says it */
    struct group group;
};

static enum orb_status take_child(void *context, struct orb_kept *kept,
                                  struct orb_statement *row, struct orb_error *err)
{
    struct children *c = context;

    return take_row(kept, &c->group, c->list != NULL ? c->list : orb_db_text(row, 1), row,
                    err);
}

static enum orb_status read_children(struct orb_store *store, const char *sql,
                                     const char *list, const int64_t range[2],
                                     struct orb_error *err)
{
    struct children c = { .list = list };
    const struct orb_shared_rows rows = { sql, range[0], range[1], take_child, &c };
    enum orb_status status = orb_shared_read(store, &rows, err);

    if (status == ORB_OK)
        status = flush(&store->reading->kept, &c.group, err);
    orb_free(c.group.items);
    return status;
}

static enum orb_status read_terms_row(void *context, struct orb_kept *kept,
                                      struct orb_statement *statement,
                                      struct orb_error *err)
{
    int64_t no = orb_db_long(statement, 0);
    struct orb_terms *terms = orb_arena_alloc(orb_kept_arena(kept), sizeof *terms);
    enum orb_status status = terms == NULL
                                 ? orb_error_memory(err)
                                 : orb_kept_put(kept, ORB_KEPT_TERMS, no, terms, err);
    int at = FIRST_STATE;

    (void)context;
    if (status != ORB_OK)
        return status;
    orb_terms_init(terms);
    for (size_t i = 0; i < orb_terms_scalar_count; i++)
        if (orb_column_read(statement, (int)i + 1, &orb_terms_columns[i], terms, NULL) !=
            ORB_OK)
            return orb_error_memory(err);
    status = orb_kept_intern(kept, terms->category, &terms->category, err);
    terms->modalities_known = !orb_db_is_null(statement, at++);
    terms->prestations_known = !orb_db_is_null(statement, at++);
    terms->publics.known = !orb_db_is_null(statement, at++);
    terms->orientations.known = !orb_db_is_null(statement, at++);
    terms->languages.known = !orb_db_is_null(statement, at++);
    terms->engagements.known = !orb_db_is_null(statement, at++);
    terms->professions.known = !orb_db_is_null(statement, at++);
    terms->families.known = !orb_db_is_null(statement, at++);
    terms->themes.known = !orb_db_is_null(statement, at);
    return status;
}

enum orb_status orb_shared_load_terms(struct orb_store *store, int64_t first, int64_t last,
                                      struct orb_error *err)
{
    const int64_t range[2] = { first, last };
    const struct orb_shared_rows rows = { select_terms, first, last, read_terms_row, NULL };
    enum orb_status status = orb_shared_read(store, &rows, err);

    if (status == ORB_OK)
        status = read_children(store, select_modalities, "modality", range, err);
    if (status == ORB_OK)
        status = read_children(store, select_prestations, "prestation", range, err);
    if (status == ORB_OK)
        status = read_children(store, select_rules, NULL, range, err);
    if (status == ORB_OK)
        status = read_children(store, select_classes, NULL, range, err);
    return status;
}
