/* Numbers, then words: an address is a word, a number may be several. */
#include "engine/model/contact_keys.h"

#include <string.h>

#include "engine/model/contact.h"

enum {
    DIGITS_MIN = 9,
    DIGITS_MAX = 18,   /* "00", a country of three digits, "(0)" and nine, with some more */
    SEPARATORS_MAX = 8 /* characters between two groups of digits of one number */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Bytes of a blank, dash, bullet or mark that is no letter; 0 when text begins with none.
 */
static size_t mark_len(const char *text)
{
    static const char *const marks[] = { "\xc2\xa0",     "\xc2\xab",     "\xc2\xad",
                                         "\xc2\xb7",     "\xc2\xbb",     "\xe2\x81\x9f",
                                         "\xe2\x81\xa0", "\xe2\x88\x92", "\xe3\x80\x80",
                                         "\xef\xbb\xbf" };

    if ((unsigned char)text[0] < 0x80)
        return 0;
    if (strncmp(text, "\xe2\x80", 2) == 0 && text[2] != '\0')
        return 3; /* general punctuation */
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (strncmp(text, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

/* ---- numbers */

/* Bytes that may stand between two groups of digits; 0 when the number ends here. */
static size_t gap_len(const char *text)
{
    if (text[0] != '\0' && strchr(" \t\r\n.-_/()", text[0]) != NULL)
        return 1;
    return mark_len(text);
}

/* Skip to the next group of digits of the same number; NULL when it has no more. */
static const char *next_group(const char *at)
{
    for (size_t count = 0; count <= SEPARATORS_MAX; count++) {
        size_t len = gap_len(at);

        if (is_digit(*at))
            return at;
        if (len == 0)
            return NULL;
        at += len;
    }
    return NULL;
}

/* The key of digits that are a number; as a contact of its channel has it. */
static void add_number(struct orb_buf *out, const char *digits, size_t count)
{
    if (count < DIGITS_MIN)
        return;
    if (count > DIGITS_MIN + 2 && strncmp(digits, "00", 2) == 0 &&
        strncmp(digits, "000", 3) != 0) {
        add_number(out, digits + 2, count - 2);
        return;
    }
    orb_contact_key(out, "phone", digits);
    orb_buf_char(out, '\n');
}

/* Every number that begins with this group of digits and ends with one. */
static void add_numbers(struct orb_buf *out, const char *at)
{
    char digits[DIGITS_MAX + 1];
    size_t count = 0;

    while (at != NULL) {
        size_t len = strspn(at, "0123456789");

        if (count + len > DIGITS_MAX)
            return;
        memcpy(digits + count, at, len);
        count += len;
        digits[count] = '\0';
        add_number(out, digits, count);
        at = next_group(at + len);
    }
}

/* ---- addresses */

/* Does a word end before this? */
static size_t blank_len(const char *text)
{
    if ((unsigned char)text[0] <= ' ' || strchr("<>\"'()[]{}|,;`\\", text[0]) != NULL)
        return text[0] != '\0';
    return mark_len(text);
}

static void add_lower(struct orb_buf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        orb_buf_char(
            out, (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] - 'A' + 'a' : text[i]));
    orb_buf_char(out, '\n');
}

/* A character of an address before or after its '@'. */
static bool is_of_email(char c)
{
    return is_letter(c) || is_digit(c) || (unsigned char)c >= 0x80 ||
           (c != '\0' && strchr("._-+%~&", c) != NULL);
}

/* The word has a '@' at this byte. */
static void add_email(struct orb_buf *out, const char *word, size_t len, size_t at)
{
    size_t begin = at;
    size_t end = at + 1;

    while (begin > 0 && is_of_email(word[begin - 1]))
        begin--;
    while (end < len && is_of_email(word[end]))
        end++;
    while (end > at + 1 && strchr(".-_", word[end - 1]) != NULL)
        end--;
    if (begin < at && end > at + 1)
        add_lower(out, word + begin, end - begin);
}

static bool begins(const char *word, size_t len, const char *lower)
{
    size_t count = strlen(lower);

    for (size_t i = 0; i < count; i++)
        if (i >= len || (word[i] | 0x20) != (lower[i] | 0x20))
            return false;
    return true;
}

/* A word that has letters on both sides of a dot, or a scheme, is an address of the web. */
static void add_url(struct orb_buf *out, const char *word, size_t len)
{
    bool dotted = false;

    for (size_t i = 0; i + 2 < len; i++)
        if (word[i] == ':' && word[i + 1] == '/' && word[i + 2] == '/') {
            word += i + 3;
            len -= i + 3;
            break;
        }
    if (begins(word, len, "www."))
        word += 4, len -= 4;
    while (len > 0 && strchr("/.:!?#", word[len - 1]) != NULL)
        len--;
    for (size_t i = 1; i + 1 < len && !dotted; i++)
        dotted = word[i] == '.' && is_letter(word[i + 1]);
    if (dotted)
        add_lower(out, word, len);
}

static void add_word(struct orb_buf *out, const char *word, size_t len)
{
    const char *at = memchr(word, '@', len);

    if (at == NULL)
        add_url(out, word, len);
    for (; at != NULL; at = memchr(at + 1, '@', len - (size_t)(at + 1 - word)))
        add_email(out, word, len, (size_t)(at - word));
}

void orb_contact_keys(struct orb_buf *out, const char *text)
{
    const char *word = text;
    bool may_be_address = false;

    for (const char *p = text;; p++) {
        size_t blank;

        may_be_address = may_be_address || *p == '@' || *p == '.';
        if (is_digit(*p) && (p == text || !is_digit(p[-1])))
            add_numbers(out, p);
        blank = blank_len(p);
        if (*p != '\0' && blank == 0)
            continue;
        if (may_be_address)
            add_word(out, word, (size_t)(p - word));
        if (*p == '\0')
            return;
        p += blank - 1;
        word = p + 1;
        may_be_address = false;
    }
}
