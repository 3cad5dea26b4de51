/* Vetoes come before any score: two services of one operator look alike in every field. */
#include "engine/linkage/compare.h"

#include <string.h>

#include "engine/linkage/name.h"
#include "engine/linkage/similarity.h"

/* Jaro-Winkler says something only when it is high (METHODS 9). */
#define ALIKE 0.92
/* The Jaro from which a common prefix can still lead to ALIKE. */
#define JARO_LEAST ((ALIKE - 0.4) / 0.6)

const uint8_t orb_linkage_level_counts[LINKAGE_FIELDS] = { 4, 4, 2, 4 };

unsigned orb_linkage_pattern(const uint8_t levels[LINKAGE_FIELDS])
{
    unsigned pattern = 0;

    for (size_t f = 0; f < LINKAGE_FIELDS; f++)
        pattern = pattern * LINKAGE_LEVELS + levels[f];
    return pattern;
}

void orb_linkage_pattern_levels(unsigned pattern, uint8_t levels[LINKAGE_FIELDS])
{
    for (size_t f = LINKAGE_FIELDS; f-- > 0; pattern /= LINKAGE_LEVELS)
        levels[f] = (uint8_t)(pattern % LINKAGE_LEVELS);
}

/* Rarity of the words in common over that of all words. */
static double jaccard(const struct linkage_words *words, const struct linkage_text *a,
                      const struct linkage_text *b)
{
    double common = 0;
    double all = 0;
    size_t i = 0;
    size_t j = 0;

    while (i < a->count || j < b->count) {
        bool from_a = j == b->count || (i < a->count && a->words[i] <= b->words[j]);
        bool from_b = i == a->count || (j < b->count && b->words[j] <= a->words[i]);
        double rarity = words->rarity[from_a ? a->words[i] : b->words[j]];

        all += rarity;
        common += from_a && from_b ? rarity : 0;
        i += from_a;
        j += from_b;
    }
    return all > 0 ? common / all : 0;
}

static double alike(const struct linkage_words *words, const struct linkage_text *a,
                    const struct linkage_text *b)
{
    double tokens = jaccard(words, a, b);
    double shorter = a->len < b->len ? a->len : b->len;
    double longer = a->len < b->len ? b->len : a->len;
    double letters;

    /* Jaro is at most (2 + shorter / longer) / 3: most pairs need no look at letters. */
    if (tokens >= ALIKE || (2 + shorter / longer) / 3 < JARO_LEAST)
        return tokens;
    letters = orb_jaro_winkler(a->text, a->len, b->text, b->len);
    return letters > ALIKE && letters > tokens ? letters : tokens;
}

static uint8_t compare_names(const struct linkage_forms *forms,
                             const struct linkage_form *a, const struct linkage_form *b)
{
    double s;

    if (a->name.len == 0 || b->name.len == 0)
        return 0;
    s = alike(&forms->names, &a->name, &b->name);
    return s >= ALIKE ? 4 : s >= 0.4 ? 3 : s >= 0.1 ? 2 : 1;
}

static bool both_differ(uint64_t a, uint64_t b)
{
    return a != 0 && b != 0 && a != b;
}

static uint8_t compare_addresses(const struct linkage_forms *forms,
                                 const struct linkage_form *a, const struct linkage_form *b)
{
    double s;

    if (both_differ(a->commune, b->commune))
        return 1;
    if (a->street.len == 0 || b->street.len == 0)
        return 0;
    s = alike(&forms->streets, &a->street, &b->street);
    if (a->house != 0 && a->house == b->house)
        return s >= 0.8 ? 4 : s >= 0.3 ? 3 : 1;
    if (a->house != 0 && b->house != 0)
        return s >= 0.8 ? 2 : 1;
    return s >= 0.8 ? 3 : 1;
}

static uint8_t compare_places(const struct linkage_form *a, const struct linkage_form *b)
{
    double m;

    if (!a->placed || !b->placed)
        return 0;
    m = orb_ecef_chord_m(a->at, b->at);
    return m <= 25 ? 4 : m <= 150 ? 3 : m <= 1000 ? 2 : 1;
}

static bool share_category(const struct linkage_form *a, const struct linkage_form *b)
{
    uint64_t shared = a->classes & b->classes;

    return (shared & ~ORB_NAME_OTHER_CATEGORY) != 0 ||
           (shared != 0 && a->other_category == b->other_category);
}

/* Both serve homes, and none in common. */
static bool apart(const struct orb_linkage_record *a, const struct orb_linkage_record *b)
{
    size_t i = 0;
    size_t j = 0;

    if (a->zone_count == 0 || b->zone_count == 0)
        return false;
    while (i < a->zone_count && j < b->zone_count) {
        int order = strcmp(a->zone[i], b->zone[j]);

        if (order == 0)
            return false;
        if (order < 0)
            i++;
        else
            j++;
    }
    return true;
}

/* One closed before the other opened: a move, not a duplicate. */
static bool follows(const struct orb_linkage_record *a, const struct orb_linkage_record *b)
{
    return a->closed != ORB_DATE_NONE && b->opened != ORB_DATE_NONE &&
           a->closed <= b->opened;
}

static bool vetoed(const struct linkage_form *a, const struct linkage_form *b)
{
    return both_differ(a->keys[LINKAGE_FINESS], b->keys[LINKAGE_FINESS]) ||
           (a->classes != 0 && b->classes != 0 && !share_category(a, b)) ||
           follows(a->record, b->record) || follows(b->record, a->record) ||
           apart(a->record, b->record);
}

static bool same_key(const struct linkage_form *a, const struct linkage_form *b,
                     enum linkage_key key)
{
    return a->keys[key] != 0 && a->keys[key] == b->keys[key];
}

/* Are all words of b in a? */
static bool contains(const struct linkage_text *a, const struct linkage_text *b)
{
    size_t i = 0;

    for (size_t j = 0; j < b->count; j++) {
        while (i < a->count && a->words[i] < b->words[j])
            i++;
        if (i == a->count || a->words[i] != b->words[j])
            return false;
    }
    return true;
}

/*
 * Two services of one category, one operator and one building have the same words but for
 * those that tell them apart; a source that says more only adds words.
 */
static bool names_doubted(const struct linkage_form *a, const struct linkage_form *b,
                          const uint8_t *levels)
{
    uint8_t level = levels[LINKAGE_FIELD_NAME];

    if (level == 0)
        return levels[LINKAGE_FIELD_PHONE] != 2;
    return level == 1 || (level < 4 && a->classes != 0 && b->classes != 0 &&
                          !contains(&a->name, &b->name) && !contains(&b->name, &a->name));
}

/* Two places, or no place at all. */
static bool places_doubted(const struct linkage_form *a, const struct linkage_form *b,
                           const uint8_t *levels)
{
    uint8_t address = levels[LINKAGE_FIELD_ADDRESS];
    uint8_t distance = levels[LINKAGE_FIELD_DISTANCE];

    if (address == 0 && distance == 0)
        return (a->commune == 0 || b->commune == 0) && levels[LINKAGE_FIELD_PHONE] != 2;
    return address == 1 || address == 2 || distance == 1;
}

/* A list that names two resources knows them better than we do. */
static bool same_origin(const struct linkage_form *a, const struct linkage_form *b)
{
    return a->record->origin != NULL && b->record->origin != NULL &&
           strcmp(a->record->origin, b->record->origin) == 0;
}

static unsigned doubts(const struct linkage_form *a, const struct linkage_form *b,
                       const uint8_t *levels)
{
    unsigned bits = 0;

    if (names_doubted(a, b, levels))
        bits |= ORB_LINKAGE_DOUBT_NAME;
    if (places_doubted(a, b, levels))
        bits |= ORB_LINKAGE_DOUBT_ADDRESS;
    if (both_differ(a->keys[LINKAGE_SIREN], b->keys[LINKAGE_SIREN]))
        bits |= ORB_LINKAGE_DOUBT_SIREN;
    if (both_differ(a->digits, b->digits))
        bits |= ORB_LINKAGE_DOUBT_NUMBER;
    if (a->classes != 0 && b->classes != 0 && a->classes != b->classes)
        bits |= ORB_LINKAGE_DOUBT_CATEGORY;
    if (same_origin(a, b))
        bits |= ORB_LINKAGE_DOUBT_ORIGIN |
                (levels[LINKAGE_FIELD_NAME] < 4 ? ORB_LINKAGE_DOUBT_NAME : 0U);
    return bits;
}

struct linkage_evidence orb_linkage_compare(const struct linkage_forms *forms, size_t first,
                                            size_t second)
{
    const struct linkage_form *a = &forms->forms[first];
    const struct linkage_form *b = &forms->forms[second];
    struct linkage_evidence e = { { 0 }, vetoed(a, b), false, 0 };
    uint64_t phone = a->keys[LINKAGE_PHONE];

    if (e.veto)
        return e;
    e.levels[LINKAGE_FIELD_NAME] = compare_names(forms, a, b);
    e.levels[LINKAGE_FIELD_ADDRESS] = compare_addresses(forms, a, b);
    if (phone != 0 && b->keys[LINKAGE_PHONE] != 0)
        e.levels[LINKAGE_FIELD_PHONE] = phone == b->keys[LINKAGE_PHONE] ? 2 : 1;
    e.levels[LINKAGE_FIELD_DISTANCE] = compare_places(a, b);
    e.certain =
        !same_origin(a, b) &&
        (same_key(a, b, LINKAGE_FINESS) ||
         (same_key(a, b, LINKAGE_SIRET) && a->classes == b->classes && a->classes != 0));
    e.doubts = e.certain ? 0 : doubts(a, b, e.levels);
    return e;
}
