/* Reads the catalogue, not the store: a list of a hundred thousand offers is one scan. */
#include "cli/list_offers.h"

#include <string.h>

#include "cli/diagnostics.h"
#include "cli/profile.h"
#include "cli/territory.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/match/circle.h"
#include "engine/vocabulary/vocabulary.h"

struct selection {
    const struct orb_catalogue *c;
    const struct orb_profile *profile;
    const struct orb_profile_need *need; /* NULL = all */
    const char *category;
    const char *circle;
    const char *commune; /* code or folded name */
    struct orb_circles circles;
    orb_date date;
    bool closed;
    bool duplicates;
};

static bool is_in_commune(const struct selection *s, const struct orb_cat_offer *o)
{
    struct orb_buf folded = { 0 };
    bool same;

    if (s->commune == NULL ||
        strcmp(orb_cat_string(s->c, o->commune_code), s->commune) == 0)
        return true;
    if (o->commune == ORB_CAT_NONE)
        return false;
    if (strcmp(orb_cat_string(s->c, s->c->communes[o->commune].code), s->commune) == 0)
        return true;
    orb_utf8_fold(&folded, orb_cat_string(s->c, s->c->communes[o->commune].name));
    same = folded.data != NULL && strcmp(folded.data, s->commune) == 0;
    orb_buf_release(&folded);
    return same;
}

/* Does a prestation answer an entry: the same code, or one below it. */
static bool is_under(const char *code, const char *above)
{
    size_t len = strlen(above);

    return strncmp(code, above, len) == 0 && (code[len] == '\0' || code[len] == '.');
}

static bool answers(const struct selection *s, const struct orb_cat_terms *t)
{
    if (s->need == NULL)
        return true;
    for (uint32_t i = 0; i < t->prestations.count; i++) {
        orb_cat_code code = s->c->prestations[t->prestations.first + i].code;

        for (uint32_t e = 0; e < s->need->entry_count; e++)
            if (is_under(orb_cat_code_name(s->c, code), s->need->entries[e].prestation))
                return true;
    }
    return false;
}

static bool is_kept(const struct selection *s, const struct orb_cat_offer *o)
{
    const struct orb_cat_terms *t = &s->c->terms[o->terms];

    if (!s->duplicates && &s->c->offers[o->canonical] != o)
        return false; /* shown once, as the offer it is the same as */
    if (!s->closed && o->closed_on != ORB_DATE_NONE && o->closed_on <= s->date)
        return false;
    if (s->category != NULL &&
        (t->category == ORB_CAT_NONE ||
         strcmp(orb_cat_code_name(s->c, t->category), s->category) != 0))
        return false;
    return is_in_commune(s, o) && answers(s, t);
}

static void row(struct cli_listing *l, const struct selection *s,
                struct orb_vocabulary *words, uint32_t at)
{
    const struct orb_cat_offer *o = &s->c->offers[at];
    const struct orb_cat_terms *t = &s->c->terms[o->terms];
    const char *circle = orb_circle_names[orb_circles_get(&s->circles, at).circle];
    const char *category =
        t->category == ORB_CAT_NONE ? NULL : orb_cat_code_name(s->c, t->category);
    const char *commune = orb_cat_known(s->c, o->commune_code);
    const char *place = o->commune == ORB_CAT_NONE
                            ? commune
                            : orb_cat_known(s->c, s->c->communes[o->commune].name);
    const char *label;

    if (s->circle != NULL && strcmp(s->circle, circle) != 0)
        return;
    label = orb_vocabulary_label(words, "finess_categories", category,
                                 l->cli->french ? "fr" : "en");
    {
        const char *cells[] = { orb_cat_string(s->c, o->id),
                                orb_cat_known(s->c, o->name),
                                category,
                                label == NULL ? category : label,
                                commune,
                                place,
                                circle };

        cli_listing_row(l, cells);
    }
}

static enum orb_status choose(struct selection *s, const struct cli_context *cli,
                              const struct cli_arguments *args, struct orb_buf *folded,
                              struct orb_error *err)
{
    const char *need = cli_option_value(args, "need");
    const char *circle = cli_option_value(args, "circle");
    const char *commune = cli_option_value(args, "commune");

    if (need != NULL) {
        s->need = orb_profile_need_find(s->profile, need);
        if (s->need == NULL)
            return orb_error_set(err, ORB_ERR_NOT_FOUND,
                                 _("no need of the profile has the code '%s'"), need);
    }
    if (circle != NULL && orb_name_index(orb_circle_names, ORB_CIRCLES, circle) < 0)
        return orb_error_set(
            err, ORB_ERR_NOT_FOUND,
            _("there is no circle '%s'; the circles are C0, C1a, C1b, C2, C3 and INST"),
            circle);
    if (commune != NULL) {
        orb_utf8_fold(folded, commune);
        if (orb_buf_check(folded, err) != ORB_OK)
            return ORB_ERR_MEMORY;
        s->commune =
            orb_cat_commune_find(s->c, commune) != ORB_CAT_NONE ? commune : folded->data;
    }
    s->circle = circle;
    s->category = cli_option_value(args, "category");
    s->closed = cli_option_value(args, "closed") != NULL;
    s->duplicates = cli_option_value(args, "duplicates") != NULL;
    orb_circles_ask(&s->circles, cli->operator_id, s->date);
    return ORB_OK;
}

/* A date nobody chose is said, since circles and closings depend on it. */
static void tell_date(const struct cli_context *cli, orb_date date)
{
    struct orb_buf text = { 0 };

    cli_date(&text, date, cli->french);
    if (cli->date == ORB_DATE_NONE && text.data != NULL)
        cli_note(cli, _("at the date of the newest source, %s (--date)"), text.data);
    orb_buf_release(&text);
}

enum orb_status cli_list_offers(struct cli_listing *l, const struct cli_arguments *args,
                                struct orb_error *err)
{
    static const struct cli_listing_column columns[] = {
        { "id", N_("identifier"), CLI_LISTED_BOTH, false },
        { "name", N_("name"), CLI_LISTED_BOTH, true },
        { "category", "", CLI_LISTED_JSON, false },
        { "", N_("category"), CLI_LISTED_TEXT, true },
        { "commune", "", CLI_LISTED_JSON, false },
        { "", N_("commune"), CLI_LISTED_TEXT, true },
        { "circle", N_("circle"), CLI_LISTED_BOTH, false },
    };
    struct cli_territory territory = { 0 };
    struct orb_vocabulary words = { 0 };
    struct orb_profile *profile = NULL;
    struct orb_buf folded = { 0 };
    struct selection s = { 0 };
    enum orb_status status = cli_profile_open(&profile, l->cli, err);

    if (status == ORB_OK)
        status = cli_territory_open(&territory, l->cli, NULL, err);
    if (status == ORB_OK) {
        s = (struct selection){ .c = &territory.catalogue,
                                .profile = profile,
                                .date = cli_territory_date(&territory, l->cli) };
        status = orb_circles_init(&s.circles, s.c, profile, err);
    }
    if (status == ORB_OK)
        status = choose(&s, l->cli, args, &folded, err);
    cli_listing_columns(l, columns, sizeof columns / sizeof columns[0]);
    for (uint32_t i = 0; status == ORB_OK && i < s.c->offer_count; i++)
        if (is_kept(&s, &s.c->offers[s.c->by_id[i]]))
            row(l, &s, &words, s.c->by_id[i]);
    if (status == ORB_OK)
        tell_date(l->cli, s.date);
    orb_buf_release(&folded);
    orb_circles_release(&s.circles);
    orb_vocabulary_release(&words);
    cli_territory_close(&territory);
    orb_profile_free(profile);
    return status;
}
