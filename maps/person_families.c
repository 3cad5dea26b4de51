/* Need to prestations to families. A code stands for those below it and is covered by
 * those above. */
#include <string.h>

#include "maps/person_answer.h"

/* "1.3" and "1.3.4.1", either way round. */
static bool is_related(const char *a, const char *b)
{
    size_t n = strlen(a) < strlen(b) ? strlen(a) : strlen(b);

    return strncmp(a, b, n) == 0 && (a[n] == '\0' || a[n] == '.') &&
           (b[n] == '\0' || b[n] == '.');
}

/* Of "L1" to "L8" and their parts; coordination is none. */
static unsigned bit_of(const char *family)
{
    return family[0] == 'L' && family[1] >= '1' && family[1] <= '8' &&
                   (family[2] == '\0' || family[2] == '.')
               ? 1U << (family[1] - '1')
               : 0;
}

static unsigned families_of(const struct orb_link_list *families, const char *prestation)
{
    unsigned bits = 0;

    for (size_t i = 0; i < families->count; i++)
        if (is_related(families->links[i].to, prestation))
            bits |= bit_of(families->links[i].from);
    return bits;
}

enum orb_status orb_person_families(unsigned *out, struct orb_vocabulary *vocabulary,
                                    const struct orb_person *person, struct orb_error *err)
{
    const struct orb_link_list *prestations, *families;
    unsigned bits = 0;
    enum orb_status status =
        orb_vocabulary_links(vocabulary, "serafin_besoins_prestations", &prestations, err);

    if (status == ORB_OK)
        status =
            orb_vocabulary_links(vocabulary, "loubat_serafin_prestations", &families, err);
    if (status != ORB_OK)
        return status;
    for (uint32_t n = 0; n < person->need_count; n++)
        for (size_t i = 0; i < prestations->count; i++)
            if (is_related(prestations->links[i].from, person->needs[n].code))
                bits |= families_of(families, prestations->links[i].to);
    *out = bits;
    return ORB_OK;
}
