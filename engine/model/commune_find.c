/* The steps of METHODS 8, the first that resolves. */
#include <string.h>

#include "engine/model/commune.h"
#include "engine/model/commune_table.h"

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* What is asked, made regular. */
struct asked {
    char code[ORB_COMMUNE_CODE_LEN];
    char postcode[ORB_COMMUNE_CODE_LEN];
    char departements[3][4]; /* "" = no more */
    const char *town;
    size_t town_len;
};

/* Five digits again when a spreadsheet lost the zero; "" when it is no code. */
static void pad(char out[ORB_COMMUNE_CODE_LEN], const char *text)
{
    size_t len = text != NULL ? strlen(text) : 0;

    out[0] = '\0';
    if (len == 4 && strspn(text, "0123456789") == 4) {
        out[0] = '0';
        memcpy(out + 1, text, 5);
    } else if (len == 5) {
        memcpy(out, text, 6);
        if (out[1] == 'a' || out[1] == 'b') /* Corsica */
            out[1] = (char)(out[1] - 'a' + 'A');
    }
}

/* FINESS writes the overseas départements 9A to 9J. Returns their first characters. */
static const char *overseas(const char *departement)
{
    if (strlen(departement) != 2 || departement[0] != '9')
        return NULL;
    if (departement[1] >= 'A' && departement[1] <= 'F')
        return "97";
    return departement[1] >= 'G' && departement[1] <= 'J' ? "98" : NULL;
}

static void read_code(struct asked *a, const struct orb_commune_query *q)
{
    const char *departement = q->departement != NULL ? q->departement : "";
    const char *first = overseas(departement);

    if (q->code != NULL && strlen(q->code) == 3 && departement[0] != '\0') {
        char whole[8] = "";

        if (first == NULL)
            first = departement;
        if (strlen(first) == 2) {
            memcpy(whole, first, 2);
            memcpy(whole + 2, q->code, 4);
        }
        pad(a->code, whole);
    } else {
        pad(a->code, q->code);
    }
}

static void set_departement(struct asked *a, size_t i, const char *text, size_t len)
{
    memcpy(a->departements[i], text, len);
    a->departements[i][len] = '\0';
}

/* Those a name may be looked for in: Corsica is 20 for the post, and 971 three places. */
static void read_departements(struct asked *a, const struct orb_commune_query *q)
{
    const char *given = q->departement != NULL ? q->departement : "";
    const char *from = a->code[0] != '\0' ? a->code : a->postcode;

    if ((strlen(given) == 2 || strlen(given) == 3) && overseas(given) == NULL)
        set_departement(a, 0, given, strlen(given));
    else if (from[0] != '\0')
        set_departement(a, 0, from, starts(from, "97") || starts(from, "98") ? 3 : 2);
    if (strcmp(a->departements[0], "20") == 0) {
        set_departement(a, 0, "2A", 2);
        set_departement(a, 1, "2B", 2);
    } else if (strcmp(a->departements[0], "971") == 0) {
        set_departement(a, 1, "977", 3);
        set_departement(a, 2, "978", 3);
    }
}

/* At most two of them. */
static int read_digits(const char *text)
{
    int number = 0;

    for (int i = 0; i < 2 && text[i] >= '0' && text[i] <= '9'; i++)
        number = number * 10 + (text[i] - '0');
    return number;
}

/* The number after the name of a city: "paris 12", "lyon 3e arrondissement"; else 0. */
static int borough_number(const char *town, const char *city)
{
    size_t len = strlen(city);

    return starts(town, city) && town[len] == ' ' ? read_digits(town + len + 1) : 0;
}

/* Paris 16 has two postcodes, 75016 and 75116; the second reads as its code. */
static int borough_of_postcode(const struct orb_commune_city *city, const char *postcode)
{
    size_t len = strlen(city->postcodes);

    if (starts(postcode, "75116") && city->codes[0] == '7')
        return 16;
    if (!starts(postcode, city->postcodes) || strlen(postcode) != 5)
        return 0;
    return read_digits(postcode + len);
}

static void answer(struct orb_commune_answer *out, const char *code,
                   enum orb_commune_status status)
{
    orb_commune_copy(out->code, code);
    orb_commune_copy(out->parent, code);
    out->status = status;
}

static bool find_borough(struct orb_commune_answer *out, const struct orb_communes *c,
                         const struct asked *a)
{
    for (size_t i = 0; i < ORB_COMMUNE_CITIES; i++) {
        const struct orb_commune_city *city = &orb_commune_cities[i];
        char code[ORB_COMMUNE_CODE_LEN];
        size_t len = strlen(city->codes);
        int number = borough_number(a->town, city->name);
        bool named = strcmp(a->town, city->name) == 0 || number > 0;

        if (orb_commune_is_borough(a->code) && starts(a->code, city->codes))
            number = read_digits(a->code + len);
        else if (strcmp(a->code, city->code) != 0 && !named)
            continue;
        if (number == 0)
            number = borough_of_postcode(city, a->postcode);
        if (number <= 0 || number > 20)
            continue;
        orb_commune_copy(code, city->codes);
        if (city->digits == 2)
            code[len++] = (char)('0' + number / 10);
        code[len++] = (char)('0' + number % 10);
        code[len] = '\0';
        if (orb_commune_code_find(c, code) == NULL)
            continue;
        answer(out, code, ORB_COMMUNE_OK);
        orb_commune_copy(out->parent, city->code);
        return true;
    }
    return false;
}

/* What is looked for among names. */
struct search {
    const struct asked *asked;
    bool prefix; /* the beginning of a name is enough */
    bool own;    /* names of communes of today only */
    char found[ORB_COMMUNE_CODE_LEN];
    size_t count; /* distinct communes found */
};

static void look_at(struct search *s, const struct orb_commune_name *name)
{
    size_t len = s->asked->town_len;

    if ((s->own && !name->own) || strncmp(name->text, s->asked->town, len) != 0 ||
        name->text[len] != (s->prefix ? ' ' : '\0') || strcmp(s->found, name->today) == 0)
        return;
    orb_commune_copy(s->found, name->today);
    s->count++;
}

/* The names of the communes whose code starts so; they follow each other. */
static void look_in(struct search *s, const struct orb_communes *c, const char *code)
{
    size_t low = 0;
    size_t high = c->name_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(c->names[middle].today, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < c->name_count && starts(c->names[low].today, code); low++)
        look_at(s, &c->names[low]);
}

/* Where the communes of a postcode begin. */
static size_t postcode_start(const struct orb_communes *c, const char *postcode)
{
    size_t low = 0;
    size_t high = c->postcode_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(c->postcodes[middle].postcode, postcode) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has_postcode(const struct orb_communes *c, size_t i, const char *postcode)
{
    return postcode[0] != '\0' && i < c->postcode_count &&
           strcmp(c->postcodes[i].postcode, postcode) == 0;
}

static bool find_name(struct orb_commune_answer *out, const struct orb_communes *c,
                      struct search s, bool by_postcode)
{
    const char *postcode = s.asked->postcode;

    if (s.asked->town_len == 0)
        return false;
    for (size_t i = postcode_start(c, postcode);
         by_postcode && has_postcode(c, i, postcode); i++)
        look_in(&s, c, c->postcodes[i].today);
    for (size_t i = 0; !by_postcode && i < 3 && s.asked->departements[i][0] != '\0'; i++)
        look_in(&s, c, s.asked->departements[i]);
    if (s.count != 1)
        return false;
    answer(out, s.found,
           s.prefix      ? ORB_COMMUNE_PREFIX
           : by_postcode ? ORB_COMMUNE_OK
                         : ORB_COMMUNE_NAME_IN_DEPARTEMENT);
    return true;
}

/* Steps 5 to 8 of METHODS 8. */
static void find_town(struct orb_commune_answer *out, const struct orb_communes *c,
                      const struct asked *a)
{
    size_t first = postcode_start(c, a->postcode);
    struct search exact = { .asked = a };
    struct search own = { .asked = a, .own = true };
    struct search prefix = { .asked = a, .prefix = true };

    if (find_name(out, c, exact, true) || find_name(out, c, own, false) ||
        find_name(out, c, prefix, true) || find_name(out, c, prefix, false))
        return;
    if (!has_postcode(c, first, a->postcode))
        out->status = ORB_COMMUNE_UNKNOWN;
    else if (has_postcode(c, first + 1, a->postcode))
        out->status = ORB_COMMUNE_AMBIGUOUS;
    else
        answer(out, c->postcodes[first].today, ORB_COMMUNE_POSTCODE_ONLY);
}

enum orb_status orb_commune_find(struct orb_commune_answer *out,
                                 const struct orb_communes *communes,
                                 const struct orb_commune_query *query,
                                 struct orb_error *err)
{
    struct orb_commune_answer found = { .status = ORB_COMMUNE_UNKNOWN };
    struct orb_buf town = { 0 };
    struct asked a = { 0 };
    const struct orb_commune_code *coded;

    a.town = orb_commune_fold(&town, query->town != NULL ? query->town : "");
    a.town_len = strlen(a.town);
    if (town.failed) {
        orb_buf_release(&town);
        return orb_error_memory(err);
    }
    pad(a.postcode, query->postcode);
    read_code(&a, query);
    read_departements(&a, query);
    coded = a.code[0] != '\0' ? orb_commune_follow(communes, a.code) : NULL;
    orb_commune_copy(found.postcode, a.postcode);
    if (!find_borough(&found, communes, &a)) {
        if (coded != NULL)
            answer(&found, coded->code, ORB_COMMUNE_OK);
        else
            find_town(&found, communes, &a);
    }
    orb_buf_release(&town);
    *out = found;
    return ORB_OK;
}

const char *orb_commune_status_name(enum orb_commune_status status)
{
    static const char *const names[] = { "ok",      "name_in_departement", "prefix",
                                         "cp_only", "ambiguous",           "unknown" };

    return names[status];
}
