/* One exercised activity: a social one becomes an offer, any other a code of the service.
 */
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/finess.h"

#define AGE_MAX_YEARS  130
#define PLACES_MAX     100000
#define SUBSET_MAX     160
#define OTHER_CODE_MAX 200

/* Years, or FINESS_NO_AGE with a finding when the text is there and cannot be an age. */
static enum orb_status age(struct finess *f, const struct orb_node *object, const char *key,
                           int16_t *out, struct orb_error *err)
{
    const char *text = NULL;
    int64_t years;
    enum orb_status status = orb_finess_text(f, object, key, &text, err);

    *out = FINESS_NO_AGE;
    if (status != ORB_OK || text == NULL)
        return status;
    if (!orb_integer_parse(&years, text, strlen(text), 0, 9999))
        return orb_finess_find(f, FINESS_RULE_AGE_UNREADABLE, key, text, err);
    if (years > AGE_MAX_YEARS)
        return orb_finess_find(f, FINESS_RULE_AGE_OVER_130, key, text, err);
    *out = (int16_t)years;
    return ORB_OK;
}

/*
 * 0 to 0 is how the feed says nothing; a maximum of 0 likewise. A range that holds nobody
 * would refuse everybody: it is read as unknown.
 */
static enum orb_status age_pair(struct finess *f, const struct orb_node *object,
                                const char *const keys[2], int16_t out[2],
                                struct orb_error *err)
{
    enum orb_status status = age(f, object, keys[0], &out[0], err);
    char value[32];

    if (status == ORB_OK)
        status = age(f, object, keys[1], &out[1], err);
    if (status != ORB_OK || out[1] == FINESS_NO_AGE || (out[0] < out[1] && out[1] > 0))
        return status;
    (void)snprintf(value, sizeof value, "%d-%d", out[0], out[1]);
    if (out[0] <= 0 && out[1] == 0) {
        out[0] = out[1] = FINESS_NO_AGE;
        return orb_finess_find(f, FINESS_RULE_AGE_ZERO, keys[0], value, err);
    }
    if (out[1] == 0) {
        out[1] = FINESS_NO_AGE;
        return orb_finess_find(f, FINESS_RULE_AGE_MAX_ZERO, keys[1], value, err);
    }
    out[0] = out[1] = FINESS_NO_AGE;
    return orb_finess_find(f, FINESS_RULE_AGE_REVERSED, keys[0], value, err);
}

static bool same_texts(const struct orb_node *object, const char *const a[2],
                       const char *const b[2])
{
    for (size_t i = 0; i < 2; i++) {
        const char *x = orb_node_text(orb_node_get(object, a[i]));
        const char *y = orb_node_text(orb_node_get(object, b[i]));

        if (x != y && (x == NULL || y == NULL || strcmp(x, y) != 0))
            return false;
    }
    return true;
}

/* The authorised ages rule; the installed ones are shown when they differ, and used when
 * they are alone. */
static enum orb_status ages(struct finess *f, const struct orb_node *specific,
                            struct finess_activity *a, struct orb_error *err)
{
    static const char *const authorised[2] = { "ageMinAutorise", "ageMaxAutorise" };
    static const char *const installed[2] = { "ageMinInstalle", "ageMaxInstalle" };
    bool said = orb_node_type(orb_node_get(specific, authorised[0])) != ORB_NODE_NULL ||
                orb_node_type(orb_node_get(specific, authorised[1])) != ORB_NODE_NULL;
    int16_t pair[2];
    int16_t seen[2] = { FINESS_NO_AGE, FINESS_NO_AGE };
    enum orb_status status = age_pair(f, specific, authorised, pair, err);

    if (status == ORB_OK && !same_texts(specific, authorised, installed))
        status = age_pair(f, specific, installed, seen, err);
    if (status != ORB_OK)
        return status;
    a->ages_installed = !said && (seen[0] != FINESS_NO_AGE || seen[1] != FINESS_NO_AGE);
    a->age_min = a->ages_installed ? seen[0] : pair[0];
    a->age_max = a->ages_installed ? seen[1] : pair[1];
    a->installed_min = a->ages_installed ? FINESS_NO_AGE : seen[0];
    a->installed_max = a->ages_installed ? FINESS_NO_AGE : seen[1];
    return ORB_OK;
}

/* "genre:01;habilitation:02": such rows are parts of the plain one and are never added to
 * it, nor taken for it: those of a way of funding too, which always come beside a plain
 * one. */
static enum orb_status subset(struct finess *f, const struct orb_node *row, uint32_t *code,
                              struct orb_error *err)
{
    static const char *const keys[] = { "genre", "habilitation", "modeFinancement",
                                        "typeLogement" };
    static const char *const labels[] = { "genre", "habilitation", "financement",
                                          "logement" };
    char text[SUBSET_MAX] = "";
    size_t len = 0;

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const char *value = NULL;
        enum orb_status status = orb_finess_text(f, row, keys[i], &value, err);

        if (status != ORB_OK)
            return status;
        if (value != NULL)
            len += (size_t)snprintf(text + len, sizeof text - len, "%s%s:%.20s",
                                    len == 0 ? "" : ";", labels[i], value);
    }
    return orb_finess_code_add(&f->activities, len == 0 ? NULL : text, code, err);
}

static enum orb_status capacity(struct finess *f, const struct orb_node *row,
                                struct finess_activity *a, struct orb_error *err)
{
    struct finess_activities *all = &f->activities;
    struct finess_capacity c = { 0 };
    const char *number = NULL;
    const char *state = NULL;
    const char *unit = NULL;
    int64_t count = 0;
    enum orb_status status = orb_finess_text(f, row, "nombre", &number, err);

    if (status == ORB_OK)
        status = orb_finess_text(f, row, "statutCapacite", &state, err);
    if (status == ORB_OK)
        status = orb_finess_text(f, row, "uniteMesureCapacite", &unit, err);
    if (status == ORB_OK)
        status = orb_finess_label(f, "capacite_statuts", state, err);
    if (status != ORB_OK)
        return status;
    if (number == NULL || !orb_integer_parse(&count, number, strlen(number), 0, PLACES_MAX))
        return orb_finess_find(f, FINESS_RULE_CAPACITY_UNREADABLE, "capacite.nombre",
                               number, err);
    c.count = (int32_t)count;
    status = subset(f, row, &c.subset, err);
    if (status == ORB_OK)
        status = orb_finess_code_add(all, state, &c.status, err);
    if (status == ORB_OK)
        status = orb_finess_code_add(all, unit, &c.unit, err);
    if (status != ORB_OK)
        return status;
    if (orb_grow((void **)&all->capacities, &all->capacity_capacity, all->capacity_count,
                 sizeof *all->capacities) != ORB_OK)
        return orb_error_memory(err);
    all->capacities[all->capacity_count++] = c;
    a->capacity_count++;
    return ORB_OK;
}

static enum orb_status codes_of(struct finess *f, const struct orb_node *type,
                                struct finess_activity *a, struct orb_error *err)
{
    static const char *const keys[] = { "activiteSocialeRegulee", "modeFonctionnement",
                                        "public" };
    static const char *const lists[] = { "finess_activites_sociales",
                                         "finess_modes_fonctionnement", "finess_publics" };
    uint32_t *const out[] = { &a->activity, &a->mode, &a->public };

    for (size_t i = 0; i < 3; i++) {
        const char *text = NULL;
        enum orb_status status = orb_finess_text(f, type, keys[i], &text, err);

        if (status == ORB_OK && text != NULL && strlen(text) > 10) {
            status = orb_finess_find(f, FINESS_RULE_UNKNOWN_CODE, keys[i], text, err);
            text = NULL;
        }
        if (status == ORB_OK)
            status = orb_finess_label(f, lists[i], text, err);
        if (status == ORB_OK)
            status = orb_finess_code_add(&f->activities, text, out[i], err);
        if (status != ORB_OK)
            return status;
    }
    return ORB_OK;
}

/* Inactive activities carry no end in 314 of 314 cases seen: the day of their event 013
 * says when they stopped. */
static enum orb_status life(struct finess *f, const struct orb_node *value,
                            struct finess_activity *a, struct orb_error *err)
{
    const struct orb_node *general = orb_node_get(value, "caracteristiquesGeneriques");
    const char *state = NULL;
    char text[ORB_DATE_LEN];
    enum orb_status status = orb_finess_text(f, general, "etatObjet", &state, err);

    a->state = FINESS_STATE_UNKNOWN;
    if (state != NULL && strcmp(state, "A") == 0)
        a->state = FINESS_STATE_ACTIVE;
    else if (state != NULL && strcmp(state, "I") == 0)
        a->state = FINESS_STATE_CLOSED;
    else if (status == ORB_OK)
        status = orb_finess_find(f, FINESS_RULE_STATE_UNKNOWN, "etatObjet", state, err);
    if (status == ORB_OK)
        status =
            orb_finess_date(f, general, "dateDebutActiviteAutorisee", &a->opened_on, err);
    if (status == ORB_OK)
        status =
            orb_finess_date(f, general, "dateFinEffectiveActivite", &a->closed_on, err);
    if (status != ORB_OK)
        return status;
    if (a->state == FINESS_STATE_CLOSED) {
        if (a->closed_on == ORB_DATE_NONE)
            a->closed_on = orb_finess_event_date(value, "013");
        if (a->closed_on == ORB_DATE_NONE)
            a->closed_on = f->date;
    }
    if (a->closed_on == ORB_DATE_NONE || a->opened_on == ORB_DATE_NONE ||
        a->opened_on <= a->closed_on)
        return ORB_OK;
    (void)orb_date_write(text, a->opened_on);
    a->opened_on = ORB_DATE_NONE;
    return orb_finess_find(f, FINESS_RULE_DATES_REVERSED, "dateDebutActiviteAutorisee",
                           text, err);
}

static uint64_t number_of(const struct orb_node *object, const char *key)
{
    const char *text = orb_node_text(orb_node_get(object, key));
    int64_t id;

    return text != NULL && orb_integer_parse(&id, text, strlen(text), 1, INT64_MAX)
               ? (uint64_t)id
               : 0;
}

static enum orb_status take_social(struct finess *f, const struct orb_node *value,
                                   const struct orb_node *type,
                                   struct finess_exercised *row, struct orb_error *err)
{
    struct finess_activities *all = &f->activities;
    const struct orb_node *general = orb_node_get(value, "caracteristiquesGeneriques");
    const struct orb_node *nature = orb_node_get(value, "nature");
    const struct orb_node *list = orb_node_get(value, "capacite");
    struct finess_activity a = { .id = number_of(general, "activiteAeId"),
                                 .authorisation =
                                     number_of(general, "identifiantAutorisation"),
                                 .first_capacity = (uint32_t)all->capacity_count };
    enum orb_status status = codes_of(f, type, &a, err);

    if (status == ORB_OK)
        status = ages(f, orb_node_get(nature, "caracteristiquesSpecifiques"), &a, err);
    if (status == ORB_OK)
        status = life(f, value, &a, err);
    for (size_t i = 0; status == ORB_OK && i < orb_node_count(list); i++)
        status = capacity(f, orb_node_at(list, i), &a, err);
    if (status != ORB_OK)
        return status;
    if (orb_grow((void **)&all->items, &all->item_capacity, all->item_count,
                 sizeof *all->items) != ORB_OK)
        return orb_error_memory(err);
    all->items[all->item_count++] = a;
    row->activity_count++;
    return ORB_OK;
}

static bool is_inactive(const struct orb_node *value)
{
    const char *state = orb_node_text(
        orb_node_get(orb_node_get(value, "caracteristiquesGeneriques"), "etatObjet"));

    return state != NULL && strcmp(state, "I") == 0;
}

/* "AMM:QA002-MO006-ME000": the nature and the codes of its type in the order of the feed.
 */
static void join_codes(char out[OTHER_CODE_MAX], const char *nature,
                       const struct orb_node *type)
{
    size_t len =
        (size_t)snprintf(out, OTHER_CODE_MAX, "%.20s:", nature == NULL ? "?" : nature);

    for (size_t i = 0; i < orb_node_count(type); i++) {
        const char *text = orb_node_text(orb_node_at(type, i));

        if (text != NULL && len + 24 < OTHER_CODE_MAX)
            len += (size_t)snprintf(out + len, OTHER_CODE_MAX - len, "%s%.20s",
                                    out[len - 1] == ':' ? "" : "-", text);
    }
}

static enum orb_status keep_other(struct finess *f, const char *text, bool inactive,
                                  struct finess_exercised *row, struct orb_error *err)
{
    struct finess_activities *all = &f->activities;
    uint32_t code;
    enum orb_status status = orb_finess_code_add(all, text, &code, err);

    if (status != ORB_OK)
        return status;
    code |= inactive ? FINESS_INACTIVE : 0;
    for (uint32_t i = 0; i < row->code_count && i < 64; i++)
        if (all->others[row->first_code + i] == code)
            return ORB_OK;
    if (orb_grow((void **)&all->others, &all->other_capacity, all->other_count,
                 sizeof *all->others) != ORB_OK)
        return orb_error_memory(err);
    all->others[all->other_count++] = code;
    row->code_count++;
    return ORB_OK;
}

/* The member of caracteristiquesSpecifiques named typeActivite...: the schema and the data
 * do not spell it alike. */
static const struct orb_node *find_type(const struct orb_node *specific)
{
    for (size_t i = 0; i < orb_node_count(specific); i++) {
        const struct orb_node *member = orb_node_at(specific, i);

        if (orb_node_type(member) == ORB_NODE_OBJECT && member->key != NULL &&
            strncmp(member->key, "typeActivite", 12) == 0)
            return member;
    }
    return NULL;
}

enum orb_status orb_finess_take_exercised(struct finess *f, const struct orb_node *value,
                                          struct finess_exercised *row,
                                          struct orb_error *err)
{
    const struct orb_node *nature = orb_node_get(value, "nature");
    const struct orb_node *type =
        find_type(orb_node_get(nature, "caracteristiquesSpecifiques"));
    const char *kind = NULL;
    char codes[OTHER_CODE_MAX];
    bool inactive = is_inactive(value);
    enum orb_status status = orb_finess_text(f, nature, "codeNature", &kind, err);

    row->inactive += inactive;
    row->active += !inactive;
    f->counts[FINESS_NOTE_INACTIVE_ACTIVITY] += inactive;
    f->counts[FINESS_READ_CAPACITIES] += orb_node_count(orb_node_get(value, "capacite"));
    if (status != ORB_OK)
        return status;
    if (kind != NULL && (strcmp(kind, "ASMR") == 0 || strcmp(kind, "AMSR") == 0 ||
                         strcmp(kind, "ASOCR") == 0))
        return take_social(f, value, type, row, err);
    join_codes(codes, kind, type);
    return keep_other(f, codes, inactive, row, err);
}
