/*
 * Invented FINESS feeds of any size, in the shape and the proportions of the national ones
 * (1.8 establishments for a legal entity, two activities for an establishment, each
 * authorised and exercised, 1.4 capacities). The same number gives the same bytes. usage:
 * bench_feed ESTABLISHMENTS STRUCTURES.json.gz ACTIVITIES.json.gz; prints the number of
 * records in them.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "engine/geo/project.h"

struct feed {
    gzFile structures;
    gzFile activities;
    struct orb_projector *projector;
    unsigned long records;
    unsigned activity; /* numbers given so far */
    unsigned event;
};

/* A well mixed number for each thing and each question about it. */
static unsigned lot(unsigned thing, unsigned question, unsigned bound)
{
    uint64_t z = ((uint64_t)thing << 20) + question + UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (unsigned)((z ^ (z >> 31)) >> 33) % bound;
}

static void out(gzFile file, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (gzvprintf(file, format, args) < 0)
        exit(1);
    va_end(args);
}

static void event(struct feed *feed, gzFile file, const char *type, unsigned object)
{
    out(file,
        "\"evenement\":[{\"evenementId\":\"%u\",\"dateEnregistrement\":\"2026-07-07 13:33:45\","
        "\"dateEvenement\":\"20%02u-0%u-01\",\"etatObjet1\":\"003\",\"identifiantObjet1\":\"%u\","
        "\"identifiantObjet2\":null,\"systemeMaitre\":\"01\",\"typeObjet1\":\"%s\",\"typeObjet2\":null,"
        "\"codeEvenement\":\"003\"}],",
        ++feed->event, lot(object, 1, 25), 1 + lot(object, 2, 9), object, type);
}

/* A place near Bourg-en-Bresse, in degrees and in metres that agree. One establishment in
 * four has none, as in the real feed. */
static void position(struct feed *feed, unsigned thing)
{
    double degrees[2] = { 4.9 + lot(thing, 3, 900) / 1000.0,
                          45.8 + lot(thing, 4, 600) / 1000.0 };
    double metres[2];

    if (lot(thing, 5, 4) == 0) {
        out(feed->structures, "\"coordonneesGeographique\":null");
        return;
    }
    if (orb_project_to_metres(feed->projector, 2154, degrees, metres, NULL) != ORB_OK)
        exit(1);
    out(feed->structures,
        "\"coordonneesGeographique\":{\"coordonneeX\":\"%.6f\",\"coordonneeY\":\"%.6f\",\"directionLatitude\":\"%.2f\","
        "\"directionLongitude\":\"%.2f\",\"cleInInteropBAN\":\"01053_%04u_%05u\",\"scoreBAN\":\"0.97\"}",
        degrees[0], degrees[1], metres[1], metres[0], lot(thing, 6, 9999),
        lot(thing, 7, 99));
}

static void address(struct feed *feed, unsigned thing, const char *use)
{
    out(feed->structures,
        "\"adresse\":[{\"usageAdresse\":\"%s\",\"numeroVoie\":\"%u\",\"typeVoie\":\"R\",\"libelleVoie\":\"DES ESSAIS\","
        "\"complementVoie\":null,\"complementPointGeographique\":null,\"lieuDit\":null,\"cogCommune\":\"01%03u\","
        "\"ligneAcheminement\":\"VILLE INVENTEE\",\"ligneUne\":null,\"ligneDeux\":null,\"ligneTrois\":null,"
        "\"ligneQuatre\":\"%u RUE DES ESSAIS\",\"ligneCinq\":null,\"ligneSix\":null,\"codePostal\":\"01000\",",
        use, 1 + lot(thing, 8, 200), 1 + lot(thing, 9, 440), 1 + lot(thing, 8, 200));
    position(feed, thing);
    out(feed->structures,
        "}],\"contact\":[{\"typeContact\":{\"roleContact\":\"01\"},\"telecom\":{\"telephone\":\"0400%06u\","
        "\"telecopie\":null,\"courriel\":null}}],\"engagement\":[],",
        lot(thing, 10, 1000000));
}

static void establishment(struct feed *feed, unsigned number)
{
    static const char *const categories[] = { "182", "183", "246", "446", "445",
                                              "255", "437", "500", "620", "611" };
    bool closed = lot(number, 11, 5) < 2;

    out(feed->structures,
        "{\"informationsGeneralesEGE\":{\"egeId\":\"%u\",\"complementDenominationEg\":null,\"dateFermeture\":%s,"
        "\"dateOuverture\":\"19%02u-01-01\",\"datePremiereAutorisation\":null,\"nomEgeCourt\":\"SERVICE %u\","
        "\"nomEgeLong\":\"SERVICE INVENTE NUMERO %u\",\"numeroEducationNationale\":null,\"numeroReferenceExterne\":null,"
        "\"numFinessEge\":\"%09u\",\"espic\":[\"0\"],\"siret\":%s},\"categorieentiteGeographiqueExercice\":\"%s\","
        "\"modefixationtarifaire\":\"07\",\"typeBudget\":[\"01\"],",
        number, closed ? "\"2020-12-31\"" : "null", 50 + lot(number, 12, 50), number,
        number, 110000000 + number, lot(number, 13, 5) == 0 ? "null" : "\"77220148900022\"",
        categories[lot(number, 14, 10)]);
    address(feed, number, "03");
    event(feed, feed->structures, "EG", number);
    out(feed->structures,
        "\"roleEge\":[],\"etatObjet\":\"%s\",\"dateDerniereMaj\":\"2021-10-18 00:00:00\"}",
        closed ? "I" : "A");
    feed->records++;
}

/* One activity, as the authorisation of the entity or as what the establishment does. */
static void activity(struct feed *feed, unsigned owner, unsigned authorised, bool first)
{
    static const char *const modes[] = { "11", "14", "16", "21", "47" };
    static const char *const publics[] = { "010", "110", "117", "437", "500" };
    static const char *const works[] = { "844", "906", "908", "910", "965" };
    unsigned seed = authorised != 0 ? authorised : feed->activity + 1;
    unsigned number = ++feed->activity;
    gzFile file = feed->activities;

    out(file,
        "%s{\"caracteristiquesGeneriques\":{\"activiteAeId\":\"%u\",\"etatObjet\":\"A\",\"identifiantAutorisation\":",
        first ? "" : ",", number);
    if (authorised != 0)
        out(file, "\"%u\"", authorised);
    else
        out(file, "null");
    out(file,
        ",\"numAutorisationArhgos\":null,\"dateDebutActiviteAutorisee\":\"2017-01-03\",\"dateFinActiviteAutorisee\":null,"
        "\"dateFinEffectiveActivite\":null,\"dateCaduciteAutorisation\":null,\"egeId\":");
    if (authorised != 0)
        out(file, "\"%u\"", owner);
    else
        out(file, "null");
    out(file,
        ",\"typeActiviteSMSSE\":\"70194\"},\"nature\":{\"codeNature\":\"ASMR\",\"caracteristiquesSpecifiques\":{"
        "\"aaSocialeReguleeId\":\"%u\",\"ageMaxAutorise\":%s,\"ageMaxInstalle\":null,\"ageMinAutorise\":%s,"
        "\"ageMinInstalle\":null,\"activiteAeId\":\"%u\",\"typeActiviteAMSR\":{\"activiteSocialeRegulee\":\"%s\","
        "\"modeFonctionnement\":\"%s\",\"public\":\"%s\"}}},",
        number, lot(seed, 15, 9) == 0 ? "\"20\"" : "null",
        lot(seed, 15, 9) == 0 ? "\"6\"" : "null", number, works[lot(seed, 16, 5)],
        modes[lot(seed, 17, 5)], publics[lot(seed, 18, 5)]);
    event(feed, file, "AC", number);
    out(file,
        "\"engagement\":[],\"capacite\":[{\"idCapacite\":\"%u\",\"nombre\":\"%u\",\"precision\":null,\"variation\":null,"
        "\"activiteAeId\":\"%u\",\"engagementId\":null,\"habilitation\":null,\"statutCapacite\":\"%s\","
        "\"modeFinancement\":null,\"uniteMesureCapacite\":\"02\",\"typeLogement\":null,\"genre\":null}],"
        "\"zoneIntervention\":null}",
        number, lot(seed, 19, 60), number, authorised != 0 ? "08" : "09");
    feed->records++;
}

/* The activities of an entity whose establishments are first to last. */
static void activities(struct feed *feed, unsigned entity, unsigned first, unsigned last)
{
    unsigned start = feed->activity;

    out(feed->activities,
        "%s{\"numFiness\":\"%09u\",\"pmSmsseId\":\"%u\",\"activitesAutorisees\":[",
        entity == 1 ? "" : ",", 910000000 + entity, entity);
    for (unsigned n = first; n <= last; n++) {
        activity(feed, n, 0, n == first);
        activity(feed, n, 0, false);
    }
    out(feed->activities, "],\"ege\":[");
    for (unsigned n = first; n <= last; n++) {
        unsigned authorised = start + 1 + 2 * (n - first);

        out(feed->activities,
            "%s{\"egeId\":\"%u\",\"numFinessEge\":\"%09u\",\"activitesExercees\":[",
            n == first ? "" : ",", n, 110000000 + n);
        activity(feed, n, authorised, true);
        activity(feed, n, authorised + 1, false);
        out(feed->activities, "]}");
    }
    out(feed->activities, "]}");
}

static void entity(struct feed *feed, unsigned number, unsigned first, unsigned last)
{
    unsigned thing = 50000000 + number;

    out(feed->structures,
        "%s{\"informationsGeneralesPMEJ\":{\"pmSmsseId\":\"%u\",\"codeApe\":\"88.10A\",\"complementAdressePmSmsse\":null,"
        "\"dateCreation\":\"1994-01-01\",\"dateFermeture\":null,\"denominationLonguePmSmsse\":\"ASSOCIATION INVENTEE %u\","
        "\"denominationPm\":\"ASSOCIATION %u\",\"numFinessPm\":\"%09u\",\"fonctionPublique\":null,"
        "\"categorieentiteGeographiqueExercice\":null,\"siren\":\"260104633\",\"statutJuridique\":\"60\","
        "\"typeGroupeGco\":null,\"typePersonneMorale\":\"01\"},",
        number == 1 ? "" : ",", number, number, number, 910000000 + number);
    address(feed, thing, "02");
    event(feed, feed->structures, "PM", number);
    out(feed->structures, "\"ege\":[");
    for (unsigned n = first; n <= last; n++) {
        if (n > first)
            out(feed->structures, ",");
        establishment(feed, n);
    }
    out(feed->structures,
        "],\"etatObjet\":\"A\",\"dateDerniereMaj\":\"2019-03-04 00:00:00\"}");
    feed->records++;
}

int main(int argc, char **argv)
{
    struct feed feed = { 0 };
    unsigned establishments;
    unsigned number = 0;

    if (argc != 4 || orb_projector_new(&feed.projector, NULL) != ORB_OK)
        return 2;
    establishments = (unsigned)strtoul(argv[1], NULL, 10);
    feed.structures = gzopen(argv[2], "wb1");
    feed.activities = gzopen(argv[3], "wb1");
    if (feed.structures == NULL || feed.activities == NULL)
        return 1;
    out(feed.structures,
        "{\"schemaVersion\":\"v1.0.0\",\"generatedAt\":\"2026-08-13T02:07:30Z\",\"gco\":[],\"gcc\":[],\"pmej\":[");
    out(feed.activities,
        "{\"schemaVersion\":\"v1.0.0\",\"generatedAt\":\"2026-08-18T02:16:50Z\",\"pmej\":[");
    for (unsigned first = 1; first <= establishments;) {
        unsigned last = first + lot(++number, 20, 10) * 2 / 7;

        last = last > establishments ? establishments : last;
        entity(&feed, number, first, last);
        activities(&feed, number, first, last);
        first = last + 1;
    }
    out(feed.structures, "]}\n");
    out(feed.activities, "]}\n");
    if (gzclose(feed.structures) != Z_OK || gzclose(feed.activities) != Z_OK)
        return 1;
    orb_projector_free(feed.projector);
    printf("%lu\n", feed.records);
    return 0;
}
