/* Which of two statements about one value is believed, and where each field comes from. */
#include "engine/model/provenance.h"

#include <string.h>

static int rank(enum orb_basis basis)
{
    static const int ranks[] = {
        [ORB_BASIS_DECLARED] = 0, [ORB_BASIS_COMPUTED] = 1, [ORB_BASIS_INFERRED] = 2
    };

    return ranks[basis];
}

bool orb_claim_prevails(const struct orb_claim *a, const struct orb_claim *b)
{
    if ((a->author != NULL) != (b->author != NULL))
        return a->author != NULL;
    if (rank(a->basis) != rank(b->basis))
        return rank(a->basis) < rank(b->basis);
    if (a->observed_on != b->observed_on)
        return a->observed_on > b->observed_on;
    return strcmp(a->source == NULL ? "" : a->source, b->source == NULL ? "" : b->source) <
           0;
}

/* The entry "field=..." of the list, its length up to the ';' or the end; NULL when there
 * is none. */
static const char *entry_of(const char *fields, const char *field, size_t *len)
{
    size_t name = strlen(field);

    for (const char *p = fields; p != NULL && *p != '\0';) {
        const char *end = strchr(p, ';');

        *len = end == NULL ? strlen(p) : (size_t)(end - p);
        if (strncmp(p, field, name) == 0 && p[name] == '=')
            return p;
        p = end == NULL ? NULL : end + 1;
    }
    return NULL;
}

enum orb_basis orb_provenance_basis(const struct orb_provenance *provenance,
                                    const char *field)
{
    size_t len, name = strlen(field) + 1;
    const char *entry = entry_of(provenance->fields, field, &len);

    for (int basis = ORB_BASIS_DECLARED; entry != NULL && basis <= ORB_BASIS_COMPUTED;
         basis++) {
        const char *word = orb_basis_name((enum orb_basis)basis);

        if (len >= name + strlen(word) && strncmp(entry + name, word, strlen(word)) == 0)
            return (enum orb_basis)basis;
    }
    return provenance->basis;
}

/* Texts from outside would end an entry with ';'. */
static void add_from(struct orb_buf *out, const char *from)
{
    for (; *from != '\0'; from++)
        orb_buf_char(out, *from == ';' ? ',' : *from);
}

void orb_provenance_write(struct orb_buf *out, const char *fields,
                          const struct orb_field_origin *origin)
{
    bool written = false;
    const char *p = fields == NULL ? "" : fields;
    size_t name = strlen(origin->field);

    orb_buf_clear(out);
    for (;;) {
        size_t len = strcspn(p, ";"), key = strcspn(p, "=;");
        bool equal = key == name && strncmp(p, origin->field, name) == 0;
        int order = strncmp(p, origin->field, key < name ? key : name);
        bool after = *p == '\0' || order > 0 || (order == 0 && key >= name);

        if (!written && after) {
            orb_buf_printf(out, "%s%s=%s:", out->len == 0 ? "" : ";", origin->field,
                           orb_basis_name(origin->basis));
            add_from(out, origin->from);
            written = true;
        }
        if (*p == '\0')
            return;
        if (!equal) {
            orb_buf_text(out, out->len == 0 ? "" : ";");
            orb_buf_add(out, p, len);
        }
        p += len + (p[len] == ';');
    }
}
