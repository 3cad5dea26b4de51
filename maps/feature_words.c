/* Names of the native format, for people. */
#include "maps/feature_words.h"

#include <string.h>

#include "engine/base/text.h"

static const struct {
    const char *name;
    const char *words;
} known[] = {
    { "accessible_toilets", N_("accessible toilets") },
    { "easy_read", N_("easy to read and understand") },
    { "hearing_loop", N_("hearing loop") },
    { "lift", N_("lift") },
    { "parking", N_("adapted parking") },
    { "quiet_room", N_("quiet room") },
    { "wheelchair", N_("wheelchair access") },
};

static const char *level_words(enum orb_feature_level level)
{
    return level == ORB_FEATURE_YES       ? _("yes")
           : level == ORB_FEATURE_LIMITED ? _("limited")
           : level == ORB_FEATURE_NO      ? _("no")
                                          : _("unknown");
}

void orb_feature_words(struct orb_buf *out, const char *name, enum orb_feature_level level)
{
    size_t count = sizeof known / sizeof known[0];
    size_t i = 0;

    while (i < count && strcmp(known[i].name, name) != 0)
        i++;
    if (i < count) {
        orb_buf_printf(out, _("%s: %s"), _(known[i].words), level_words(level));
        return;
    }
    i = out->len;
    orb_buf_printf(out, _("%s: %s"), name, level_words(level));
    for (; !out->failed && i < out->len; i++)
        if (out->data[i] == '_')
            out->data[i] = ' ';
}
