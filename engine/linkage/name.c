/* Expansions are shortened to their initials, which compares the same and is shorter. */
#include "engine/linkage/name.h"

#include <stdbool.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/utf8.h"

/* Words of the longest phrase looked for, and of a name; what follows is kept unread. */
#define PHRASE_WORDS 14
#define NAME_WORDS   64
#define PHRASE_LEN   256
#define NO_TERM      UINT32_MAX

static const char *const small_words[] = {
    "a", "au", "aux", "d",   "dans", "de",  "des",  "du",  "en", "et",
    "l", "la", "le",  "les", "ou",   "par", "pour", "sur", NULL,
};
static const char *const legal_forms[] = {
    "asso", "assoc", "association", "eurl", "fondation", "gcs",  "gcsms", "gie",
    "sa",   "sarl",  "sas",         "sasu", "scic",      "scop", NULL,
};
/* After these a category is the complement of one before: « SESSAD de l'IME ». */
static const char *const complements[] = { "d", "de", "des", "du", "l", "la", NULL };

struct word {
    const char *at;
    size_t len;
    bool complement; /* a small word of complements just before */
};

static bool is_one_of(const char *at, size_t len, const char *const *words)
{
    while (*words != NULL && (strlen(*words) != len || memcmp(*words, at, len) != 0))
        words++;
    return *words != NULL;
}

/* Cut folded text into words without the small ones. Returns how many. */
static size_t cut(const char *text, struct word words[NAME_WORDS])
{
    size_t count = 0;
    bool complement = false;

    for (const char *at = text; *at != '\0' && count < NAME_WORDS;) {
        size_t len = strcspn(at, " ");

        if (is_one_of(at, len, small_words)) {
            complement = is_one_of(at, len, complements);
        } else {
            words[count++] = (struct word){ at, len, complement };
            complement = false;
        }
        at += len + (at[len] == ' ');
    }
    return count;
}

/* Some words joined by blanks, or nothing when they are longer than any phrase. Returns the
 * bytes. */
static size_t join(char out[PHRASE_LEN], const struct word *words, size_t count)
{
    size_t len = 0;

    for (size_t i = 0; i < count; i++) {
        if (len + words[i].len + 2 > PHRASE_LEN)
            return 0;
        if (i > 0)
            out[len++] = ' ';
        memcpy(out + len, words[i].at, words[i].len);
        len += words[i].len;
    }
    return len;
}

static enum orb_status add_phrase(struct orb_name_words *w, const char *folded,
                                  uint32_t term)
{
    struct word words[NAME_WORDS];
    char joined[PHRASE_LEN];
    size_t count = cut(folded, words);
    size_t len = join(joined, words, count);
    size_t before = w->phrases.count;
    uint32_t number;
    uint32_t first;

    if (orb_strmap_add(&w->phrases, joined, len, &number) != ORB_OK ||
        (count > 1 &&
         orb_strmap_add(&w->firsts, words[0].at, words[0].len, &first) != ORB_OK))
        return ORB_ERR_MEMORY;
    if (w->phrases.count == before)
        return ORB_OK; /* the first term keeps the phrase */
    if (orb_grow((void **)&w->phrase_terms, &w->phrase_capacity, number,
                 sizeof *w->phrase_terms) != ORB_OK)
        return ORB_ERR_MEMORY;
    w->phrase_terms[number] = term;
    return ORB_OK;
}

/* One variant of a list separated by bars, folded. Returns what follows, NULL at the end.
 */
static const char *next_variant(struct orb_buf *raw, struct orb_buf *folded, const char *at)
{
    size_t len = strcspn(at, "|");

    orb_buf_clear(raw);
    orb_buf_clear(folded);
    orb_buf_add(raw, at, len);
    if (raw->len > 0)
        orb_utf8_fold(folded, raw->data);
    return at[len] == '|' ? at + len + 1 : NULL;
}

static enum orb_status add_variants(struct orb_name_words *w, const char *texts,
                                    uint32_t term)
{
    struct orb_buf buffers[2] = { { 0 }, { 0 } };
    enum orb_status status = ORB_OK;

    while (texts != NULL && status == ORB_OK) {
        texts = next_variant(&buffers[0], &buffers[1], texts);
        if (buffers[0].failed || buffers[1].failed)
            status = ORB_ERR_MEMORY;
        else if (buffers[1].len > 0)
            status = add_phrase(w, buffers[1].data, term);
    }
    for (size_t i = 0; i < 2; i++)
        orb_buf_release(&buffers[i]);
    return status;
}

/* Terms whose parents are the same belong to one class. */
static void number_classes(struct orb_name_words *w)
{
    unsigned next = 0;

    for (size_t i = 0; i < w->sigles->count; i++) {
        const char *parent = w->sigles->terms[i].parent;

        for (size_t j = 0; j < i && w->term_classes[i] == 0; j++)
            if (parent[0] != '\0' && strcmp(parent, w->sigles->terms[j].parent) == 0)
                w->term_classes[i] = w->term_classes[j];
        if (parent[0] != '\0' && w->term_classes[i] == 0 && next < 63)
            w->term_classes[i] = UINT64_C(1) << next++;
    }
}

enum orb_status orb_name_words_read(struct orb_name_words *words, struct orb_error *err)
{
    enum orb_status status =
        orb_vocabulary_terms(&words->vocabulary, "sigles", &words->sigles, err);

    if (status == ORB_OK)
        status = orb_vocabulary_terms(&words->vocabulary, "departements",
                                      &words->departements, err);
    if (status != ORB_OK)
        return status;
    words->term_classes = orb_calloc(words->sigles->count, sizeof *words->term_classes);
    if (words->term_classes == NULL)
        return orb_error_memory(err);
    number_classes(words);
    /* Initials first: an expansion that reads the same belongs to them. */
    for (int expansions = 0; expansions < 2; expansions++)
        for (size_t i = 0; i < words->sigles->count; i++) {
            const struct orb_term *term = &words->sigles->terms[i];

            if (add_variants(words, expansions ? term->label_fr : term->code,
                             (uint32_t)i) != ORB_OK)
                return orb_error_memory(err);
        }
    return ORB_OK;
}

uint64_t orb_name_class(const struct orb_name_words *words, const char *category)
{
    size_t len = category != NULL ? strlen(category) : 0;

    if (len == 0)
        return 0;
    for (size_t i = 0; i < words->sigles->count; i++)
        for (const char *at = words->sigles->terms[i].parent; *at != '\0';) {
            size_t n = strcspn(at, " ");

            if (n == len && memcmp(at, category, n) == 0)
                return words->term_classes[i];
            at += n + (at[n] == ' ');
        }
    return ORB_NAME_OTHER_CATEGORY;
}

/* The term that the most words from words[0] on name; *used is how many they are. */
static uint32_t find_term(const struct orb_name_words *w, const struct word *words,
                          size_t count, size_t *used)
{
    bool starts = orb_strmap_find(&w->firsts, words[0].at, words[0].len) != ORB_STRMAP_NONE;
    size_t most = !starts ? 1 : count < PHRASE_WORDS ? count : PHRASE_WORDS;
    char joined[PHRASE_LEN];

    for (size_t n = most; n > 0; n--) {
        uint32_t found = orb_strmap_find(&w->phrases, joined, join(joined, words, n));

        *used = n;
        if (found != ORB_STRMAP_NONE)
            return w->phrase_terms[found];
    }
    return NO_TERM;
}

static void add(struct orb_buf *out, const char *at, size_t len)
{
    if (out->len > 0)
        orb_buf_char(out, ' ');
    orb_buf_add(out, at, len);
}

/* The words of a label of ours. */
static void add_label(struct orb_buf *out, const char *text)
{
    struct orb_buf folded = { 0 };
    struct word words[NAME_WORDS];
    size_t count;

    orb_utf8_fold(&folded, text);
    count = folded.len > 0 ? cut(folded.data, words) : 0;
    for (size_t i = 0; i < count; i++)
        add(out, words[i].at, words[i].len);
    out->failed = out->failed || folded.failed;
    orb_buf_release(&folded);
}

/* A word of a name as it stands in all its spellings. */
static void add_word(struct orb_buf *out, struct word word)
{
    if (word.len == 2 && memcmp(word.at, "st", 2) == 0)
        add(out, "saint", 5);
    else if (word.len == 3 && memcmp(word.at, "ste", 3) == 0)
        add(out, "sainte", 6);
    else if (!is_one_of(word.at, word.len, legal_forms))
        add(out, word.at, word.len);
}

/* The label of a département whose code is the word, or NULL. */
static const char *departement(const struct orb_name_words *w, struct word word)
{
    char code[4] = "";
    const struct orb_term *term;

    if (word.len < 2 || word.len > 3)
        return NULL;
    for (size_t i = 0; i < word.len; i++) /* 2a of a folded text is 2A */
        code[i] = word.at[i] == 'a' || word.at[i] == 'b' ? (char)(word.at[i] - 'a' + 'A')
                                                         : word.at[i];
    term = orb_term_find(w->departements, code);
    return term != NULL ? term->label_fr : NULL;
}

static void read_term(struct orb_name *out, const struct orb_name_words *w, uint32_t term,
                      bool complement)
{
    if (w->term_classes[term] == 0)
        add_label(&out->words, w->sigles->terms[term].code);
    else if (!complement || out->classes == 0)
        out->classes |= w->term_classes[term];
}

static void read_words(struct orb_name *out, const struct orb_name_words *w,
                       const struct word *words, size_t count)
{
    bool initials = false;
    size_t used;

    for (size_t i = 0; i < count; i += used) {
        uint32_t term = find_term(w, &words[i], count - i, &used);
        const char *label = initials ? departement(w, words[i]) : NULL;

        initials = term != NO_TERM;
        if (term != NO_TERM) {
            read_term(out, w, term, words[i].complement);
            continue;
        }
        used = 1;
        if (label != NULL)
            add_label(&out->words, label);
        else
            add_word(&out->words, words[i]);
    }
}

/* "e s a t", which was E.S.A.T., becomes "esat": three lone letters or more are one word.
 */
static void glue_letters(char *text)
{
    char *out = text;

    for (const char *at = text; *at != '\0';) {
        size_t letters = 0;
        size_t len = strcspn(at, " ");

        while (at[2 * letters] != '\0' && at[2 * letters] != ' ' &&
               (at[2 * letters + 1] == ' ' || at[2 * letters + 1] == '\0')) {
            letters++;
            if (at[2 * letters - 1] == '\0')
                break;
        }
        for (size_t i = 0; letters >= 3 && i < letters; i++)
            *out++ = at[2 * i];
        if (letters >= 3)
            len = 2 * letters - 1;
        else
            memmove(out, at, len), out += len;
        at += len;
        if (*at == ' ')
            *out++ = *at++;
    }
    *out = '\0';
}

enum orb_status orb_name_read(struct orb_name *out, const struct orb_name_words *words,
                              const char *text, struct orb_error *err)
{
    struct orb_buf folded = { 0 };
    struct word parts[NAME_WORDS];
    bool failed;

    orb_buf_clear(&out->words);
    out->classes = 0;
    orb_utf8_fold(&folded, text);
    if (folded.len > 0) {
        glue_letters(folded.data);
        read_words(out, words, parts, cut(folded.data, parts));
    }
    failed = folded.failed || out->words.failed;
    orb_buf_release(&folded);
    return failed ? orb_error_memory(err) : ORB_OK;
}

void orb_name_words_release(struct orb_name_words *words)
{
    orb_vocabulary_release(&words->vocabulary);
    orb_strmap_release(&words->phrases);
    orb_strmap_release(&words->firsts);
    orb_free(words->phrase_terms);
    orb_free(words->term_classes);
    memset(words, 0, sizeof *words);
}
