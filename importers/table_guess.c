/* Columns are known by the names people give them; what values look like confirms it,
 * repairs zeros that a spreadsheet dropped, and tells where the proposal may be wrong. */
#include "importers/table_guess.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/json.h"
#include "engine/base/text.h"
#include "importers/table.h"
#include "importers/table_sample.h"

#define POINTER_MAX 100

/* Folded names of columns, most usual first. */
static const struct {
    enum table_field field;
    const char *names;
} usual[] = {
    { TABLE_ID,
      "id|identifiant|identifiant unique|uid|uuid|num|numero|ref|reference|cle|id structure|id service|* uid" },
    { TABLE_NAME,
      "nom|name|denomination|libelle|intitule|raison sociale|nom structure|nom association|nom usuel|titre|structure|association|nom de *|nom du *|* nom" },
    { TABLE_DESCRIPTION, "description|presentation|activites|activite|objet|missions" },
    { TABLE_ADDRESS,
      "adresse|address|adresse postale|rue|voie|adresse 1|adresse complete|user adres" },
    { TABLE_POSTCODE, "code postal|cp|codepostal|code post|postal code|postcode" },
    { TABLE_COMMUNE,
      "code insee|insee|code commune|codgeo|depcom|codeinsee|insee com|code commune insee|com insee|citycode|code insee commune" },
    { TABLE_X,
      "longitude|lon|lng|long|x|coord x|coordonnee x|coordx|x longitude|geolocalisation lon|longitude wgs84|coord e" },
    { TABLE_Y,
      "latitude|lat|y|coord y|coordonnee y|coordy|y latitude|geolocalisation lat|latitude wgs84|coord n" },
    { TABLE_FINESS, "finess|num finess|numero finess|n finess|nofinesset|finess et" },
    { TABLE_SIRET, "siret|pivot|num siret|numero siret|n siret" },
    { TABLE_SIREN, "siren" },
    { TABLE_RNA, "rna|numero rna|num rna|waldec" },
    { TABLE_PHONE, "telephone|tel|phone|numero de telephone|telephone fixe|tel *" },
    { TABLE_EMAIL, "email|courriel|mail|e mail|adresse mail|adresse electronique" },
    { TABLE_URL, "site web|site internet|url|site|website|site inter|web" },
    { TABLE_SCHEDULE, "horaires|horaire|heures d ouverture|opening hours|horaires *" },
    { TABLE_AGE_MIN, "age min|age minimum|age mini" },
    { TABLE_AGE_MAX, "age max|age maximum|age maxi" },
    { TABLE_OPENED, "date ouverture|date d ouverture|ouverture" },
    { TABLE_CLOSED, "date fermeture|date de fermeture|fermeture" },
    { TABLE_DATE,
      "date maj|maj|date mise a jour|date de mise a jour|updated at|date modification|date de modification" },
};

/* Columns that name a person are never proposed. */
static const char persons[] =
    "prenom|prenom *|nom contact|contact *|nom du contact|contact|contact nom prenom|responsable|president|nom du responsable|nom du president|directeur|referent";

struct guess {
    const struct orb_import_input *in;
    struct table_sample sample;
    struct table_column *found[TABLE_FIELDS];
    struct table_column *id_parts[2]; /* when no column identifies a row by itself */
    orb_table_doubt doubt;
    void *context;
    struct orb_buf *out;
    bool comma;
};

static void tell(struct guess *g, const char *pointer, const char *sentence)
{
    g->doubt(g->context, pointer, sentence);
}

static void tell_column(struct guess *g, const char *pointer, const char *sentence,
                        const char *column)
{
    struct orb_buf text = { 0 };

    /* The sentence is one of ours, with one %s. */
    orb_buf_text(&text, "");
    for (const char *p = sentence; *p != '\0'; p++) {
        if (p[0] == '%' && p[1] == 's') {
            orb_buf_text(&text, column);
            p++;
        } else {
            orb_buf_char(&text, *p);
        }
    }
    tell(g, pointer, text.failed ? column : text.data);
    orb_buf_release(&text);
}

/* ---- finding the columns */

/* A name that begins or ends with '*' stands for all that end or begin like it. */
static bool fits(const char *folded, const char *name, size_t len)
{
    size_t own = strlen(folded);

    if (len > 0 && name[len - 1] == '*')
        return strncmp(folded, name, len - 1) == 0;
    if (len > 0 && name[0] == '*')
        return own >= len - 1 && strncmp(folded + own - (len - 1), name + 1, len - 1) == 0;
    return len == own && strncmp(folded, name, len) == 0;
}

static bool is_one_of(const char *folded, const char *names)
{
    while (*names != '\0') {
        size_t len = strcspn(names, "|");

        if (fits(folded, names, len))
            return true;
        names += len + (names[len] == '|');
    }
    return false;
}

static void take_column(struct guess *g, enum table_field field, struct table_column *c)
{
    char pointer[POINTER_MAX];

    c->used = true;
    if (g->found[field] == NULL) {
        g->found[field] = c;
        return;
    }
    c->used = false;
    (void)snprintf(pointer, sizeof pointer, "/%s", orb_table_field_names[field]);
    tell_column(g, pointer, _("the column '%s' might be meant as well"), c->name);
}

/* The most usual name first, whatever the order of the columns. */
static void find_field(struct guess *g, enum table_field field, const char *names)
{
    const char *name = names;

    while (*name != '\0') {
        size_t len = strcspn(name, "|");

        for (size_t i = 0; i < g->sample.column_count; i++) {
            struct table_column *c = &g->sample.columns[i];

            if (!c->used && c != g->found[field] && c->filled > 0 && !c->twice &&
                fits(c->folded, name, len) && !is_one_of(c->folded, persons))
                take_column(g, field, c);
        }
        name += len + (name[len] == '|');
    }
}

static void find_columns(struct guess *g)
{
    for (size_t f = 0; f < sizeof usual / sizeof usual[0]; f++)
        find_field(g, usual[f].field, usual[f].names);
}

static bool identifies(const struct guess *g, const struct table_column *c)
{
    return c != NULL && !c->twice && c->filled == g->sample.rows &&
           c->values.count == g->sample.rows;
}

/* A column called an identifier; else a number of a register; else name and commune. */
static enum orb_status find_id(struct guess *g, struct orb_error *err)
{
    static const enum table_field others[] = { TABLE_FINESS, TABLE_SIRET, TABLE_RNA };
    struct table_column *place = g->found[TABLE_COMMUNE] != NULL ? g->found[TABLE_COMMUNE]
                                 : g->found[TABLE_POSTCODE] != NULL
                                     ? g->found[TABLE_POSTCODE]
                                     : g->found[TABLE_ADDRESS];

    if (identifies(g, g->found[TABLE_ID])) {
        tell_column(g, "/id", _("is '%s' the same for the same row in every edition?"),
                    g->found[TABLE_ID]->name);
        return ORB_OK;
    }
    if (g->found[TABLE_ID] != NULL) {
        tell_column(g, "/id", _("'%s' is empty or repeated in some rows; it was not taken"),
                    g->found[TABLE_ID]->name);
        g->found[TABLE_ID]->used = false;
        g->found[TABLE_ID] = NULL;
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (g->found[TABLE_ID] == NULL && identifies(g, g->found[others[i]])) {
            g->found[TABLE_ID] = g->found[others[i]];
            tell_column(g, "/id", _("'%s' was taken because it differs in every row"),
                        g->found[TABLE_ID]->name);
        }
    }
    if (g->found[TABLE_ID] != NULL)
        return ORB_OK;
    g->id_parts[0] = g->found[TABLE_NAME];
    g->id_parts[1] = place;
    if (g->id_parts[0] == NULL && place == NULL)
        return orb_error_set(err, ORB_ERR_NOT_FOUND,
                             _("no column can identify a row; write the mapping by hand"));
    tell(g, "/id",
         _("no column identifies a row; the name and the place together were taken"));
    return ORB_OK;
}

/* ---- what values show */

static bool most(size_t part, const struct table_column *c)
{
    return part * 10 >= c->filled * 9;
}

static void drop(struct guess *g, enum table_field field, const char *sentence)
{
    char pointer[POINTER_MAX];

    (void)snprintf(pointer, sizeof pointer, "/%s", orb_table_field_names[field]);
    tell_column(g, pointer, sentence, g->found[field]->name);
    g->found[field]->used = false;
    g->found[field] = NULL;
}

static void check_codes(struct guess *g)
{
    static const enum table_field codes[] = { TABLE_POSTCODE, TABLE_COMMUNE };

    for (size_t i = 0; i < 2; i++) {
        const struct table_column *c = g->found[codes[i]];

        if (c != NULL && !most(c->four_digits + c->five_digits, c))
            drop(g, codes[i],
                 _("the values of '%s' are not codes of five digits; left out"));
        else if (c != NULL && c->four_digits > 0)
            tell_column(
                g, codes[i] == TABLE_COMMUNE ? "/commune/pad" : "/postcode/pad",
                _("some values of '%s' have four digits; the zero before them is put back"),
                c->name);
    }
    if (g->found[TABLE_COMMUNE] == NULL)
        tell(
            g, "/commune",
            _("no column of INSEE codes was found; without it positions cannot be checked"));
}

static bool between(const struct table_column *c, double min, double max)
{
    return c->min >= min && c->max <= max;
}

/* The system by the size of the numbers; NULL when they fit none. */
static const char *system_of(struct guess *g)
{
    const struct table_column *x = g->found[TABLE_X];
    const struct table_column *y = g->found[TABLE_Y];

    if (between(x, -180, 180) && between(y, -90, 90)) {
        if (between(x, 41, 52) && between(y, -6, 10))
            tell(
                g, "/position",
                _("longitudes and latitudes look exchanged; \"auto\" puts them right where the commune is known"));
        return "EPSG:4326";
    }
    if (between(x, 0, 1300000) && between(y, 6000000, 7200000)) {
        tell(g, "/position/crs",
             _("the numbers look like Lambert 93; nothing in the file says so"));
        return "EPSG:2154";
    }
    tell(
        g, "/position/crs",
        _("the coordinates fit neither degrees nor Lambert 93 alone; the legal system of each département is proposed"));
    return "legal";
}

static void check_position(struct guess *g)
{
    const struct table_column *x = g->found[TABLE_X];
    const struct table_column *y = g->found[TABLE_Y];

    if ((x == NULL) != (y == NULL))
        drop(g, x == NULL ? TABLE_Y : TABLE_X,
             _("'%s' is one coordinate without the other; left out"));
    else if (x != NULL && (!most(x->numbers, x) || !most(y->numbers, y)))
        for (int f = TABLE_X; f <= TABLE_Y; f++)
            drop(g, (enum table_field)f, _("the values of '%s' are not numbers; left out"));
    x = g->found[TABLE_X];
    g->comma = x != NULL && x->commas > 0;
    if (x == NULL)
        tell(g, "/position",
             _("no position was found; services will have no place on the map"));
}

/* ---- writing */

static void key(struct guess *g, const char *name)
{
    orb_buf_text(g->out, ",\n  ");
    orb_json_write_string(g->out, name);
    orb_buf_text(g->out, ": ");
}

static void member(struct guess *g, const char *before, const char *name, const char *text)
{
    orb_buf_text(g->out, before);
    orb_json_write_string(g->out, name);
    orb_buf_text(g->out, ": ");
    orb_json_write_string(g->out, text);
}

/* "clubs-2026.csv.gz" names "clubs-2026". */
static void write_source_name(struct guess *g)
{
    const char *path = g->in->paths[0];
    const char *base = strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1;
    char name[200];
    size_t len = strcspn(base, ".");

    if (len == 0 || len >= sizeof name || strcmp(path, "-") == 0)
        (void)snprintf(name, sizeof name, "table");
    else
        (void)snprintf(name, sizeof name, "%.*s", (int)len, base);
    member(g, "", "name", name);
    tell(g, "/source/name",
         _("made from the name of the file; the identifiers begin with it"));
}

/* A day for each row; the order of day and month by what cannot be a month. */
static void write_date(struct guess *g, const char *pointer, const struct table_column *c)
{
    const char *pattern =
        c->month_first > 0 && c->day_first == 0 ? "mm/dd/yyyy" : "dd/mm/yyyy";

    orb_buf_text(g->out, "{ ");
    member(g, "", "column", c->name);
    if (c->slashed > 0)
        member(g, ", ", "date", pattern);
    orb_buf_text(g->out, " }");
    if (c->slashed > 0 && (c->day_first > 0) == (c->month_first > 0))
        tell_column(g, pointer,
                    _("nothing in '%s' tells days from months; days first is assumed"),
                    c->name);
    if (!most(c->slashed + c->iso_dates, c))
        tell_column(g, pointer, _("many values of '%s' are not dates"), c->name);
}

static void write_source(struct guess *g)
{
    key(g, "source");
    orb_buf_text(g->out, "{ ");
    write_source_name(g);
    if (g->in->licence != NULL)
        member(g, ", ", "licence", g->in->licence);
    else
        tell(g, "/source/licence",
             _("the file does not say it; write it here or give --licence"));
    if (g->in->attribution != NULL)
        member(g, ", ", "attribution", g->in->attribution);
    else
        tell(g, "/source/attribution",
             _("the file does not say it; write it here or give --attribution"));
    if (g->found[TABLE_DATE] != NULL) {
        orb_buf_text(g->out, ", \"date\": ");
        write_date(g, "/source/date", g->found[TABLE_DATE]);
    }
    orb_buf_text(g->out, " }");
}

static void write_reading(struct guess *g)
{
    key(g, "read");
    orb_buf_text(g->out, "{ ");
    member(g, "", "encoding", g->sample.encoding);
    if (g->comma)
        member(g, ", ", "decimal", ",");
    if (g->sample.list != NULL)
        member(g, ", ", "list", g->sample.list);
    orb_buf_text(g->out, " }");
    if (strcmp(g->sample.encoding, "windows-1252") == 0)
        tell(g, "/read/encoding",
             _("the text is not UTF-8; windows-1252 is assumed: look at the accents"));
}

static void write_id(struct guess *g)
{
    key(g, "id");
    if (g->found[TABLE_ID] != NULL) {
        orb_json_write_string(g->out, g->found[TABLE_ID]->name);
        return;
    }
    orb_buf_text(g->out, "{ \"join\": [");
    for (size_t i = 0; i < 2; i++) {
        if (g->id_parts[i] == NULL)
            continue;
        orb_buf_text(g->out, i == 1 && g->id_parts[0] != NULL ? ", " : "");
        orb_json_write_string(g->out, g->id_parts[i]->name);
    }
    orb_buf_text(g->out, "], \"by\": \"|\" }");
}

static void write_position(struct guess *g)
{
    const char *crs;

    if (g->found[TABLE_X] == NULL)
        return;
    crs = system_of(g);
    key(g, "position");
    member(g, "{ ", "x", g->found[TABLE_X]->name);
    member(g, ", ", "y", g->found[TABLE_Y]->name);
    member(g, ", ", "crs", crs);
    member(g, ", ", "order", "auto");
    orb_buf_text(g->out, " }");
}

static void write_field(struct guess *g, enum table_field field)
{
    const struct table_column *c = g->found[field];
    char pointer[POINTER_MAX];

    if (c == NULL)
        return;
    (void)snprintf(pointer, sizeof pointer, "/%s", orb_table_field_names[field]);
    key(g, orb_table_field_names[field]);
    if (field == TABLE_OPENED || field == TABLE_CLOSED) {
        write_date(g, pointer, c);
    } else if (c->four_digits > 0 && (field == TABLE_POSTCODE || field == TABLE_COMMUNE)) {
        member(g, "{ ", "column", c->name);
        orb_buf_text(g->out, ", \"pad\": 5 }");
    } else {
        orb_json_write_string(g->out, c->name);
    }
}

static void write_mapping(struct guess *g)
{
    orb_buf_text(g->out, "{\n  \"format\": 1");
    write_source(g);
    write_reading(g);
    key(g, "kind");
    orb_buf_text(g->out, "{ \"value\": \"service\" }");
    write_id(g);
    for (int f = TABLE_NAME; f < TABLE_FIELDS; f++)
        if (f != TABLE_X && f != TABLE_Y && f != TABLE_DATE)
            write_field(g, (enum table_field)f);
    write_position(g);
    orb_buf_text(g->out, "\n}\n");
}

/* What only a person can know, and what the proposal leaves aside. */
static void tell_rest(struct guess *g)
{
    struct orb_buf unread = { 0 };

    tell(
        g, "/family",
        _("no column says what the services do; add for example {\"value\": \"L6.3\"}, else they answer no need"));
    tell(g, "/public",
         _("add for whom they are, for example {\"value\": \"TOUS\"}, else it is unknown"));
    if (g->found[TABLE_NAME] == NULL)
        tell(g, "/name", _("no column of names was found"));
    for (size_t i = 0; i < g->sample.column_count; i++) {
        const struct table_column *c = &g->sample.columns[i];

        if (is_one_of(c->folded, persons))
            tell_column(g, "", _("'%s' seems to name a person; it is left out on purpose"),
                        c->name);
        else if (!c->used)
            orb_buf_printf(&unread, "%s%s", unread.len > 0 ? ", " : "", c->name);
    }
    if (unread.len > 0 && !unread.failed)
        tell_column(g, "", _("columns that are not read: %s"), unread.data);
    orb_buf_release(&unread);
}

enum orb_status orb_table_guess(struct orb_buf *out, const struct orb_import_input *in,
                                orb_table_doubt doubt, void *context, struct orb_error *err)
{
    struct guess g = { .in = in, .doubt = doubt, .context = context, .out = out };
    enum orb_status status;

    if (in->path_count != 1)
        return orb_error_set(err, ORB_ERR_RANGE, _("give one table at a time"));
    status = orb_table_sample_read(&g.sample, in->paths[0], err);
    if (status == ORB_OK) {
        find_columns(&g);
        check_codes(&g);
        check_position(&g);
        status = find_id(&g, err);
    }
    if (status == ORB_OK) {
        write_mapping(&g);
        tell_rest(&g);
        status = orb_buf_check(out, err);
    }
    orb_table_sample_release(&g.sample);
    return status;
}
