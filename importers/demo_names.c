/* Names made of parts; the parts are ours, so that a name that also exists somewhere is a
 * coincidence. */
#include "importers/demo_names.h"

#include <stdio.h>
#include <string.h>

#define COUNT(table) ((uint32_t)(sizeof(table) / sizeof(table)[0]))

static const char *const heads[] = {
    "Val",  "Mont", "Font", "Clair", "Beau", "Haut", "Roch",  "Vill",  "Cham", "Bois",
    "Mar",  "Cor",  "Lor",  "Bel",   "Ver",  "Aur",  "Cour",  "Neuv",  "Orm",  "Pierr",
    "Saul", "Tour", "Vauc", "Char",  "Mal",  "Per",  "Argen", "Brem",  "Épin", "Frên",
    "Gran", "Lign", "Noir", "Oliv",  "Ros",  "Till", "Vign",  "Étrel", "Jon",  "Rav"
};
static const char *const tails[] = { "orvin",  "ésart",  "ilance", "oudre",   "éval",
                                     "ambre",  "ivoise", "ergnes", "oline",   "ardeau",
                                     "eloup",  "uzance", "ivière", "aumont",  "ézieu",
                                     "icourt", "enas",   "oublon", "andeuil", "échaux",
                                     "ouvray", "ymbre",  "armel",  "ondelle", "astre",
                                     "eschal", "ignol",  "ormois", "udière",  "anchet" };
static const char *const saints[] = { "Orvain",   "Aubelin",  "Mérance",  "Ysolin",
                                      "Gaudrin",  "Thiélain", "Brévaire", "Lorain",
                                      "Odelin",   "Cyrance",  "Parvin",   "Védrin",
                                      "Amourdin", "Hélin",    "Florvin",  "Gervaud",
                                      "Basolin",  "Noélan",   "Ursanne",  "Tibérain" };
static const char *const rivers[] = { "Orvelle",  "Aubrelle", "Seinette",  "Vivonne",
                                      "Mélance",  "Ardoise",  "Clairette", "Tourvine",
                                      "Brévonne", "Lisonne",  "Gardelle",  "Sauvine",
                                      "Ombrette", "Velourse", "Tibenne",   "Corvaise",
                                      "Rémonde",  "Ivelle",   "Sournette", "Loirelle" };
static const char *const endings[] = { "le-Vieux",   "les-Bois",   "du-Mont",
                                       "la-Rivière", "le-Château", "en-Plaine" };
static const char *const houses[] = {
    "Les Glycines",    "Le Grand Chêne",  "L’Envol",          "Les Saules d’Argent",
    "La Passerelle",   "Le Tilleul",      "Les Quatre Vents", "La Boussole",
    "L’Horizon",       "Les Coquelicots", "Le Belvédère",     "La Rivière",
    "Les Hirondelles", "Le Cap",          "L’Escale",         "La Clé des Champs",
    "Les Marronniers", "Le Phare",        "La Source",        "Les Primevères",
    "L’Arc-en-Ciel",   "Le Moulin",       "La Colline",       "Les Bruyères",
    "Le Pont",         "La Tramontane",   "Les Deux Rives",   "L’Estran",
    "Le Vallon",       "La Farandole",    "Les Alouettes",    "Le Verger",
    "L’Atelier",       "La Ruche",        "Les Genêts",       "Le Fanal",
    "La Traverse",     "Les Acacias",     "L’Élan",           "Le Sillage",
    "La Parenthèse",   "Les Mésanges",    "Le Carrefour",     "L’Oasis",
    "La Roseraie",     "Les Peupliers",   "Le Trait d’Union", "La Marelle"
};
static const char *const streets[] = { "rue des Glycines",      "rue du Vieux Pont",
                                       "avenue de la Gare",     "place de l’Église",
                                       "rue des Écoles",        "chemin des Vignes",
                                       "rue du Moulin",         "boulevard des Tilleuls",
                                       "rue de la Fontaine",    "impasse des Lilas",
                                       "route des Étangs",      "rue du Lavoir",
                                       "allée des Marronniers", "rue de l’Industrie",
                                       "place du Marché",       "rue Haute",
                                       "rue des Tanneurs",      "chemin de la Croix",
                                       "avenue du Stade",       "rue des Jardins" };
static const char *const given[] = { "Camille", "Dominique", "Claude", "Sacha",
                                     "Maxence", "Alix",      "Noa",    "Charlie",
                                     "Eden",    "Morgan",    "Andréa", "Lou" };

static const char *pick(struct orb_demo_random *random, const char *const *table,
                        uint32_t count)
{
    return table[orb_demo_random_below(random, count)];
}

void orb_demo_name_commune(char out[ORB_DEMO_NAME_LEN], uint64_t seed, uint32_t place)
{
    struct orb_demo_random random =
        orb_demo_random_start(seed, ORB_DEMO_STREAM_PLACE_NAME, place);
    uint32_t form = orb_demo_random_below(&random, 100);
    const char *head = pick(&random, heads, COUNT(heads));
    const char *tail = pick(&random, tails, COUNT(tails));
    const char *river = pick(&random, rivers, COUNT(rivers));
    const char *after = pick(&random, endings, COUNT(endings));

    if (form < 6)
        (void)snprintf(out, ORB_DEMO_NAME_LEN, "Saint-%s-%s",
                       pick(&random, saints, COUNT(saints)), after);
    else if (form < 20)
        (void)snprintf(out, ORB_DEMO_NAME_LEN, "Saint-%s-sur-%s",
                       pick(&random, saints, COUNT(saints)), river);
    else if (form < 34)
        (void)snprintf(out, ORB_DEMO_NAME_LEN, "%s%s-sur-%s", head, tail, river);
    else if (form < 46)
        (void)snprintf(out, ORB_DEMO_NAME_LEN, "%s%s-%s", head, tail, after);
    else
        (void)snprintf(out, ORB_DEMO_NAME_LEN, "%s%s", head, tail);
}

void orb_demo_name_area(char out[ORB_DEMO_NAME_LEN], uint64_t seed, const char *kind,
                        uint32_t number)
{
    uint64_t key = number + ((uint64_t)(unsigned char)kind[0] << 32);
    struct orb_demo_random random =
        orb_demo_random_start(seed, ORB_DEMO_STREAM_ZONE_NAME, key);
    static const char *const relief[] = { "Haute-",    "Basse-",     "Val-de-",
                                          "Monts-de-", "Plaine-de-", "" };
    const char *shape = pick(&random, relief, COUNT(relief));
    uint32_t river = orb_demo_random_below(&random, COUNT(rivers));
    uint32_t other =
        (river + 1 + orb_demo_random_below(&random, COUNT(rivers) - 1)) % COUNT(rivers);

    if (strcmp(shape, "") == 0)
        (void)snprintf(out, ORB_DEMO_NAME_LEN, "%s-et-%s", rivers[river], rivers[other]);
    else
        (void)snprintf(out, ORB_DEMO_NAME_LEN, "%s%s", shape, rivers[river]);
}

void orb_demo_name_street(char out[ORB_DEMO_NAME_LEN], struct orb_demo_random *random)
{
    int number = orb_demo_random_between(random, 1, 120);

    (void)snprintf(out, ORB_DEMO_NAME_LEN, "%d %s", number,
                   pick(random, streets, COUNT(streets)));
}

void orb_demo_name_person(char out[ORB_DEMO_NAME_LEN], struct orb_demo_random *random)
{
    const char *first = pick(random, given, COUNT(given));
    const char *head = pick(random, heads, COUNT(heads));

    (void)snprintf(out, ORB_DEMO_NAME_LEN, "%s %s%s", first, head,
                   pick(random, tails, COUNT(tails)));
}

const char *orb_demo_name_house(struct orb_demo_random *random)
{
    return pick(random, houses, COUNT(houses));
}

void orb_demo_name_association(char out[ORB_DEMO_NAME_LEN], struct orb_demo_random *random)
{
    static const char *const kinds[] = { "Association", "Fondation", "Union", "Mutualité",
                                         "Entraide" };
    const char *kind = pick(random, kinds, COUNT(kinds));
    const char *house = pick(random, houses, COUNT(houses));

    (void)snprintf(out, ORB_DEMO_NAME_LEN, "%s %s en %s", kind, house,
                   pick(random, rivers, COUNT(rivers)));
}

/* French elides "de" before a vowel and before most names in h; accents start with the byte
 * 0xC3 here. */
static bool elides(const char *name)
{
    return strchr("AEIOUYHaeiouyh", name[0]) != NULL || (unsigned char)name[0] == 0xC3;
}

void orb_demo_name_of(char out[ORB_DEMO_NAME_LEN], const char *label, const char *name)
{
    (void)snprintf(out, ORB_DEMO_NAME_LEN, elides(name) ? "%s d’%s" : "%s de %s", label,
                   name);
}

void orb_demo_name_phone(char out[24], struct orb_demo_random *random)
{
    static const char *const ranges[] = { "01 99 00", "02 61 91", "03 53 01",
                                          "04 65 71", "05 36 49", "06 39 98" };
    const char *range = pick(random, ranges, COUNT(ranges));
    uint32_t first = orb_demo_random_below(random, 100);

    (void)snprintf(out, 24, "%s %02u %02u", range, first,
                   orb_demo_random_below(random, 100));
}
