#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/model/contact_keys.h"
#include "engine/model/restricted.h"

static const struct orb_contact kept[] = {
    { .channel = "phone",
      .value = "+33 (0) 499 00 00 51",
      .confidentiality = ORB_RESTRICTED },
    { .channel = "phone", .value = "+41 21 123 45 67", .confidentiality = ORB_RESTRICTED },
    { .channel = "phone", .value = "3977", .confidentiality = ORB_RESTRICTED },
    { .channel = "email", .value = "Hid@s.example", .confidentiality = ORB_RESTRICTED },
    { .channel = "url",
      .value = "https://www.kept.example/door/",
      .confidentiality = ORB_RESTRICTED },
    { .channel = "phone", .value = "04 99 00 00 60" },
};

static const struct {
    const char *channel, *text;
    bool hidden;
} texts[] = {
    { "phone",
      "04\xc2\xa0"
      "99\xc2\xa0"
      "00\xc2\xa0"
      "00\xc2\xa0"
      "51",
      true },
    { "phone",
      "04\xe2\x80\xaf"
      "99\xe2\x80\xaf"
      "00\xe2\x80\xaf"
      "00\xe2\x80\xaf"
      "51",
      true },
    { "phone",
      "04\xe2\x80\x91"
      "99\xe2\x80\x91"
      "00\xe2\x80\x91"
      "00\xe2\x80\x91"
      "51",
      true },
    { "phone", "tel:+33499000051", true },
    { "phone", "0033499000051 poste 3", true },
    { "phone", "0499000051 (Mme X)", true },
    { "phone", "Tél. : 04 99 00 00 51", true },
    { "phone", "04-99-00-00-51 / 04 99 00 00 52", true },
    { "phone", "04 99 00 00 52 ou 04 99 00 00 51", true },
    { "phone", "04 99 00 00 52 04 99 00 00 51", true },
    { "phone", "499000051", true },
    { "phone", "(+33)4.99.00.00.51", true },
    { NULL, "Pour venir, appeler le 04 99 00 00 51.", true },
    { NULL, "Le 12/03/2026 au 04 99 00 00 51, 9 h", true },
    { NULL, "Genève : 0041 21 123 45 67", true },
    { "phone", "39 77", true },
    { NULL, "3977 places", false },
    { "phone", "04 99 00 00 52", false },
    { "phone", "04 99 00 00 60", false },
    { NULL, "10 04 99 00 00 5", false },
    { NULL, "SIRET 10499000051123", false },
    { NULL, "Ouvert le 04/09/2026, 12 places, 51 jours", false },
    { "email", "mailto:HID@S.EXAMPLE?subject=x", true },
    { "email", "Accueil <hid@s.example>", true },
    { NULL, "Écrire à hid@s.example.", true },
    { "email", "other.hid@s.example", false },
    { "email", "hid@s.example.org", false },
    { "url", "HTTP://kept.example/door", true },
    { NULL, "voir kept.example/door/, puis sonner", true },
    { NULL, "(https://www.kept.example/Door)", true },
    { "url", "https://kept.example/", false },
    { "url", "https://kept.example/doors", false },
    { NULL, "", false },
    { NULL, NULL, false },
};

static void a_text_that_holds_a_kept_contact_is_hidden(void **state)
{
    struct orb_restricted restricted = { 0 };
    bool hidden = true;

    (void)state;
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        assert_int_equal(orb_restricted_add(&restricted, &kept[i], NULL), ORB_OK);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_int_equal(orb_restricted_hides(&restricted, texts[i].channel, texts[i].text,
                                              &hidden, NULL),
                         ORB_OK);
        if (hidden != texts[i].hidden)
            print_error("%s\n", texts[i].text);
        assert_int_equal(hidden, texts[i].hidden);
    }
    orb_restricted_release(&restricted);
}

static void nothing_is_hidden_when_nothing_is_kept(void **state)
{
    struct orb_restricted restricted = { 0 };
    bool hidden = true;

    (void)state;
    assert_int_equal(orb_restricted_add(&restricted, &kept[5], NULL), ORB_OK);
    assert_int_equal(
        orb_restricted_hides(&restricted, "phone", "04 99 00 00 60", &hidden, NULL),
        ORB_OK);
    assert_false(hidden);
    orb_restricted_release(&restricted);
}

static void a_text_gives_its_numbers_and_addresses(void **state)
{
    struct orb_buf keys = { 0 };

    (void)state;
    orb_contact_keys(&keys,
                     "Mme X, +33 (0)4 99 00 00 51 ; A@b.example, https://c.example/d/.");
    assert_false(keys.failed);
    assert_non_null(strstr(keys.data, "0499000051\n"));
    assert_non_null(strstr(keys.data, "\na@b.example\n"));
    assert_non_null(strstr(keys.data, "\nc.example/d\n"));
    orb_buf_clear(&keys);
    orb_contact_keys(&keys, "12 places, 3 jours sur 7. Fermé l'été");
    assert_string_equal(keys.data, "");
    orb_buf_release(&keys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_that_holds_a_kept_contact_is_hidden),
        cmocka_unit_test(nothing_is_hidden_when_nothing_is_kept),
        cmocka_unit_test(a_text_gives_its_numbers_and_addresses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
