/* Better refuse a note too many than keep a person's number: the note can be written again.
 */
#include "engine/model/contact_text.h"

#include <stddef.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

/* A sign of e-mail: a word character on both sides of '@'. */
static bool has_address(const char *text)
{
    for (const char *at = strchr(text, '@'); at != NULL; at = strchr(at + 1, '@'))
        if (at > text && is_word(at[-1]) && is_word(at[1]))
            return true;
    return false;
}

/* Length of "2024-01-31" or "31/01/2024" at text, else 0. */
static size_t date_len(const char *text)
{
    static const char *const shapes[] = { "dddd-dd-dd", "dd/dd/dddd" };

    for (size_t s = 0; s < sizeof shapes / sizeof shapes[0]; s++) {
        size_t i = 0;

        while (shapes[s][i] != '\0' &&
               (shapes[s][i] == 'd' ? is_digit(text[i]) : text[i] == shapes[s][i]))
            i++;
        if (shapes[s][i] == '\0' && !is_digit(text[i]))
            return i;
    }
    return 0;
}

/* Digits at text, each followed by at most two of the separators that numbers are written
 * with. */
static size_t count_digits(const char *text, const char **end)
{
    size_t digits = 0;

    while (is_digit(*text)) {
        const char *next = text + 1;

        digits++;
        for (size_t i = 0; i < 2 && *next != '\0' && strchr(" .-/()", *next) != NULL; i++)
            next++;
        *end = text + 1;
        if (!is_digit(*next))
            break;
        text = next;
    }
    return digits;
}

/* "04 00 00 00 00" (ten digits from 0) or "+33 4 ..." (nine digits or more). */
static bool is_number(const char *text, const char **end)
{
    bool international = *text == '+' || strncmp(text, "00", 2) == 0;
    size_t digits;

    *end = text + 1;
    digits = count_digits(text + (*text == '+'), end);
    if (international)
        return digits >= 9 && digits <= 17;
    return *text == '0' && digits == 10;
}

bool orb_contact_text_has(const char *text)
{
    const char *p = text;

    if (has_address(text))
        return true;
    while (*p != '\0') {
        size_t date = date_len(p);
        const char *end = p + 1;

        if (date > 0) {
            p += date;
        } else if (is_digit(*p) || *p == '+') {
            if (is_number(p, &end))
                return true;
            p = end;
        } else {
            p++;
        }
    }
    return false;
}

bool orb_contact_is_phone(const char *text)
{
    size_t count = 0;

    if (strspn(text, "+0123456789 .-()/") != strlen(text))
        return false;
    for (const char *p = text; *p != '\0'; p++)
        count += *p >= '0' && *p <= '9';
    return count >= 3 && count <= 15; /* 115 to E.164 */
}

bool orb_contact_is_email(const char *text)
{
    const char *at = strchr(text, '@');
    const char *dot = at == NULL ? NULL : strrchr(at, '.');

    return at != NULL && at > text && dot != NULL && dot > at + 1 && dot[1] != '\0' &&
           strchr(at + 1, '@') == NULL && strpbrk(text, " \t\r\n,;<>\"") == NULL;
}

bool orb_contact_is_url(const char *text)
{
    const char *host = strstr(text, "://");

    return (strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0) &&
           host[3] != '\0' && strpbrk(text, " \t\r\n<>\"") == NULL;
}
