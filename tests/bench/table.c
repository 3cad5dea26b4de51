/*
 * An invented list of services of any size, as an office keeps it, with the mapping that
 * reads it. The same number gives the same bytes. usage: bench_table ROWS LIST.csv
 * MAPPING.json
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static const char mapping[] =
    "{ \"format\": 1,\n"
    "  \"source\": { \"id\": \"essais\", \"name\": \"Liste d'essais\", \"licence\": \"CC0-1.0\",\n"
    "              \"attribution\": \"Liste inventée\", \"date\": \"maj\" },\n"
    "  \"kind\": { \"value\": \"service\" },\n"
    "  \"id\": \"id\", \"name\": \"nom\", \"family\": \"famille\",\n"
    "  \"address\": \"adresse\", \"postcode\": \"code_postal\", \"commune\": \"code_insee\",\n"
    "  \"position\": { \"x\": \"longitude\", \"y\": \"latitude\" },\n"
    "  \"phone\": \"telephone\", \"contacts\": \"public\" }\n";

/* A well mixed number for each thing and each question about it. */
static unsigned lot(unsigned thing, unsigned question, unsigned bound)
{
    uint64_t z = ((uint64_t)thing << 20) + question + UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (unsigned)((z ^ (z >> 31)) >> 33) % bound;
}

static void write_row(FILE *list, unsigned row)
{
    static const char *const families[] = { "L1.1", "L2.1", "L3.1", "L5.2", "L6.3" };
    unsigned commune = 1 + lot(row, 1, 451);

    (void)fprintf(
        list,
        "essai-%07u,Service des essais n° %u,%s,\"%u rue des Essais, Essai-sur-Ain\",01%03u,01%03u,"
        "%u.%06u,%u.%06u,04 74 %02u %02u %02u,2026-0%u-1%u\n",
        row, row, families[lot(row, 2, 5)], 1 + lot(row, 3, 200), commune, commune, 5,
        lot(row, 4, 900000), 46, lot(row, 5, 400000), lot(row, 6, 100), lot(row, 7, 100),
        lot(row, 8, 100), 1 + lot(row, 9, 6), lot(row, 10, 9));
}

int main(int argc, char **argv)
{
    unsigned rows = argc == 4 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
    FILE *list = argc == 4 ? fopen(argv[2], "w") : NULL;
    FILE *about = argc == 4 ? fopen(argv[3], "w") : NULL;

    if (list == NULL || about == NULL)
        return 2;
    (void)fputs(
        "id,nom,famille,adresse,code_postal,code_insee,longitude,latitude,telephone,maj\n",
        list);
    for (unsigned row = 1; row <= rows; row++)
        write_row(list, row);
    (void)fputs(mapping, about);
    return fclose(list) != 0 || fclose(about) != 0;
}
