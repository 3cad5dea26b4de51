/* Where a field of CSV needs quotes, and where a spreadsheet would compute it. */
#include "maps/csv_field.h"

#include <string.h>

static size_t blank_len(const char *text)
{
    static const char *const blanks[] = {
        " ", "\t", "\r", "\n", "\xc2\xa0", "\xe2\x80\xaf", "\xe3\x80\x80", "\xef\xbb\xbf"
    };

    for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++)
        if (strncmp(text, blanks[i], strlen(blanks[i])) == 0)
            return strlen(blanks[i]);
    return 0;
}

/* One of =+-@ in full width. */
static bool is_wide_sign(const char *text)
{
    static const char *const wide[] = { "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
                                        "\xef\xbc\xa0" };

    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        if (strncmp(text, wide[i], strlen(wide[i])) == 0)
            return true;
    return false;
}

/* A spreadsheet would compute what begins like a formula, after blanks or in full width
 * too: a quote before it keeps it a text. */
static bool is_formula(const char *text)
{
    const char *at = text;

    for (size_t len = blank_len(at); len > 0; len = blank_len(at))
        at += len;
    return (text[0] != '\0' && strchr("\t\r\n", text[0]) != NULL) ||
           (at[0] != '\0' && strchr("=+-@", at[0]) != NULL) || is_wide_sign(at);
}

/* Quotes only where RFC 4180 asks for them. */
void orb_csv_write_field(struct orb_buf *out, const char *text, bool excel)
{
    const char *special = excel ? "\";\r\n" : "\",\r\n";
    const char *guard = excel && is_formula(text) ? "'" : "";

    if (text[strcspn(text, special)] == '\0') {
        orb_buf_text(out, guard);
        orb_buf_text(out, text);
        return;
    }
    orb_buf_char(out, '"');
    orb_buf_text(out, guard);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            orb_buf_char(out, '"');
        orb_buf_char(out, *text);
    }
    orb_buf_char(out, '"');
}

bool orb_csv_is_digits(const char *text)
{
    return text[0] != '\0' && text[strspn(text, "0123456789")] == '\0';
}

void orb_csv_write_begin(struct orb_buf *out, bool excel)
{
    if (excel)
        orb_buf_text(out, "\xef\xbb\xbf");
}

void orb_csv_write_separator(struct orb_buf *out, bool excel)
{
    orb_buf_char(out, excel ? ';' : ',');
}

void orb_csv_write_end(struct orb_buf *out, bool excel)
{
    orb_buf_text(out, excel ? "\r\n" : "\n");
}
