/* The names are those of JSON and of reports; the words are for people. */
#include "cli/words.h"

#include <string.h>

#include "engine/base/text.h"

static const struct {
    const char *one;
    const char *many;
} kinds[ORB_RECORD_KINDS + 1] = {
    [ORB_RECORD_SOURCE] = { N_("source"), N_("sources") },
    [ORB_RECORD_OPERATOR] = { N_("operator"), N_("operator") },
    [ORB_RECORD_TERRITORY] = { N_("territory"), N_("territories") },
    [ORB_RECORD_ORGANIZATION] = { N_("organization"), N_("organizations") },
    [ORB_RECORD_SITE] = { N_("site"), N_("sites") },
    [ORB_RECORD_SERVICE] = { N_("service"), N_("services") },
    [ORB_RECORD_OFFER] = { N_("offer"), N_("offers") },
    [ORB_RECORD_RELATION] = { N_("relation"), N_("relations") },
    [ORB_RECORD_ASSERTION] = { N_("added value"), N_("added values") },
    [ORB_RECORD_DECISION] = { N_("decision"), N_("decisions") },
    [ORB_RECORD_KINDS] = { NULL, NULL },
};

const char *cli_change_words(const char *change)
{
    static const struct {
        const char *name, *words;
    } changes[] = {
        { "new", N_("new") },       { "opened", N_("opened") },
        { "closed", N_("closed") }, { "gone", N_("gone from the source") },
        { "moved", N_("moved") },   { "changed", N_("changed") },
    };

    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
        if (strcmp(changes[i].name, change) == 0)
            return _(changes[i].words);
    return change;
}

const char *cli_kind_name(enum orb_record_kind kind)
{
    return kind == ORB_RECORD_KINDS ? "" : orb_record_kind_name(kind);
}

const char *cli_kind_words(enum orb_record_kind kind)
{
    return kinds[kind].one == NULL ? "" : _(kinds[kind].one);
}

const char *cli_kinds_words(enum orb_record_kind kind)
{
    return kinds[kind].many == NULL ? "" : _(kinds[kind].many);
}
