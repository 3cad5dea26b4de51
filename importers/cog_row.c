/* The second publisher puts "code" before the names of codes, and does not say of an
 * arrondissement which city it is a part of: three cities have some. */
#include "importers/cog_row.h"

#include <stddef.h>
#include <string.h>

const struct orb_json *orb_cog_member(const struct orb_json *row, const char *key)
{
    static const char *const names[][2] = { { "departement", "codeDepartement" },
                                            { "region", "codeRegion" },
                                            { "epci", "codeEpci" },
                                            { "populationMunicipale", "population" } };
    const struct orb_json *value = orb_json_get(row, key);

    for (size_t i = 0; value == NULL && i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i][0], key) == 0)
            value = orb_json_get(row, names[i][1]);
    return value;
}

const char *orb_cog_value(const struct orb_json *row, const char *key)
{
    const char *text = orb_json_text(orb_cog_member(row, key));

    return text == NULL || text[0] == '\0' ? NULL : text;
}

static const struct orb_cog_type types[] = {
    { "commune-actuelle", ORB_TERRITORY_COMMUNE, NULL },
    { "commune-deleguee", ORB_TERRITORY_COMMUNE_OLD, "chefLieu" },
    { "commune-associee", ORB_TERRITORY_COMMUNE_OLD, "chefLieu" },
    { "arrondissement-municipal", ORB_TERRITORY_COMMUNE_OLD, "commune" },
};

const struct orb_cog_type *orb_cog_type_of(const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof types / sizeof types[0]; i++)
        if (strcmp(types[i].name, name) == 0)
            return &types[i];
    return NULL;
}

bool orb_cog_is_commune(const char *code)
{
    if (code == NULL || strlen(code) != 5)
        return false;
    for (int i = 0; i < 5; i++)
        if ((code[i] < '0' || code[i] > '9') &&
            !(i == 1 && (code[i] == 'A' || code[i] == 'B')))
            return false;
    return true;
}

const char *orb_cog_city(const char *arrondissement)
{
    static const char *const cities[][2] = { { "751", "75056" },
                                             { "6938", "69123" },
                                             { "132", "13055" } };

    for (size_t i = 0; i < sizeof cities / sizeof cities[0]; i++)
        if (strncmp(arrondissement, cities[i][0], strlen(cities[i][0])) == 0)
            return cities[i][1];
    return NULL;
}
