/* What may name a person is refused by its shape, before anybody reads it. */
#include "engine/model/personal_form.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/model/contact_text.h"

const char *const orb_expressed_names[3] = { "self", "with", "for" };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Names, telephone numbers, e-mail addresses and NIR have no place in a code or an
 * identifier (FORMATS 2.12). */
static bool looks_personal(const char *text)
{
    size_t digits = 0;

    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '@' || *c == ' ' || *c == '\t' || *c == '\n')
            return true;
        if (is_digit(*c)) {
            if (++digits >= 13)
                return true;
        } else {
            if (digits >= 10 && *c != '/' && *c != '-')
                return true;
            digits = 0;
        }
    }
    return digits == 10 || digits >= 13;
}

void orb_personal_shape(struct orb_form *form, const char *key, const char *text)
{
    if (text != NULL && looks_personal(text))
        orb_form_fail(
            form, key,
            _("this looks like a name, a number or an address of a person; use a code or a pseudonym without blanks"));
}

void orb_personal_code(struct orb_form *form, const char *key,
                       const struct orb_person_codes *codes, const char *list,
                       const char *code)
{
    orb_personal_shape(form, key, code);
    if (code != NULL && list != NULL && codes != NULL && codes->known != NULL &&
        !codes->known(codes->context, list, code))
        orb_form_fail(form, key, _("this code is not in the nomenclature"));
}

struct orb_code_list orb_personal_codes(struct orb_form *form, const char *key,
                                        const struct orb_person_codes *codes,
                                        const char *list)
{
    struct orb_code_list found = orb_form_codes(form, key);
    char place[64];

    for (uint32_t i = 0; i < found.count; i++) {
        (void)snprintf(place, sizeof place, "%s/%u", key, i);
        orb_personal_code(form, place, codes, list, found.items[i]);
    }
    return found;
}

/* Offer and organization ids are the territory's and hold FINESS or SIRET numbers: only
 * blanks and '@' are strange there. */
const char *orb_personal_resource(struct orb_form *form, const char *key)
{
    const char *id = orb_form_text(form, key, false);

    if (id != NULL && strpbrk(id, "@\n\t") != NULL)
        orb_form_fail(
            form, key,
            _("this looks like a name, a number or an address of a person; use a code or a pseudonym without blanks"));
    return id;
}

orb_date orb_personal_date(struct orb_form *form, const char *key, bool required)
{
    const char *text = orb_form_text(form, key, required);
    orb_date date = ORB_DATE_NONE;

    if (text != NULL && !orb_date_parse(&date, text, strlen(text)))
        orb_form_fail(form, key, _("a date written YYYY-MM-DD is expected here"));
    return date;
}

/* "1 85 05 78 006 084": 13 digits or 15 from 1 or 2 with a month, as cards write them. */
static bool is_nir(const char *text)
{
    char digits[16];
    size_t count = 0;

    while (count < 15 && is_digit(*text)) {
        digits[count++] = *text++;
        if ((*text == ' ' || *text == '.') && is_digit(text[1]))
            text++;
    }
    return (count == 13 || count == 15) && !is_digit(*text) &&
           (digits[0] == '1' || digits[0] == '2') && (digits[3] == '0' || digits[3] == '1');
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* "Mme Durand", "M. Durand", "Madame D.": the title, blanks, a capital. */
static bool is_titled_name(const char *text)
{
    static const char *const titles[] = { "Mme",    "Mlle",     "M.",           "Mr",
                                          "Madame", "Monsieur", "Mademoiselle", "Mrs" };

    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        size_t len = strlen(titles[i]);
        const char *name = text + len;

        if (strncmp(text, titles[i], len) != 0)
            continue;
        name += *name == '.';
        if (*name == ' ' || strncmp(name, "\xc2\xa0", 2) == 0) {
            name += *name == ' ' ? 1 : 2;
            /* Capitals of accented letters are C3 80 to C3 9E. */
            if ((*name >= 'A' && *name <= 'Z') ||
                (*name == '\xc3' && (unsigned char)name[1] <= 0x9e))
                return true;
        }
    }
    return false;
}

static bool holds_personal(const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        if (is_digit(*c) && (c == text || !is_digit(c[-1])) && is_nir(c))
            return true;
        if (*c == 'M' && (c == text || !is_letter(c[-1])) && is_titled_name(c))
            return true;
    }
    return orb_contact_text_has(text);
}

const char *orb_personal_text(struct orb_form *form, const char *key, bool required)
{
    const char *text = orb_form_text(form, key, required);

    if (text != NULL && holds_personal(text))
        orb_form_fail(
            form, key,
            _("this holds what looks like a name, a number or an address of a person; tell it without"));
    return text;
}
