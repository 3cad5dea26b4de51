/* An area is asked for by its code or by its name as people write it. */
#include "cli/perimeter.h"

#include <string.h>

#include "cli/options.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

/* One level: the option that chooses areas of it, the words that --by takes, folded. */
struct level {
    const char *option;
    const char *label;
    const char *several;
    const char *words[4];
};

static const struct level levels[ORB_MESH_LEVELS] = {
    [ORB_MESH_COMMUNE] = { "commune", N_("commune"), N_("communes"), { "commune" } },
    [ORB_MESH_EPCI] = { "epci", N_("EPCI"), N_("EPCI"), { "epci" } },
    [ORB_MESH_LIFE_AREA] = { "life-area",
                             N_("bassin de vie"),
                             N_("bassins de vie"),
                             { "life area", "bassin de vie", "bassin" } },
    [ORB_MESH_CANTON] = { "canton", N_("canton"), N_("cantons"), { "canton" } },
    [ORB_MESH_DEPARTEMENT] = { "departement",
                               N_("département"),
                               N_("départements"),
                               { "departement", "department" } },
    [ORB_MESH_REGION] = { "region", N_("région"), N_("régions"), { "region" } },
};

const char *cli_level_name(enum orb_mesh level)
{
    return levels[level].option;
}

const char *cli_level_label(enum orb_mesh level)
{
    return _(levels[level].label);
}

const char *cli_levels_label(enum orb_mesh level)
{
    return _(levels[level].several);
}

static bool is_level(const struct level *level, const char *folded)
{
    for (size_t i = 0; i < sizeof level->words / sizeof level->words[0]; i++)
        if (level->words[i] != NULL && strcmp(level->words[i], folded) == 0)
            return true;
    return false;
}

enum orb_status cli_level_read(enum orb_mesh *out, const struct cli_arguments *args,
                               enum orb_mesh fallback, struct orb_error *err)
{
    const char *text = cli_option_value(args, "by");
    const char *near = NULL;
    size_t best = SIZE_MAX;
    struct orb_buf folded = { 0 };
    enum orb_status status;

    *out = fallback;
    if (text == NULL)
        return ORB_OK;
    orb_buf_text(&folded, "");
    orb_utf8_fold(&folded, text);
    status = orb_buf_check(&folded, err);
    for (int i = 0; status == ORB_OK && i < ORB_MESH_LEVELS; i++) {
        if (is_level(&levels[i], folded.data)) {
            *out = (enum orb_mesh)i;
            orb_buf_release(&folded);
            return ORB_OK;
        }
        near = cli_nearest(text, levels[i].option, near, &best);
    }
    orb_buf_release(&folded);
    if (status != ORB_OK)
        return status;
    return near == NULL
               ? orb_error_set(
                     err, ORB_ERR_SYNTAX,
                     _("'%s' is no level: commune, epci, life-area, canton, departement or region"),
                     text)
               : orb_error_set(err, ORB_ERR_SYNTAX, _("'%s' is no level; '%s' is one"),
                               text, near);
}

/* ---- areas by name */

/* What a word may mean at one level. */
struct naming {
    const struct orb_catalogue *catalogue;
    enum orb_mesh level;
    struct orb_buf wanted; /* folded */
    struct orb_buf folded; /* of a candidate */
    const char *code;      /* of the area of that name */
    struct orb_buf codes;  /* of all of that name */
    uint32_t found;
    const char *near; /* the name most like it */
    size_t best;
};

static void consider(struct naming *n, const char *code, const char *name)
{
    if (code == NULL || name == NULL)
        return;
    orb_buf_clear(&n->folded);
    orb_utf8_fold(&n->folded, name);
    if (n->folded.failed || n->folded.data == NULL)
        return;
    if (strcmp(n->folded.data, n->wanted.data) == 0) {
        n->code = code;
        orb_buf_printf(&n->codes, "%s%s", n->found == 0 ? "" : ", ", code);
        n->found++;
    } else {
        const char *before = n->near;
        const char *near = cli_nearest(n->wanted.data, n->folded.data, NULL, &n->best);

        n->near = near == NULL ? before : name;
    }
}

static void consider_communes(struct naming *n)
{
    for (uint32_t i = 0; i < n->catalogue->commune_count; i++)
        if (orb_mesh_today(n->catalogue, i) == i)
            consider(n, orb_cat_string(n->catalogue, n->catalogue->communes[i].code),
                     orb_cat_known(n->catalogue, n->catalogue->communes[i].name));
}

/* Each area of the level that has a commune. */
static enum orb_status consider_areas(struct naming *n, struct orb_error *err)
{
    struct orb_perimeter all = { .within = NULL };
    struct orb_areas areas = { .count = 0 };
    enum orb_status status = orb_perimeter_init(&all, n->catalogue, true, err);

    if (status == ORB_OK)
        status = orb_areas_make(&areas, n->catalogue, n->level, &all, err);
    for (uint32_t i = 0; status == ORB_OK && i < areas.count; i++)
        consider(n, areas.areas[i].code, areas.areas[i].name);
    orb_areas_release(&areas);
    orb_perimeter_release(&all);
    return status;
}

static enum orb_status refuse(const struct naming *n, const char *word,
                              struct orb_error *err)
{
    if (n->found > 1)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("several %s are called '%s': give a code among %s"),
                             cli_levels_label(n->level), word, n->codes.data);
    if (n->near != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("no %s has the code or the name '%s'; there is '%s'"),
                             cli_level_label(n->level), word, n->near);
    return orb_error_set(err, ORB_ERR_SYNTAX, _("no %s has the code or the name '%s'"),
                         cli_level_label(n->level), word);
}

static void name_area(struct cli_perimeter *out, const struct naming *n, const char *code)
{
    const char *name = orb_mesh_area_name(n->catalogue, n->level, code);

    if (out->label.len > 0)
        orb_buf_text(&out->label, ", ");
    if (name == NULL)
        orb_buf_printf(&out->label, "%s %s", cli_level_label(n->level), code);
    else
        orb_buf_printf(&out->label, "%s (%s)", name, code);
}

static enum orb_status add_named(struct cli_perimeter *out, struct naming *n,
                                 const char *word, struct orb_error *err)
{
    enum orb_status status;

    orb_buf_text(&n->wanted, "");
    orb_utf8_fold(&n->wanted, word);
    status = orb_buf_check(&n->wanted, err);
    if (status == ORB_OK && n->level == ORB_MESH_COMMUNE)
        consider_communes(n);
    else if (status == ORB_OK)
        status = consider_areas(n, err);
    if (status == ORB_OK && (n->folded.failed || n->codes.failed))
        status = orb_error_memory(err);
    if (status == ORB_OK && n->found != 1)
        status = refuse(n, word, err);
    if (status == ORB_OK) {
        (void)orb_perimeter_add(&out->communes, n->catalogue, n->level, n->code);
        name_area(out, n, n->code);
    }
    return status;
}

static enum orb_status add_word(struct cli_perimeter *out,
                                const struct orb_catalogue *catalogue, enum orb_mesh level,
                                const char *word, struct orb_error *err)
{
    struct naming naming = { .catalogue = catalogue, .level = level, .best = SIZE_MAX };
    enum orb_status status = ORB_OK;

    if (orb_perimeter_add(&out->communes, catalogue, level, word) > 0)
        name_area(out, &naming, word);
    else
        status = add_named(out, &naming, word, err);
    orb_buf_release(&naming.wanted);
    orb_buf_release(&naming.folded);
    orb_buf_release(&naming.codes);
    return status;
}

static enum orb_status add_list(struct cli_perimeter *out,
                                const struct orb_catalogue *catalogue, enum orb_mesh level,
                                const char *list, struct orb_error *err)
{
    struct orb_buf word = { 0 };
    enum orb_status status = ORB_OK;

    while (status == ORB_OK) {
        size_t len = strcspn(list, ",");
        const char *from = list + strspn(list, " ");
        size_t kept = from > list + len ? 0 : len - (size_t)(from - list);

        while (kept > 0 && from[kept - 1] == ' ')
            kept--;
        orb_buf_clear(&word);
        orb_buf_add(&word, from, kept);
        orb_buf_text(&word, "");
        status = orb_buf_check(&word, err);
        if (status == ORB_OK)
            status = add_word(out, catalogue, level, word.data, err);
        if (list[len] == '\0')
            break;
        list += len + 1;
    }
    orb_buf_release(&word);
    return status;
}

enum orb_status cli_perimeter_read(struct cli_perimeter *out,
                                   const struct orb_catalogue *catalogue,
                                   const struct cli_arguments *args, struct orb_error *err)
{
    bool whole = true;
    enum orb_status status;

    for (int i = 0; i < ORB_MESH_LEVELS; i++)
        whole = whole && cli_option_value(args, levels[i].option) == NULL;
    *out = (struct cli_perimeter){ .label = { 0 } };
    status = orb_perimeter_init(&out->communes, catalogue, whole, err);
    for (int i = 0; status == ORB_OK && i < ORB_MESH_LEVELS; i++) {
        const char *list = cli_option_value(args, levels[i].option);

        if (list != NULL)
            status = add_list(out, catalogue, (enum orb_mesh)i, list, err);
    }
    if (whole)
        orb_buf_text(&out->label, _("the whole territory"));
    if (status == ORB_OK)
        status = orb_buf_check(&out->label, err);
    if (status != ORB_OK)
        cli_perimeter_release(out);
    return status;
}

void cli_perimeter_release(struct cli_perimeter *perimeter)
{
    orb_perimeter_release(&perimeter->communes);
    orb_buf_release(&perimeter->label);
    *perimeter = (struct cli_perimeter){ .label = { 0 } };
}
