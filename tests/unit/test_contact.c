#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/model/contact.h"

static const struct {
    const char *channel, *value, *key;
} keys[] = {
    { "phone", "04 99 00 00 11", "0499000011" },
    { "phone", "04.99.00.00.11", "0499000011" },
    { "phone", "+33 4 99 00 00 11", "0499000011" },
    { "phone", "+33 (0)4 99 00 00 11", "0499000011" },
    { "phone", "0033 4-99-00-00-11", "0499000011" },
    { "phone", "00 33 (0) 4 99 00 00 11", "0499000011" },
    { "phone", "33499000011", "0499000011" },
    /* a spreadsheet took it for a number */
    { "phone", "499000011", "0499000011" },
    { "phone", "+262 262 12 34 56", "0262123456" },
    { "phone", "00590 590 12 34 56", "0590123456" },
    { "phone", "0262 12 34 56", "0262123456" },
    /* no French number: as it is */
    { "phone", "+32 2 123 45 67", "3221234567" },
    { "phone", "+41 21 123 45 67", "41211234567" },
    { "phone", "3114", "3114" },
    { "phone", "04 99 00 00 11 poste 3", "0499000011poste3" },
    { "phone", "123456789012345678901234", "123456789012345678901234" },
    { "phone", "", "" },
    { "phone", " - ", "" },
    { "email", "Accueil@Lilas.example", "accueillilasexample" },
    { "url", "33499000011", "33499000011" },
    { "mobilisation", "Écrire à Zoé", "Écrireàzoé" },
};

static void a_value_has_one_key_however_it_is_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct orb_buf key = { 0 };

        orb_contact_key(&key, keys[i].channel, keys[i].value);
        assert_false(key.failed);
        assert_string_equal(key.data == NULL ? "" : key.data, keys[i].key);
        orb_buf_release(&key);
    }
}

static void contacts_are_the_same_when_their_keys_are(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        for (size_t j = 0; j < sizeof keys / sizeof keys[0]; j++) {
            const struct orb_contact a = { .channel = keys[i].channel,
                                           .value = keys[i].value };
            const struct orb_contact b = { .channel = keys[j].channel,
                                           .value = keys[j].value };

            assert_int_equal(orb_contact_is_same(&a, &b),
                             strcmp(a.channel, b.channel) == 0 &&
                                 strcmp(keys[i].key, keys[j].key) == 0);
        }
}

static void a_contact_without_value_or_channel_is_the_same_as_none(void **state)
{
    const struct orb_contact without = { .channel = "phone" };
    const struct orb_contact nameless = { .value = "3114" };

    (void)state;
    assert_false(orb_contact_is_same(&without, &without));
    assert_false(orb_contact_is_same(&nameless, &nameless));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_has_one_key_however_it_is_written),
        cmocka_unit_test(contacts_are_the_same_when_their_keys_are),
        cmocka_unit_test(a_contact_without_value_or_channel_is_the_same_as_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
