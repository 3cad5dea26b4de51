#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "engine/net/here.h"

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static void loopback_is_this_machine_and_nothing_else_is(void **state)
{
    static const struct {
        const char *text;
        bool here;
    } cases[] = { { "127.0.0.1", true },        { "127.255.255.254", true },
                  { "0.0.0.0", false },         { "10.0.0.1", false },
                  { "126.255.255.255", false }, { "128.0.0.1", false },
                  { "192.168.1.127", false } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        union address address = { .v4 = { .sin_family = AF_INET } };

        assert_int_equal(inet_pton(AF_INET, cases[i].text, &address.v4.sin_addr), 1);
        if (orb_net_address_is_here(&address.any) != cases[i].here)
            fail_msg("%s", cases[i].text);
    }
}

static void of_the_longer_addresses_one_is_of_this_machine(void **state)
{
    static const struct {
        const char *text;
        bool here;
    } cases[] = {
        { "::1", true }, { "::", false }, { "::2", false }, { "fe80::1", false }
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        union address address = { .v6 = { .sin6_family = AF_INET6 } };

        assert_int_equal(inet_pton(AF_INET6, cases[i].text, &address.v6.sin6_addr), 1);
        if (orb_net_address_is_here(&address.any) != cases[i].here)
            fail_msg("%s", cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loopback_is_this_machine_and_nothing_else_is),
        cmocka_unit_test(of_the_longer_addresses_one_is_of_this_machine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
