/* Roles and groups never prove a circle; they are kept because people of the field know
 * them. */
#include "importers/finess_links.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/finess.h"

#define TARGET_MAX 48

static uint64_t id_parse(const char *text)
{
    int64_t id;

    return text != NULL && orb_integer_parse(&id, text, strlen(text), 1, INT64_MAX)
               ? (uint64_t)id
               : 0;
}

static uint64_t id_of(const struct orb_node *object, const char *key)
{
    return id_parse(orb_node_text(orb_node_get(object, key)));
}

static char first_char(const struct orb_node *object, const char *key)
{
    const char *text = orb_node_text(orb_node_get(object, key));

    return text == NULL || text[0] <= ' ' || text[0] > '~' ? '?' : text[0];
}

enum orb_status orb_finess_link_id_add(struct finess_link_ids *ids, const char *id,
                                       const char *number, struct orb_error *err)
{
    struct finess_link_id *item;

    if (id_parse(id) == 0)
        return ORB_OK;
    if (orb_grow((void **)&ids->items, &ids->capacity, ids->count, sizeof *ids->items) !=
        ORB_OK)
        return orb_error_memory(err);
    item = &ids->items[ids->count++];
    item->id = id_parse(id);
    (void)snprintf(item->number, sizeof item->number, "%.9s", number);
    return ORB_OK;
}

enum orb_status orb_finess_take_roles(struct finess *f, const struct orb_node *roles,
                                      struct orb_error *err)
{
    struct finess_links *l = &f->links;

    for (size_t i = 0; i < orb_node_count(roles); i++) {
        const struct orb_node *role = orb_node_at(roles, i);
        struct finess_role r = { id_of(role, "idEgePorteuse"),
                                 id_of(role, "idEgeNonPorteuse"),
                                 first_char(role, "roleRelationEge") };
        enum orb_status status = ORB_OK;

        f->counts[FINESS_READ_ROLES]++;
        if (r.carrier == 0 || r.carried == 0) {
            f->place.list = "roleEge";
            f->place.index = (long)i;
            status = orb_finess_find(f, FINESS_RULE_ROLE_INCOMPLETE, NULL, NULL, err);
            f->place.list = NULL;
            if (status != ORB_OK)
                return status;
            continue;
        }
        if (orb_grow((void **)&l->roles, &l->role_capacity, l->role_count,
                     sizeof *l->roles) != ORB_OK)
            return orb_error_memory(err);
        l->roles[l->role_count++] = r;
    }
    return ORB_OK;
}

static enum orb_status take_members(struct finess *f, const struct orb_node *members,
                                    const char *group, uint64_t group_id,
                                    struct orb_error *err)
{
    struct finess_links *l = &f->links;

    for (size_t i = 0; i < orb_node_count(members); i++) {
        const struct orb_node *m = orb_node_at(members, i);

        if (id_of(m, "pmSmsseId") == 0)
            continue;
        if (orb_grow((void **)&l->members, &l->member_capacity, l->member_count,
                     sizeof *l->members) != ORB_OK)
            return orb_error_memory(err);
        l->members[l->member_count++] =
            (struct finess_member){ group, group_id, id_of(m, "pmSmsseId"),
                                    first_char(m, "typeRoleEntiteGroupe") };
    }
    return ORB_OK;
}

enum orb_status orb_finess_take_gcc(struct finess *f, const struct orb_node *value,
                                    struct orb_error *err)
{
    struct orb_organization group = { .kind = "groupement",
                                      .opened_on = orb_finess_event_date(value, "003"),
                                      .closed_on = ORB_DATE_NONE };
    const char *number = NULL;
    enum orb_status status = orb_finess_text(f, value, "numFinessGcc", &number, err);

    f->counts[FINESS_READ_GCC]++;
    if (status == ORB_OK)
        status = orb_finess_text(f, value, "nomGcc", &group.name, err);
    if (status != ORB_OK)
        return status;
    if (number == NULL || strlen(number) > 20 ||
        strspn(number, "0123456789") != strlen(number))
        return orb_finess_find(f, FINESS_RULE_NUMBER, "numFinessGcc", number, err);
    group.id = orb_arena_printf(&f->links.arena, "finess-gcc:%s", number);
    group.provenance = (struct orb_provenance){ FINESS_SOURCE_STRUCTURES, f->date,
                                                ORB_BASIS_DECLARED, NULL };
    if (group.id == NULL)
        return orb_error_memory(err);
    f->counts[FINESS_KEPT_ORGANIZATIONS]++;
    status = orb_sink_organization(f->sink, &group, err);
    if (status != ORB_OK)
        return status;
    return take_members(f, orb_node_get(value, "pmejDuGcc"), group.id, 0, err);
}

enum orb_status orb_finess_take_gco(struct finess *f, const struct orb_node *value,
                                    struct orb_error *err)
{
    f->counts[FINESS_READ_GCO]++;
    return take_members(f, orb_node_get(value, "pmejDuGco"), NULL,
                        id_of(value, "pmSmsseId"), err);
}

static int by_id(const void *a, const void *b)
{
    const struct finess_link_id *x = a;
    const struct finess_link_id *y = b;

    return x->id < y->id ? -1 : x->id > y->id;
}

static int by_role(const void *a, const void *b)
{
    const struct finess_role *x = a;
    const struct finess_role *y = b;

    if (x->carrier != y->carrier)
        return x->carrier < y->carrier ? -1 : 1;
    if (x->carried != y->carried)
        return x->carried < y->carried ? -1 : 1;
    return x->kind - y->kind;
}

/* "finess:010780195", or "finess-ege-id:123" when the row is not in the feed. */
static bool target(char out[TARGET_MAX], const struct finess_link_ids *ids, uint64_t id,
                   const char *known, const char *unknown)
{
    const struct finess_link_id key = { .id = id };
    const struct finess_link_id *found =
        ids->count == 0 ? NULL : bsearch(&key, ids->items, ids->count, sizeof key, by_id);

    if (found != NULL)
        (void)snprintf(out, TARGET_MAX, "%s:%s", known, found->number);
    else
        (void)snprintf(out, TARGET_MAX, "%s:%llu", unknown, (unsigned long long)id);
    return found != NULL;
}

static enum orb_status put(struct finess *f, struct orb_relation *r, struct orb_error *err)
{
    r->from = r->to = ORB_DATE_NONE;
    r->provenance = (struct orb_provenance){ FINESS_SOURCE_STRUCTURES, f->dates[0],
                                             ORB_BASIS_DECLARED, NULL };
    f->counts[FINESS_KEPT_RELATIONS]++;
    return orb_sink_relation(f->sink, r, err);
}

/* Both establishments carry the same link: it is put once. */
static enum orb_status put_roles(struct finess *f, unsigned long long *unresolved,
                                 struct orb_error *err)
{
    struct finess_links *l = &f->links;

    if (l->role_count > 0)
        qsort(l->roles, l->role_count, sizeof *l->roles, by_role);
    for (size_t i = 0; i < l->role_count; i++) {
        const struct finess_role *r = &l->roles[i];
        char carrier[TARGET_MAX];
        char carried[TARGET_MAX];
        char evidence[32];
        struct orb_relation relation = { .operator_id = carrier,
                                         .service = carried,
                                         .type = ORB_RELATION_ROLE };
        bool known =
            target(carrier, &l->establishments, r->carrier, "finess", "finess-ege-id");
        enum orb_status status;

        known =
            target(carried, &l->establishments, r->carried, "finess", "finess-ege-id") &&
            known;
        *unresolved += !known;
        if (i > 0 && by_role(r, r - 1) == 0)
            continue;
        (void)snprintf(evidence, sizeof evidence, "FINESS roleEge %c", r->kind);
        relation.evidence = evidence;
        status = put(f, &relation, err);
        if (status != ORB_OK)
            return status;
    }
    return ORB_OK;
}

static enum orb_status put_members(struct finess *f, unsigned long long *unresolved,
                                   struct orb_error *err)
{
    struct finess_links *l = &f->links;

    for (size_t i = 0; i < l->member_count; i++) {
        const struct finess_member *m = &l->members[i];
        char group[TARGET_MAX];
        char member[TARGET_MAX];
        char evidence[32];
        struct orb_relation relation = { .operator_id = m->group,
                                         .organization = member,
                                         .type = ORB_RELATION_GROUPEMENT };
        bool known =
            target(member, &l->organizations, m->member, "finess-ej", "finess-pm-id");
        enum orb_status status;

        if (m->group == NULL) {
            known = target(group, &l->organizations, m->group_id, "finess-ej",
                           "finess-pm-id") &&
                    known;
            relation.operator_id = group;
        }
        *unresolved += !known;
        (void)snprintf(evidence, sizeof evidence, "FINESS %s %c",
                       m->group == NULL ? "gco" : "gcc", m->kind);
        relation.evidence = evidence;
        status = put(f, &relation, err);
        if (status != ORB_OK)
            return status;
    }
    return ORB_OK;
}

enum orb_status orb_finess_links_finish(struct finess *f, struct orb_error *err)
{
    struct finess_links *l = &f->links;
    unsigned long long roles = 0;
    unsigned long long members = 0;
    enum orb_status status;

    if (l->organizations.count > 0)
        qsort(l->organizations.items, l->organizations.count,
              sizeof *l->organizations.items, by_id);
    if (l->establishments.count > 0)
        qsort(l->establishments.items, l->establishments.count,
              sizeof *l->establishments.items, by_id);
    status = put_roles(f, &roles, err);
    if (status == ORB_OK)
        status = put_members(f, &members, err);
    if (status == ORB_OK && roles > 0)
        status = orb_report_count(f->report, "note", "role_unresolved", roles, err);
    if (status == ORB_OK && members > 0)
        status = orb_report_count(f->report, "note", "member_unresolved", members, err);
    return status;
}

void orb_finess_links_release(struct finess_links *links)
{
    orb_arena_release(&links->arena);
    orb_free(links->organizations.items);
    orb_free(links->establishments.items);
    orb_free(links->roles);
    orb_free(links->members);
    memset(links, 0, sizeof *links);
}
