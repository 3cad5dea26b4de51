/* Each phrase says what a person does or feels, never what a nomenclature calls it. */
#include "maps/easy_words.h"

#include <string.h>

#include "engine/base/text.h"

struct phrase {
    const char *code;
    const char *words; /* N_() */
};

/* The phrase of the longest code that is the one asked for or holds it. */
static const char *find(const struct phrase *phrases, size_t count, const char *code)
{
    const char *best = phrases[0].words;
    size_t best_len = 0;

    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(phrases[i].code);

        if (strncmp(code, phrases[i].code, len) == 0 &&
            (code[len] == '\0' || code[len] == '.') && len > best_len) {
            best = phrases[i].words;
            best_len = len;
        }
    }
    return _(best);
}

const char *orb_easy_need(const char *code)
{
    static const struct phrase phrases[] = {
        { "1", N_("your everyday life") },
        { "1.1", N_("your health") },
        { "1.1.1", N_("thinking and feeling well") },
        { "1.1.2", N_("seeing or hearing") },
        { "1.1.3", N_("having less pain") },
        { "1.1.4", N_("speaking and caring for your teeth") },
        { "1.1.5", N_("your heart and your breathing") },
        { "1.1.6", N_("eating and digesting well") },
        { "1.1.7", N_("your intimate health") },
        { "1.1.8", N_("moving your body") },
        { "1.1.9", N_("caring for your skin") },
        { "1.1.10", N_("looking after your health") },
        { "1.2", N_("doing things yourself") },
        { "1.2.1.1", N_("washing, dressing and eating") },
        { "1.2.1.2", N_("talking and living with others") },
        { "1.2.1.3", N_("moving around") },
        { "1.2.1.4", N_("deciding and staying safe") },
        { "1.3", N_("your life with others") },
        { "1.3.1", N_("knowing and using your rights") },
        { "1.3.2", N_("living in a home") },
        { "1.3.2.2", N_("housework, shopping and meals") },
        { "1.3.3", N_("working or learning") },
        { "1.3.3.1", N_("school or studies") },
        { "1.3.3.2", N_("working") },
        { "1.3.3.3", N_("learning") },
        { "1.3.3.4", N_("your family life and your love life") },
        { "1.3.3.5", N_("helping other people like you") },
        { "1.3.4", N_("going out and meeting people") },
        { "1.3.4.2", N_("using transport") },
        { "1.3.5", N_("your money") },
    };

    return find(phrases, sizeof phrases / sizeof phrases[0], code);
}

const char *orb_easy_domain(const char *code)
{
    static const struct phrase phrases[] = {
        { "MV", N_("how you live every day") },
        { "MV.1", N_("your home") },
        { "MV.2", N_("your money and your shopping") },
        { "MV.3", N_("your rhythm and your safety") },
        { "MV.4", N_("your free time") },
        { "MV.5", N_("your own progress") },
        { "AC", N_("what you do") },
        { "AC.1", N_("your work") },
        { "AC.2", N_("the help you give to others") },
        { "AC.3", N_("what you learn") },
        { "RE", N_("the people around you") },
        { "RE.1", N_("your family") },
        { "RE.2", N_("your love life") },
        { "RE.3", N_("your friends") },
        { "RE.4", N_("your life in the town") },
        { "SA", N_("your health") },
        { "SA.1", N_("your body") },
        { "SA.2", N_("your comfort") },
        { "SA.3", N_("how you feel") },
    };

    return find(phrases, sizeof phrases / sizeof phrases[0], code);
}

const char *orb_easy_phase(enum orb_phase phase)
{
    static const char *const words[ORB_PHASES] = {
        N_("We do not know yet where we are."),
        N_("We are getting to know each other."),
        N_("We are finding out what you need."),
        N_("We are preparing your plan with you."),
        N_("Your plan has begun."),
        N_("We are looking at whether your plan works."),
        N_("Your plan is ending."),
        N_("We are changing your plan with you."),
    };

    return _(words[phase]);
}

void orb_easy_date(struct orb_buf *out, orb_date date)
{
    static const char *const months[] = { N_("January"), N_("February"), N_("March"),
                                          N_("April"),   N_("May"),      N_("June"),
                                          N_("July"),    N_("August"),   N_("September"),
                                          N_("October"), N_("November"), N_("December") };
    int year, month, day;

    orb_date_split(date, &year, &month, &day);
    /* The first of a month is told its own way in French: the singular. */
    orb_buf_printf(out, ORB_PLURAL("%d %s %d", "%d %s %d", day), day, _(months[month - 1]),
                   year);
}

/* ---- what is hard */

static bool is_end(char c)
{
    return c != '\0' && strchr(".!?;:\n", c) != NULL;
}

static bool is_blank(const char *at)
{
    return *at == ' ' || *at == '\t' || *at == '\r' || strncmp(at, "\xC2\xA0", 2) == 0;
}

/* A figure, a letter, or the first byte of a letter with an accent. */
static bool is_letter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           ((unsigned char)c >= 0xC3 && (unsigned char)c <= 0xDF);
}

size_t orb_easy_longest(const char *text)
{
    size_t longest = 0;
    size_t words = 0;
    bool inside = false;

    for (; *text != '\0'; text++) {
        if (is_letter(*text) && !inside)
            words++;
        inside = is_letter(*text) || (inside && !is_blank(text) && !is_end(*text));
        if (is_end(*text))
            words = 0;
        longest = words > longest ? words : longest;
    }
    return longest;
}

/* A run of two capitals or more, or digits joined by points as in "1.3.2". */
static bool has_code(const char *text)
{
    size_t capitals = 0;

    for (; *text != '\0'; text++) {
        capitals = *text >= 'A' && *text <= 'Z' ? capitals + 1 : 0;
        if (capitals >= 2)
            return true;
        if (text[0] >= '0' && text[0] <= '9' && text[1] == '.' && text[2] >= '0' &&
            text[2] <= '9')
            return true;
    }
    return false;
}

bool orb_easy_is_hard(const char *text)
{
    return orb_easy_longest(text) > ORB_EASY_WORDS || has_code(text);
}
