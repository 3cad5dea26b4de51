/* Words are looked at one by one, with the next ones in sight; nothing is stored. */
#include "engine/model/address.h"

#include <string.h>

#include "engine/base/utf8.h"

/* Bytes of the longest word of the tables below, with its NUL. */
#define WORD_LEN 24

/* A run of characters other than blanks. */
struct word {
    const char *at;
    size_t len; /* 0 at the end of the text */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct word word_from(const char *at)
{
    struct word w = { at + strspn(at, " \t\r\n"), 0 };

    w.len = strcspn(w.at, " \t\r\n");
    return w;
}

static struct word word_after(struct word w)
{
    return word_from(w.at + w.len);
}

/* A word in lower case, without accents or punctuation; "" when it is longer than any known
 * one. */
struct folded {
    char text[WORD_LEN];
};

/* The plain letter of the second byte of a letter of U+00C0..U+00FF, 0 when the tables
 * below have no use of it. */
static char plain(unsigned char second)
{
    unsigned char lower = second | 0x20;

    if (lower >= 0xa0 && lower <= 0xa5)
        return 'a';
    if (lower == 0xa7)
        return 'c';
    if (lower >= 0xa8 && lower <= 0xab)
        return 'e';
    return lower >= 0xae && lower <= 0xaf ? 'i' : '\0';
}

static char fold_byte(unsigned char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c + 'a' - 'A');
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80 ? (char)c : ' ';
}

static struct folded fold(struct word w)
{
    struct folded f = { "" };
    size_t len = 0;

    for (size_t i = 0; i < w.len && w.len < sizeof f.text; i++) {
        char c = fold_byte((unsigned char)w.at[i]);

        if ((unsigned char)c == 0xc3 && i + 1 < w.len &&
            plain((unsigned char)w.at[i + 1]) != '\0')
            c = plain((unsigned char)w.at[++i]);
        if (c != ' ' || (len > 0 && f.text[len - 1] != ' '))
            f.text[len++] = c;
    }
    if (len > 0 && f.text[len - 1] == ' ')
        len--;
    f.text[len] = '\0';
    return f;
}

static bool is_one_of(const char *word, const char *const *words)
{
    while (*words != NULL && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

static bool is_number(const char *word, size_t most)
{
    size_t len = strspn(word, "0123456789");

    return len > 0 && len <= most && word[len] == '\0';
}

static void add_word(struct orb_buf *out, size_t start, const char *at, size_t len)
{
    if (len == 0)
        return;
    if (out->len > start && out->data[out->len - 1] != ' ')
        orb_buf_char(out, ' ');
    orb_buf_add(out, at, len);
}

/* Abbreviations of types of way, as the post and the sources write them. */
static const struct {
    const char *word;
    const char *full;
} ways[] = {
    { "all", "allee" },           { "allee", "allee" },
    { "allees", "allee" },        { "av", "avenue" },
    { "ave", "avenue" },          { "avenue", "avenue" },
    { "bd", "boulevard" },        { "bld", "boulevard" },
    { "blvd", "boulevard" },      { "boul", "boulevard" },
    { "boulevard", "boulevard" }, { "carr", "carrefour" },
    { "carrefour", "carrefour" }, { "ch", "chemin" },
    { "che", "chemin" },          { "chem", "chemin" },
    { "chemin", "chemin" },       { "chs", "chaussee" },
    { "chaussee", "chaussee" },   { "cite", "cite" },
    { "cour", "cour" },           { "cours", "cours" },
    { "crs", "cours" },           { "dom", "domaine" },
    { "domaine", "domaine" },     { "esp", "esplanade" },
    { "esplanade", "esplanade" }, { "fbg", "faubourg" },
    { "fg", "faubourg" },         { "faubourg", "faubourg" },
    { "ham", "hameau" },          { "hameau", "hameau" },
    { "imp", "impasse" },         { "impasse", "impasse" },
    { "lot", "lotissement" },     { "lotissement", "lotissement" },
    { "mail", "mail" },           { "mte", "montee" },
    { "montee", "montee" },       { "pass", "passage" },
    { "passage", "passage" },     { "pl", "place" },
    { "place", "place" },         { "prom", "promenade" },
    { "promenade", "promenade" }, { "qu", "quai" },
    { "quai", "quai" },           { "r", "rue" },
    { "res", "residence" },       { "residence", "residence" },
    { "rle", "ruelle" },          { "ruelle", "ruelle" },
    { "rpt", "rond point" },      { "rte", "route" },
    { "route", "route" },         { "rue", "rue" },
    { "sente", "sente" },         { "sentier", "sentier" },
    { "sq", "square" },           { "square", "square" },
    { "trav", "traverse" },       { "traverse", "traverse" },
    { "venelle", "venelle" },     { "vla", "villa" },
    { "villa", "villa" },         { "voie", "voie" },
    { "za", "zone artisanale" },  { "zi", "zone industrielle" },
};

/* The type of way in full, or NULL. */
static const char *way(const char *word)
{
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        if (strcmp(ways[i].word, word) == 0)
            return ways[i].full;
    return NULL;
}

static bool is_way(struct word w)
{
    static const char *const sizes[] = { "grand", "grande", "petit", "petite", NULL };
    struct folded f = fold(w);

    if (is_one_of(f.text, sizes))
        f = fold(word_after(w));
    return way(f.text) != NULL;
}

static bool is_ordinal(const char *word)
{
    static const char *const ordinals[] = { "bis",       "ter",    "quater",
                                            "quinquies", "sexies", NULL };

    return is_one_of(word, ordinals);
}

/* Bytes of "s/" or "s/s" that end a word, 0 when the text starts otherwise. */
static size_t slash_len(const char *text)
{
    size_t len = 0;

    if ((text[0] == 's' || text[0] == 'S') && text[1] == '/')
        len = text[2] == 's' || text[2] == 'S' ? 3 : 2;
    return len > 0 && strchr(" -", text[len]) != NULL ? len : 0;
}

/* "s/" and "s/s" between blanks or hyphens, which go with them. */
static void spell_slashes(struct orb_buf *out, const char *text)
{
    for (const char *at = text; *at != '\0';) {
        const char *s = at + (*at == '-' || *at == ' ');
        size_t len = s > at || at == text ? slash_len(s) : 0;

        if (len > 0) {
            orb_buf_text(out, len == 3 ? " sous " : " sur ");
            at = s + len + (s[len] == '-');
        } else {
            orb_buf_char(out, *at++);
        }
    }
}

/* Words at w that name no place, 0 when they do. The last one is *end. */
static bool is_aside(struct word w, struct word *end)
{
    static const char *const boxes[] = { "bp", "cs", "tsa", NULL };
    static const char *const floors[] = { "1er", "1ere", NULL };
    struct folded first = fold(w);
    struct word next = word_after(w);
    struct folded second = fold(next);
    size_t digits;

    *end = w;
    if (is_one_of(first.text, boxes) && is_number(second.text, 6)) {
        *end = next;
        return true;
    }
    if (strncmp(first.text, "bp", 2) == 0 && is_number(first.text + 2, 6))
        return true;
    if (strcmp(first.text, "cedex") == 0) {
        if (is_number(second.text, 2))
            *end = next;
        return true;
    }
    digits = strspn(first.text, "0123456789");
    if (strcmp(second.text, "etage") == 0 && digits > 0 &&
        (is_one_of(first.text, floors) || strcmp(first.text + digits, "e") == 0 ||
         strcmp(first.text + digits, "eme") == 0)) {
        *end = next;
        return true;
    }
    return false;
}

/* The text after a leading « lieu-dit », unless nothing follows. */
static const char *after_place_word(const char *text)
{
    static const char *const spelled[] = { "lieu dit", "lieudit", "lieux dits", "lieuxdits",
                                           NULL };
    static const char *const first[] = { "lieu", "lieux", NULL };
    static const char *const second[] = { "dit", "dits", NULL };
    struct word w = word_from(text);
    struct word next = word_after(w);

    if (is_one_of(fold(w).text, first) && is_one_of(fold(next).text, second))
        w = next;
    else if (!is_one_of(fold(w).text, spelled))
        return text;
    next = word_after(w);
    return next.len > 0 ? next.at : text;
}

void orb_address_clean(struct orb_buf *out, const char *text)
{
    struct orb_buf composed = { 0 };
    struct orb_buf spelled = { 0 };
    size_t start = out->len;

    orb_utf8_compose(&composed, text);
    if (composed.len > 0)
        spell_slashes(&spelled, composed.data);
    if (spelled.len > 0) {
        struct word end;

        for (struct word w = word_from(after_place_word(spelled.data)); w.len > 0;
             w = word_after(w))
            if (is_aside(w, &end))
                w = end;
            else
                add_word(out, start, w.at, w.len);
    }
    out->failed = out->failed || composed.failed || spelled.failed;
    orb_buf_release(&composed);
    orb_buf_release(&spelled);
}

/* Is this "28", "28bis" or "28," ? */
static bool is_house_number(const char *folded)
{
    size_t digits = strspn(folded, "0123456789");

    return digits > 0 && digits <= 4 &&
           (folded[digits] == '\0' || folded[digits + 1] == '\0' ||
            is_ordinal(folded + digits));
}

void orb_address_extract(struct orb_buf *out, const char *text)
{
    for (struct word w = word_from(text); w.len > 0; w = word_after(w)) {
        struct word next = word_after(w);
        struct folded second;

        if (!is_digit(*w.at) || !is_house_number(fold(w).text))
            continue;
        second = fold(next);
        if (is_way(next) || ((is_ordinal(second.text) || strlen(second.text) == 1) &&
                             is_way(word_after(next)))) {
            orb_buf_text(out, w.at);
            return;
        }
    }
    orb_buf_text(out, text);
}

/* A single letter is an ordinal only before a type of way: "6 r de Paris" is a rue. */
static bool is_glued(struct word number, struct word next)
{
    struct folded f = fold(next);

    if (!is_number(fold(number).text, 4) || number.len > 4)
        return false;
    return is_ordinal(f.text) || (strlen(f.text) == 1 && f.text[0] >= 'a' &&
                                  f.text[0] <= 'z' && is_way(word_after(next)));
}

void orb_address_glue_ordinal(struct orb_buf *out, const char *text)
{
    size_t start = out->len;

    for (struct word w = word_from(text); w.len > 0; w = word_after(w)) {
        struct word next = word_after(w);

        add_word(out, start, w.at, w.len);
        if (next.len > 0 && is_glued(w, next)) {
            orb_buf_add(out, next.at, next.len);
            w = next;
        }
    }
}

void orb_address_fold_ordinal(struct orb_buf *out, const char *word)
{
    static const struct {
        const char *ordinal;
        char letter;
    } letters[] = {
        { "bis", 'b' },       { "ter", 't' },    { "quater", 'q' },
        { "quinquies", 'c' }, { "sexies", 's' },
    };
    size_t digits = strspn(word, "0123456789");
    struct folded f = fold((struct word){ word + digits, strlen(word + digits) });

    for (size_t i = 0; digits > 0 && i < sizeof letters / sizeof letters[0]; i++)
        if (strcmp(letters[i].ordinal, f.text) == 0) {
            orb_buf_add(out, word, digits);
            orb_buf_char(out, letters[i].letter);
            return;
        }
    orb_buf_text(out, word);
}

void orb_address_strip_zeros(struct orb_buf *out, const char *word)
{
    while (*word == '0' && is_digit(word[1]))
        word++;
    orb_buf_text(out, word);
}

/* What stands in a key for a word at this place; the word itself when nothing does. */
static const char *in_full(const char *word, bool after_number)
{
    if (strcmp(word, "st") == 0)
        return "saint";
    if (strcmp(word, "ste") == 0)
        return "sainte";
    /* A lone letter is a type of way only just after the number. */
    if (way(word) != NULL && (strlen(word) > 1 || after_number))
        return way(word);
    return word;
}

/* One word of the key; types of way said twice, « CHE CHEMIN », are said once. */
static void add_key_word(struct orb_buf *out, size_t start, const char *word)
{
    struct orb_buf folded = { 0 };
    struct orb_buf number = { 0 };
    size_t at = out->len;
    const char *full;
    bool first = at == start;
    bool after_number = !first && is_digit(out->data[start]) &&
                        memchr(out->data + start, ' ', at - start) == NULL;

    orb_address_fold_ordinal(&folded, word);
    orb_address_strip_zeros(&number, folded.len > 0 ? folded.data : "");
    full = in_full(number.len > 0 ? number.data : "", first || after_number);
    if (way(full) != NULL && at - start >= strlen(full) &&
        memcmp(out->data + at - strlen(full), full, strlen(full)) == 0)
        full = "";
    add_word(out, start, full, strlen(full));
    out->failed = out->failed || folded.failed || number.failed;
    orb_buf_release(&folded);
    orb_buf_release(&number);
}

/* The steps of a key before its words are looked at one by one. */
static void prepare_key(struct orb_buf *glued, const char *text)
{
    struct orb_buf clean = { 0 };
    struct orb_buf extracted = { 0 };
    struct orb_buf folded = { 0 };

    orb_address_clean(&clean, text);
    if (clean.len > 0)
        orb_address_extract(&extracted, clean.data);
    if (extracted.len > 0)
        orb_utf8_fold(&folded, extracted.data);
    if (folded.len > 0)
        orb_address_glue_ordinal(glued, folded.data);
    glued->failed = glued->failed || clean.failed || extracted.failed || folded.failed;
    orb_buf_release(&clean);
    orb_buf_release(&extracted);
    orb_buf_release(&folded);
}

void orb_address_key(struct orb_buf *out, const char *text)
{
    struct orb_buf glued = { 0 };
    size_t start = out->len;

    prepare_key(&glued, text);
    for (char *at = glued.data; at != NULL && *at != '\0';) {
        char *end = at + strcspn(at, " ");
        bool last = *end == '\0';

        *end = '\0';
        add_key_word(out, start, at);
        at = last ? end : end + 1;
    }
    out->failed = out->failed || glued.failed;
    orb_buf_release(&glued);
}

bool orb_address_is_common(const char *word, size_t len)
{
    static const char *const small[] = { "au", "aux", "d",  "de",  "des", "du",
                                         "et", "l",   "la", "les", "le",  NULL };
    struct folded f = fold((struct word){ word, len });

    return is_one_of(f.text, small) || way(f.text) != NULL;
}
