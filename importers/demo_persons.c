/* Person files: situations written once as data, tied here to the communes and services of
 * a land. */
#include "importers/demo_files.h"

#include <string.h>

#include "engine/base/embedded.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/demo_cast.h"

#define FOLDER "importers/demo_persons/"

static const char *const files[ORB_DEMO_PERSONS] = {
    "p01-autisme-20-ans.json",
    "p02-enfant-3-ans-creche.json",
    "p03-fauteuil-34-ans.json",
    "p04-langue-des-signes-45-ans.json",
    "p05-soins-a-domicile-58-ans.json",
    "p06-urgence-27-ans.json",
    "p07-double-orientation-31-ans.json",
    "p08-besoins-larges-15-ans.json",
    "p09-refus-repetes-24-ans.json",
    "p10-droit-commun-40-ans.json",
    "p11-sans-adresse-19-ans.json",
    "p12-aidants-ages-62-ans.json",
};

/* The services that the situations name. */
static const struct {
    const char *name;
    enum orb_demo_part part;
} parts[] = {
    { "doctor", ORB_DEMO_PART_DOCTOR }, { "esat_green", ORB_DEMO_PART_ESAT_GREEN },
    { "foyer", ORB_DEMO_PART_FOYER },   { "esat_laundry", ORB_DEMO_PART_ESAT_LAUNDRY },
    { "gem", ORB_DEMO_PART_GEM },       { "ime", ORB_DEMO_PART_IME },
    { "physio", ORB_DEMO_PART_PHYSIO }, { "sad", ORB_DEMO_PART_SAD },
};

const char *orb_demo_person_file(size_t number)
{
    return number < ORB_DEMO_PERSONS ? files[number] : NULL;
}

/* "esat_green": the first offer of that part. */
static bool write_offer(struct orb_buf *out, const char *name, size_t len)
{
    char id[ORB_DEMO_ID_LEN];

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (strlen(parts[i].name) == len && memcmp(parts[i].name, name, len) == 0) {
            orb_demo_offer_id(id, parts[i].part, 0);
            orb_buf_text(out, id);
            return true;
        }
    return false;
}

/* "1,-1": the commune so many columns and rows from the home town. */
static bool write_commune(struct orb_buf *out, const struct orb_demo_land *land,
                          const char *text, size_t len)
{
    const char *comma = memchr(text, ',', len);
    int64_t columns;
    int64_t rows;

    if (comma == NULL ||
        !orb_integer_parse(&columns, text, (size_t)(comma - text), -99, 99) ||
        !orb_integer_parse(&rows, comma + 1, len - (size_t)(comma + 1 - text), -99, 99))
        return false;
    orb_buf_text(
        out,
        land->places[orb_demo_land_near(land, land->home, (int32_t)columns, (int32_t)rows)]
            .code);
    return true;
}

/* Replace "@offer(name)" and "@commune(columns,rows)"; false when a mark is none of these.
 */
static bool fill(struct orb_buf *out, const struct orb_demo_land *land, const char *text)
{
    static const char offer[] = "@offer(";
    static const char commune[] = "@commune(";

    for (const char *mark = strchr(text, '@'); mark != NULL; mark = strchr(text, '@')) {
        const char *open = strchr(mark, '(');
        const char *close = strchr(mark, ')');
        bool done = false;

        if (open == NULL || close == NULL)
            return false;
        orb_buf_add(out, text, (size_t)(mark - text));
        if (strncmp(mark, offer, strlen(offer)) == 0)
            done = write_offer(out, open + 1, (size_t)(close - open - 1));
        else if (strncmp(mark, commune, strlen(commune)) == 0)
            done = write_commune(out, land, open + 1, (size_t)(close - open - 1));
        if (!done)
            return false;
        text = close + 1;
    }
    orb_buf_text(out, text);
    return true;
}

enum orb_status orb_demo_person(const struct orb_demo_options *options, size_t number,
                                struct orb_buf *out, struct orb_error *err)
{
    const struct orb_embedded_file *file = NULL;
    struct orb_buf name = { 0 };
    struct orb_demo_land land;
    enum orb_status status = ORB_OK;

    if (number >= ORB_DEMO_PERSONS)
        return orb_error_set(err, ORB_ERR_RANGE, _("there are %d demonstration persons"),
                             ORB_DEMO_PERSONS);
    orb_buf_printf(&name, FOLDER "%s", files[number]);
    status = orb_buf_check(&name, err);
    if (status == ORB_OK)
        file = orb_embedded_find(name.data);
    if (status == ORB_OK && file == NULL)
        status =
            orb_error_set(err, ORB_ERR_INTERNAL, _("'%s' is not compiled in"), name.data);
    if (status == ORB_OK)
        status = orb_demo_land_make(&land, options->seed, options->offers, err);
    if (status == ORB_OK) {
        if (!fill(out, &land, (const char *)file->data))
            status = orb_error_set(err, ORB_ERR_INTERNAL, _("'%s' has an unknown mark"),
                                   name.data);
        orb_demo_land_release(&land);
    }
    orb_buf_release(&name);
    return status == ORB_OK ? orb_buf_check(out, err) : status;
}
