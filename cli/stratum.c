/* What is not asked is no condition. */
#include "cli/stratum.h"

#include <string.h>

#include "engine/base/number.h"
#include "engine/base/text.h"

/* "16-20", "20-" or "16": from included, to excluded. */
static bool read_ages(const char *text, struct orb_stratum *out)
{
    size_t len = strcspn(text, "-");
    const char *end = text + len + (text[len] == '-');
    int64_t from;
    int64_t to = CLI_AGES_END - 1;

    if (!orb_integer_parse(&from, text, len, 0, CLI_AGES_END - 1))
        return false;
    if (text[len] == '\0')
        to = from;
    else if (end[0] != '\0' &&
             !orb_integer_parse(&to, end, strlen(end), from, CLI_AGES_END - 1))
        return false;
    out->age_from = (int32_t)from;
    out->age_to = (int32_t)to + 1;
    return true;
}

enum orb_status cli_stratum_read(struct orb_stratum *out, const struct cli_arguments *args,
                                 struct orb_error *err)
{
    const char *ages = cli_option_value(args, "age");
    const char *orientation = cli_option_value(args, "orientation");

    *out = (struct orb_stratum){ .age_from = -1,
                                 .age_to = -1,
                                 .group = cli_option_value(args, "public") };
    if (ages != NULL && !read_ages(ages, out))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--age' takes completed years, as 16-20, 60- or 12"));
    if (orientation != NULL && orientation[0] == '\0')
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--orientation' takes the code of a decision, or none"));
    if (orientation != NULL)
        out->orientation = strcmp(orientation, "none") == 0 ? "" : orientation;
    return ORB_OK;
}

enum orb_status cli_code_check(struct orb_vocabulary *vocabulary, const char *list,
                               const char *code, struct orb_error *err)
{
    const struct orb_term_list *terms;
    enum orb_status status = orb_vocabulary_terms(vocabulary, list, &terms, err);

    if (status == ORB_OK && code != NULL && orb_term_find(terms, code) == NULL)
        status = orb_error_set(err, ORB_ERR_NOT_FOUND,
                               _("'%s' is no code of the nomenclature '%s'"), code, list);
    return status;
}

enum orb_status cli_category_check(struct orb_vocabulary *vocabulary,
                                   const struct orb_catalogue *catalogue, const char *code,
                                   struct orb_error *err)
{
    if (code != NULL && orb_cat_code_find(catalogue, code) != ORB_CAT_NONE)
        return ORB_OK;
    return cli_code_check(vocabulary, "finess_categories", code, err);
}

enum orb_status cli_stratum_check(const struct orb_stratum *people,
                                  struct orb_vocabulary *vocabulary, struct orb_error *err)
{
    const char *decision = people->orientation == NULL || people->orientation[0] == '\0'
                               ? NULL
                               : people->orientation;
    enum orb_status status =
        cli_code_check(vocabulary, "groupes_publics", people->group, err);

    return status == ORB_OK
               ? cli_code_check(vocabulary, "mdph_droits_prestations", decision, err)
               : status;
}
