/* Addresses of the extraction: the commune in two pieces, the street in four, post boxes
 * anywhere. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/buf.h"
#include "engine/base/text.h"
#include "importers/finess_csv.h"

/* The register writes overseas territories with a letter, and three digits of the commune.
 */
static const struct {
    const char *code;
    const char *departement;
} overseas[] = { { "9A", "971" }, { "9B", "972" }, { "9C", "973" }, { "9D", "974" },
                 { "9E", "975" }, { "9F", "976" }, { "9J", "986" } };

/* Communes of the register that became collectivities; the list of communes does not have
 * them as old codes. */
static const char *const moved[][2] = { { "97123", "97701" }, { "97127", "97801" } };

/* "01" and "451" are 01451, "9B" and "207" are 97207, "9J" and "613" are 98613. */
static const char *commune_code(struct finess_csv *c, const char *departement,
                                const char *commune)
{
    bool letter = strlen(departement) == 2 && departement[0] == '9' &&
                  departement[1] >= 'A' && departement[1] <= 'Z';
    const char *start = departement;

    if (letter)
        start = departement[1] < 'G' ? "97" : "98";
    else if (strncmp(departement, "97", 2) == 0 || strncmp(departement, "98", 2) == 0)
        start = departement[1] == '7' ? "97" : "98";
    return orb_arena_printf(&c->f.scratch, "%s%s", start, commune);
}

/* A territory written with its letter holds only its own communes. */
static bool is_elsewhere(const char *departement, const char *code)
{
    for (size_t i = 0; i < sizeof overseas / sizeof overseas[0]; i++)
        if (strcmp(overseas[i].code, departement) == 0)
            return strncmp(overseas[i].departement, code, 3) != 0;
    return false;
}

static enum orb_status commune(struct finess_csv *c, struct orb_site *site,
                               struct orb_error *err)
{
    const char *departement = c->fields[FINESS_CSV_DEPARTEMENT];
    const char *number = c->fields[FINESS_CSV_COMMUNE];
    const char *code;

    if (departement == NULL && number == NULL)
        return ORB_OK;
    if (departement == NULL || number == NULL)
        return orb_finess_find(&c->f, FINESS_RULE_COMMUNE_UNREADABLE, "commune", number,
                               err);
    code = commune_code(c, departement, number);
    if (code == NULL)
        return orb_error_memory(err);
    if (is_elsewhere(departement, code))
        return orb_finess_find(&c->f, FINESS_RULE_COMMUNE_ELSEWHERE, "commune", code, err);
    for (size_t i = 0; i < sizeof moved / sizeof moved[0]; i++)
        if (strcmp(moved[i][0], code) == 0)
            code = moved[i][1];
    return orb_finess_commune(&c->f, "commune", code, site, err);
}

/* Where a post box begins in a line, at a word; NULL when there is none. */
static const char *find_box(const char *line)
{
    for (const char *p = line; *p != '\0'; p++)
        if ((p == line || p[-1] == ' ') && orb_finess_post_box_len(p) > 0)
            return p;
    return NULL;
}

static void add_line(struct orb_buf *lines, const char *text, size_t len)
{
    while (len > 0 && strchr(" -,", *text) != NULL) {
        text++;
        len--;
    }
    while (len > 0 && strchr(" -,", text[len - 1]) != NULL)
        len--;
    if (len == 0)
        return;
    if (lines->len > 0)
        orb_buf_char(lines, '\n');
    orb_buf_add(lines, text, len);
}

/* What surrounds a post box is a place to go to, the box is not. */
static void add_text(struct orb_buf *lines, struct orb_buf *boxes, const char *text)
{
    const char *box = text == NULL ? NULL : find_box(text);

    if (text == NULL)
        return;
    if (box == NULL) {
        add_line(lines, text, strlen(text));
        return;
    }
    add_line(lines, text, (size_t)(box - text));
    add_line(boxes, box, orb_finess_post_box_len(box));
    box += orb_finess_post_box_len(box);
    add_line(lines, box, strlen(box));
}

/* "CHE" before "CHEMIN SAFER MORANGE" says the same word twice. */
static bool repeats_type(const char *type, const char *street)
{
    static const char *const words[][2] = {
        { "ALL", "ALLEE" },     { "ALL", "ALLÉE" },       { "AV", "AVENUE" },
        { "BD", "BOULEVARD" },  { "CHE", "CHEMIN" },      { "CITE", "CITÉ" },
        { "CRS", "COURS" },     { "FG", "FAUBOURG" },     { "GR", "GRANDE RUE" },
        { "HAM", "HAMEAU" },    { "IMP", "IMPASSE" },     { "LD", "LIEU-DIT" },
        { "LD", "LIEU DIT" },   { "LOT", "LOTISSEMENT" }, { "MTE", "MONTEE" },
        { "MTE", "MONTÉE" },    { "PAS", "PASSAGE" },     { "PL", "PLACE" },
        { "QU", "QUAI" },       { "QUA", "QUARTIER" },    { "R", "RUE" },
        { "RES", "RESIDENCE" }, { "RES", "RÉSIDENCE" },   { "RPT", "ROND-POINT" },
        { "RTE", "ROUTE" },     { "SQ", "SQUARE" },       { "TRA", "TRAVERSE" },
        { "VLA", "VILLA" },     { "VLGE", "VILLAGE" },
    };
    size_t len = strlen(type);

    if (strncmp(street, type, len) == 0 && (street[len] == ' ' || street[len] == '\0'))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        len = strlen(words[i][1]);
        if (strcmp(words[i][0], type) == 0 && strncmp(street, words[i][1], len) == 0 &&
            (street[len] == ' ' || street[len] == '\0'))
            return true;
    }
    return false;
}

static void add_street(struct finess_csv *c, struct orb_buf *lines, struct orb_buf *boxes)
{
    static const enum finess_csv_field parts[] = { FINESS_CSV_STREET_NUMBER,
                                                   FINESS_CSV_STREET_LETTER,
                                                   FINESS_CSV_STREET_TYPE,
                                                   FINESS_CSV_STREET };
    const char *type = c->fields[FINESS_CSV_STREET_TYPE];
    const char *street = c->fields[FINESS_CSV_STREET];
    bool repeated = type != NULL && street != NULL && repeats_type(type, street);
    struct orb_buf text = { 0 };

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const char *part = c->fields[parts[i]];

        if (part == NULL || (parts[i] == FINESS_CSV_STREET_TYPE && repeated))
            continue;
        if (text.len > 0)
            orb_buf_char(&text, ' ');
        orb_buf_text(&text, part);
    }
    add_text(lines, boxes, text.data);
    lines->failed = lines->failed || text.failed;
    orb_buf_release(&text);
}

/* "97306 CAYENNE CEDEX": the postal code, then the post office. */
static enum orb_status routing(struct finess_csv *c, struct orb_site *site,
                               struct orb_buf *extra, struct orb_error *err)
{
    const char *text = c->fields[FINESS_CSV_ROUTING];
    size_t digits = text == NULL ? 0 : strspn(text, "0123456789");
    enum orb_status status = ORB_OK;

    if (text == NULL)
        return ORB_OK;
    if (digits == 5 && (text[5] == ' ' || text[5] == '\0')) {
        site->postcode = orb_arena_text(&c->f.scratch, text, 5);
        if (site->postcode == NULL)
            return orb_error_memory(err);
        if (orb_finess_is_cedex(&c->f, site->postcode, text)) {
            c->f.counts[FINESS_NOTE_CEDEX]++;
            orb_buf_text(extra, extra->len == 0 ? "{\"cedex\":true" : ",\"cedex\":true");
        }
    } else {
        status = orb_finess_find(&c->f, FINESS_RULE_POSTCODE_UNREADABLE,
                                 "ligneacheminement", text, err);
    }
    orb_finess_csv_add(extra, "acheminement", text);
    return status;
}

enum orb_status orb_finess_csv_address(struct finess_csv *c, struct orb_site *site,
                                       struct orb_buf *extra, struct orb_error *err)
{
    struct orb_buf lines = { 0 };
    struct orb_buf boxes = { 0 };
    enum orb_status status = commune(c, site, err);

    add_text(&lines, &boxes, c->fields[FINESS_CSV_DELIVERY]);
    add_street(c, &lines, &boxes);
    add_text(&lines, &boxes, c->fields[FINESS_CSV_PLACE]);
    if (status == ORB_OK)
        status = routing(c, site, extra, err);
    if (boxes.len > 0)
        orb_finess_csv_add(extra, "boite_postale", boxes.data);
    if (lines.len > 0)
        site->address = orb_arena_strdup(&c->f.scratch, lines.data);
    if (status == ORB_OK &&
        (lines.failed || boxes.failed || (lines.len > 0 && site->address == NULL)))
        status = orb_error_memory(err);
    orb_buf_release(&lines);
    orb_buf_release(&boxes);
    return status;
}
