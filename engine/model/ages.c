/* Persons by class of age. */
#include "engine/model/ages.h"

#include <string.h>

#include "engine/base/number.h"

#define COUNT_MAX INT64_C(1000000000)

bool orb_ages_are_sound(const struct orb_age_class *classes, size_t count)
{
    int32_t next = 0;

    for (size_t i = 0; i < count; i++) {
        const struct orb_age_class *c = &classes[i];
        bool open = c->to == ORB_AGES_OPEN;

        if (c->from < next || c->from > ORB_AGES_YEARS || c->count < 0 ||
            c->count > COUNT_MAX || (open && i + 1 < count) ||
            (!open && (c->to < c->from || c->to > ORB_AGES_YEARS)))
            return false;
        next = c->to + 1;
    }
    return count <= ORB_AGES_MAX;
}

void orb_ages_write(struct orb_buf *out, const struct orb_age_class *classes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        orb_buf_printf(out, "%s%d-", i == 0 ? "" : ";", (int)classes[i].from);
        if (classes[i].to != ORB_AGES_OPEN)
            orb_buf_printf(out, "%d", (int)classes[i].to);
        orb_buf_printf(out, ":%lld", (long long)classes[i].count);
    }
}

/* "18-59:456" or "60-:78". */
static bool read_class(struct orb_age_class *out, const char *text, size_t len)
{
    const char *dash = memchr(text, '-', len);
    const char *colon = memchr(text, ':', len);
    int64_t from;
    int64_t to = ORB_AGES_OPEN;

    if (dash == NULL || colon == NULL || colon < dash ||
        !orb_integer_parse(&from, text, (size_t)(dash - text), 0, ORB_AGES_YEARS) ||
        (colon > dash + 1 && !orb_integer_parse(&to, dash + 1, (size_t)(colon - dash - 1),
                                                0, ORB_AGES_YEARS)) ||
        !orb_integer_parse(&out->count, colon + 1, len - (size_t)(colon + 1 - text), 0,
                           COUNT_MAX))
        return false;
    out->from = (int32_t)from;
    out->to = (int32_t)to;
    return true;
}

size_t orb_ages_read(struct orb_age_class out[ORB_AGES_MAX], const char *text)
{
    size_t count = 0;

    while (text != NULL && *text != '\0') {
        size_t len = strcspn(text, ";");

        if (count == ORB_AGES_MAX || !read_class(&out[count++], text, len))
            return 0;
        text += len + (text[len] == ';');
    }
    return orb_ages_are_sound(out, count) ? count : 0;
}
