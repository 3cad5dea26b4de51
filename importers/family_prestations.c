/* Several families may lead to one prestation: the closest relation places it. */
#include "importers/family_prestations.h"

#include <string.h>

static bool has_prestation(const struct orb_prestation *items, uint32_t count,
                           const char *code)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(items[i].code, code) == 0)
            return true;
    return false;
}

/* Add the prestations of a family whose relation is one of the words. */
static uint32_t add_prestations(struct orb_prestation *items, uint32_t count,
                                const struct orb_link *links, size_t link_count,
                                const char *words)
{
    for (size_t j = 0; j < link_count; j++)
        if (strstr(words, links[j].relation) != NULL &&
            !has_prestation(items, count, links[j].to))
            items[count++] = (struct orb_prestation){ links[j].to, ORB_EVIDENCE_INFERRED };
    return count;
}

enum orb_status orb_family_prestations(struct orb_vocabulary *vocabulary,
                                       struct orb_arena *arena,
                                       const struct orb_code_list *families,
                                       struct orb_terms *out, struct orb_error *err)
{
    static const char *const ranks[] = { "exact close", "related narrower", "broader" };
    const struct orb_link_list *links = NULL;
    enum orb_status status =
        orb_vocabulary_links(vocabulary, "loubat_serafin_prestations", &links, err);
    struct orb_prestation *items;
    uint32_t count = 0;

    if (status != ORB_OK || !families->known)
        return status;
    items = orb_arena_array(arena, links->count, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    for (size_t r = 0; r < sizeof ranks / sizeof ranks[0]; r++) {
        for (uint32_t i = 0; i < families->count; i++) {
            size_t found = 0;
            const struct orb_link *of = orb_link_find(links, families->items[i], &found);

            count = add_prestations(items, count, of, found, ranks[r]);
        }
    }
    out->prestations = items;
    out->prestation_count = count;
    out->prestations_known = true;
    return ORB_OK;
}
