/* The operator's relations: valid, expired and not yet started, with a service or a whole
 * organization. */
#include "importers/demo_files.h"

#include <stdio.h>

#include "importers/demo_cast.h"
#include "importers/demo_random.h"

enum { OFFERS_PER_RELATION = 1000, MIN_RELATIONS = 12, MAX_RELATIONS = 1000, ONE_IN = 6 };

struct line {
    enum orb_demo_part part;
    const char *type;
    const char *from;
    const char *to;
    const char *evidence;
    const char *note;
};

/* The reference date is 2026-11-22: two lines end or start that very day. */
static const struct line scripted[] = {
    { ORB_DEMO_PART_ESAT_GREEN, "partenariat", "2024-01-01", "2028-12-31",
      "convention 2024-17", "stages et essais en espaces verts" },
    { ORB_DEMO_PART_SAVS, "partenariat", "2023-09-01", "2026-08-31", "convention 2023-08",
      "à renouveler" },
    { ORB_DEMO_PART_SAD, "sous_traitance", "2025-01-01", "2026-12-31", "marché 2025-03",
      "heures du soir" },
    { ORB_DEMO_PART_JOB_SUPPORT, "interne", "2024-01-01", "", "décision du 2023-12-12",
      "" },
    { ORB_DEMO_PART_SAMSAH, "partenariat", "2027-01-01", "2029-12-31", "convention 2026-41",
      "signée, pas commencée" },
    { ORB_DEMO_PART_CMP, "partenariat", "2022-03-01", "", "convention 2022-02", "" },
    { ORB_DEMO_PART_SPEECH_SHORT, "sous_traitance", "2024-11-23", "2026-11-22",
      "marché 2024-11", "" },
    { ORB_DEMO_PART_SOCIAL_CENTRE, "partenariat", "2026-11-22", "2029-11-21",
      "convention 2026-38", "ateliers communs" },
    { ORB_DEMO_PART_LIBRARY, "partenariat", "", "", "convention de lecture publique", "" },
    { ORB_DEMO_PART_SHARED_HOUSING, "partenariat", "2022-01-01", "2024-12-31",
      "convention 2021-30", "" },
    { ORB_DEMO_PART_SHARED_HOUSING, "partenariat", "2025-01-01", "2027-12-31",
      "convention 2024-44", "renouvellement" },
    { ORB_DEMO_PART_TEMPORARY, "partenariat", "2025-06-01", "2027-05-31",
      "convention 2025-12", "" },
    { ORB_DEMO_PART_GARDEN, "partenariat", "2025-03-01", "", "accord écrit",
      "une parcelle" },
    { ORB_DEMO_PART_PSYCHOLOGIST, "sous_traitance", "2026-01-01", "2026-06-30",
      "marché 2025-29", "" },
};

static void write_line(struct orb_buf *out, const char *target, const struct line *line)
{
    orb_buf_printf(out, "demo:a00000;%s;%s;%s;%s;%s;%s\n", target, line->type, line->from,
                   line->to, line->evidence, line->note);
}

/* With all the services of an organization: its town's social centre, the next association
 * of the département. */
static void write_organizations(struct orb_buf *out, const struct orb_demo *demo)
{
    static const struct line town = { 0,
                                      "partenariat",
                                      "2023-01-01",
                                      "2027-12-31",
                                      "convention cadre 2022-09",
                                      "tous les services" };
    static const struct line other = { 0,
                                       "sous_traitance",
                                       "2021-01-01",
                                       "2025-12-31",
                                       "marché 2020-14",
                                       "tous les services" };
    char id[ORB_DEMO_ID_LEN];

    (void)snprintf(id, sizeof id, "demo:ccas-%s", demo->land.places[demo->land.home].code);
    write_line(out, id, &town);
    orb_demo_association_id(id, orb_demo_association(demo, demo->home_department, 5));
    write_line(out, id, &other);
    orb_demo_association_id(id, orb_demo_association(demo, demo->home_department, 3));
    write_line(out, id, &town);
}

static void draw_line(struct orb_buf *out, const struct orb_demo *demo, uint32_t service)
{
    struct orb_demo_random random =
        orb_demo_random_start(demo->options.seed, ORB_DEMO_STREAM_RELATION, service);
    uint32_t kind = orb_demo_random_below(&random, 100);
    uint32_t life = orb_demo_random_below(&random, 100);
    orb_date from = demo->date - orb_demo_random_between(&random, 30, 1500);
    orb_date to = demo->date + orb_demo_random_between(&random, 1, 1200);
    char evidence[32];
    char target[ORB_DEMO_ID_LEN];
    char start[ORB_DATE_LEN];
    char end[ORB_DATE_LEN];
    struct line line = { .evidence = evidence, .note = "" };

    if (life < 15)
        to = from + orb_demo_random_between(&random, 0, demo->date - from - 1);
    else if (life < 20)
        from = demo->date + 1 + orb_demo_random_between(&random, 0, to - demo->date - 1);
    line.type = kind < 70 ? "partenariat" : kind < 96 ? "sous_traitance" : "interne";
    line.from = life >= 90 ? "" : orb_date_write(start, from);
    line.to = life >= 75 ? "" : orb_date_write(end, to);
    (void)snprintf(evidence, sizeof evidence, "convention D-%u", service);
    orb_demo_service_id(target, service);
    write_line(out, target, &line);
}

enum orb_status orb_demo_relations(const struct orb_demo_options *options,
                                   struct orb_buf *out, struct orb_error *err)
{
    uint32_t left = options->offers / OFFERS_PER_RELATION;
    struct orb_demo demo = { 0 };
    enum orb_status status = orb_demo_make(&demo, options, err);

    if (status != ORB_OK)
        return status;
    left = left < MIN_RELATIONS   ? MIN_RELATIONS
           : left > MAX_RELATIONS ? MAX_RELATIONS
                                  : left;
    orb_buf_text(out, "operateur;cible;type;date_debut;date_fin;preuve;note\n");
    for (size_t i = 0; i < sizeof scripted / sizeof scripted[0]; i++) {
        char target[ORB_DEMO_ID_LEN];

        orb_demo_service_id(target, scripted[i].part);
        write_line(out, target, &scripted[i]);
    }
    write_organizations(out, &demo);
    for (uint32_t i = ORB_DEMO_PARTS; i < demo.service_count && left > 0; i++) {
        struct orb_demo_random random = orb_demo_random_start(
            options->seed, ORB_DEMO_STREAM_RELATION, (uint64_t)i << 32);
        uint32_t place = orb_demo_role_of(&demo, i).place;

        if (demo.land.places[place].department != demo.home_department ||
            orb_demo_random_below(&random, ONE_IN) != 0)
            continue;
        draw_line(out, &demo, i);
        left--;
    }
    orb_demo_release(&demo);
    return orb_buf_check(out, err);
}
