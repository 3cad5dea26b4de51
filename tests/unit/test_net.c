/* HTTP against a server of our own, with the faults of real ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "engine/net/download.h"

enum { SIZE = 25000 * 8 };

struct server {
    pid_t pid;
    int input; /* it ends with this pipe */
    char port[16];
    char folder[64];
    struct orb_http *http;
};

static int start_server(struct server *server, int output[2])
{
    const char *sources = getenv("ORBITE_SRCDIR");
    char script[4096];
    int input[2];
    ssize_t n;

    (void)snprintf(script, sizeof script, "%s/tests/net/server.py",
                   sources == NULL ? "." : sources);
    if (pipe(input) != 0 || pipe(output) != 0)
        return -1;
    server->pid = fork();
    if (server->pid == 0) {
        (void)dup2(input[0], STDIN_FILENO);
        (void)dup2(output[1], STDOUT_FILENO);
        (void)close(input[1]);
        (void)execlp("python3", "python3", script, (char *)NULL);
        _exit(127);
    }
    (void)close(input[0]);
    (void)close(output[1]);
    server->input = input[1];
    n = read(output[0], server->port, sizeof server->port - 1);
    (void)close(output[0]);
    if (n <= 0)
        return -1;
    server->port[strcspn(server->port, "\n")] = '\0';
    return 0;
}

static int set_up(void **state)
{
    static const struct orb_http_options options = {
        .connect_timeout_s = 5, .stall_timeout_s = 1, .tries = 3, .first_wait_ms = 1
    };
    struct server *server = calloc(1, sizeof *server);
    int output[2];

    if (server == NULL || start_server(server, output) != 0)
        return -1;
    (void)unsetenv("http_proxy");
    (void)unsetenv("all_proxy");
    (void)unsetenv("ALL_PROXY");
    (void)snprintf(server->folder, sizeof server->folder, "net.XXXXXX");
    *state = server;
    return mkdtemp(server->folder) == NULL ||
                   orb_http_new(&server->http, &options, NULL) != ORB_OK
               ? -1
               : 0;
}

static int tear_down(void **state)
{
    struct server *server = *state;
    char command[128];

    if (server == NULL)
        return 0;
    orb_http_free(server->http);
    (void)close(server->input);
    (void)waitpid(server->pid, NULL, 0);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", server->folder);
    (void)system(command);
    free(server);
    return 0;
}

static const char *address(const struct server *server, const char *path, char out[256])
{
    (void)snprintf(out, 256, "http://127.0.0.1:%s%s", server->port, path);
    return out;
}

static const char *place(const struct server *server, const char *name, char out[256])
{
    (void)snprintf(out, 256, "%s/%s", server->folder, name);
    return out;
}

static enum orb_status ask(struct server *server, const char *path,
                           struct orb_http_answer *answer, struct orb_error *err)
{
    char url[256];
    const struct orb_http_request request = { .url = address(server, path, url) };

    return orb_http_send(server->http, &request, answer, err);
}

static enum orb_status bring(struct server *server, const char *path, const char *name,
                             enum orb_download_result *result, struct orb_error *err)
{
    char url[256];
    char file[256];
    const struct orb_download download = { .url = address(server, path, url),
                                           .path = place(server, name, file) };

    return orb_download(server->http, &download, result, err);
}

/* The file holds the 25,000 numbers in order, and nothing is left beside it. */
static bool is_whole(const struct server *server, const char *name)
{
    struct orb_buf text = { 0 };
    char file[256];
    char part[300];
    bool good;

    (void)snprintf(part, sizeof part, "%s.part", place(server, name, file));
    good = orb_file_read(&text, file, SIZE, NULL) == ORB_OK && text.len == SIZE &&
           !orb_file_exists(part);
    for (int i = 0; good && i < 25000; i++) {
        char line[16];

        (void)snprintf(line, sizeof line, "%07d\n", i);
        good = memcmp(text.data + i * 8, line, 8) == 0;
    }
    orb_buf_release(&text);
    return good;
}

/* How often a path was asked for, and whether the last request had a header. */
static int requests(struct server *server, const char *path, const char *header,
                    bool *has_header)
{
    struct orb_http_answer answer = { 0 };
    char wanted[256];
    int count = 0;

    (void)snprintf(wanted, sizeof wanted, "\"path\": \"%s\"", path);
    assert_int_equal(ask(server, "/requests", &answer, NULL), ORB_OK);
    for (const char *at = strstr(answer.body.data, wanted); at != NULL;
         at = strstr(at + 1, wanted)) {
        const char *end = strstr(at, "}}");
        const char *found = header == NULL ? NULL : strstr(at, header);

        count++;
        if (has_header != NULL)
            *has_header = found != NULL && found < end;
    }
    orb_buf_release(&answer.body);
    return count;
}

/* ---- answers in memory */

static void an_answer_is_given_whatever_its_packing(void **state)
{
    static const char *const paths[] = { "/file/a",        "/gzip/a",       "/to/file/a",
                                         "/busy/500/2/a",  "/busy/429/1/a", "/cut/memory",
                                         "/gzipcut/memory" };
    struct orb_http_answer answer = { 0 };

    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct orb_error err = { 0 };

        if (ask(*state, paths[i], &answer, &err) != ORB_OK)
            fail_msg("%s: %s", paths[i], err.text);
        if (answer.code != 200 || answer.body.len != SIZE ||
            memcmp(answer.body.data, "0000000\n0000001\n", 16) != 0)
            fail_msg("%s: %ld, %zu bytes", paths[i], answer.code, answer.body.len);
    }
    orb_buf_release(&answer.body);
}

static void a_body_is_posted_with_its_type(void **state)
{
    struct server *server = *state;
    struct orb_http_answer answer = { 0 };
    char url[256];
    const struct orb_http_request request = { .url = address(server, "/post", url),
                                              .body = "a,b\n1,2\n",
                                              .body_len = 8,
                                              .content_type = "text/csv" };
    bool has_cookie = true;

    assert_int_equal(orb_http_send(server->http, &request, &answer, NULL), ORB_OK);
    assert_string_equal(answer.body.data,
                        "{\"type\": \"text/csv\", \"sent\": \"a,b\\n1,2\\n\"}");
    orb_buf_release(&answer.body);
    assert_int_equal(requests(server, "/post", "\"cookie\"", &has_cookie), 1);
    assert_false(has_cookie);
}

static void what_will_not_pass_is_told_at_once(void **state)
{
    static const struct {
        const char *path;
        enum orb_status status;
        const char *words;
        int asked;
    } cases[] = {
        { "/code/404", ORB_ERR_NOT_FOUND, "nothing at this address", 1 },
        { "/code/403", ORB_ERR_IO, "refused (403)", 1 },
        { "/code/304", ORB_ERR_IO, "304", 1 },
        { "/loop", ORB_ERR_IO, "without end", 11 },
        { "/scheme/file", ORB_ERR_UNSUPPORTED, "another scheme", 1 },
        { "/scheme/ftp", ORB_ERR_UNSUPPORTED, "another scheme", 1 },
        { "/scheme/https", ORB_ERR_UNSUPPORTED, "another scheme", 1 },
        { "/patient", ORB_ERR_IO, "wait 3600 seconds", 1 },
        { "/busy/503/9/a", ORB_ERR_IO, "out of order (503)", 3 },
        { "/long/a", ORB_ERR_IO, "breaks off", 3 },
        { "/stalls", ORB_ERR_IO, "silent", 3 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_http_answer answer = { 0 };
        struct orb_error err = { 0 };
        enum orb_status status = ask(*state, cases[i].path, &answer, &err);
        int asked = requests(*state, cases[i].path, NULL, NULL);

        if (status != cases[i].status || strstr(err.text, cases[i].words) == NULL ||
            asked != cases[i].asked || strstr(err.place, cases[i].path) == NULL)
            fail_msg("%s: status %d, '%s' at '%s', asked %d times", cases[i].path, status,
                     err.text, err.place, asked);
        orb_buf_release(&answer.body);
    }
}

static void without_a_server_or_a_scheme_the_sentence_says_so(void **state)
{
    static const struct {
        const char *url;
        enum orb_status status;
        const char *words;
    } cases[] = {
        { "http://127.0.0.1:1/x", ORB_ERR_IO, "is the network reachable" },
        { "http://orbite.invalid/x?y=secret", ORB_ERR_IO, "is the network reachable" },
        { "file:///etc/passwd", ORB_ERR_UNSUPPORTED, "https: or http:" },
    };
    struct server *server = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct orb_http_request request = { .url = cases[i].url };
        struct orb_http_answer answer = { 0 };
        struct orb_error err = { 0 };

        assert_int_equal(orb_http_send(server->http, &request, &answer, &err),
                         cases[i].status);
        assert_non_null(strstr(err.text, cases[i].words));
        assert_null(strstr(err.place, "secret"));
        orb_buf_release(&answer.body);
    }
}

static void an_answer_has_a_cap(void **state)
{
    struct server *server = *state;
    struct orb_http_answer answer = { 0 };
    struct orb_error err = { 0 };
    char url[256];
    const struct orb_http_request request = { .url = address(server, "/file/cap", url),
                                              .cap = SIZE - 1 };

    assert_int_equal(orb_http_send(server->http, &request, &answer, &err), ORB_ERR_RANGE);
    orb_buf_release(&answer.body);
}

static void a_whole_answer_may_have_a_limit_of_time(void **state)
{
    static const struct orb_http_options brief = { .total_timeout_s = 1, .tries = 1 };
    struct server *server = *state;
    struct orb_http_answer answer = { 0 };
    struct orb_http *http = NULL;
    struct orb_error err = { 0 };
    char url[256];
    const struct orb_http_request request = { .url = address(server, "/stalls", url) };

    assert_int_equal(orb_http_new(&http, &brief, NULL), ORB_OK);
    assert_int_equal(orb_http_send(http, &request, &answer, &err), ORB_ERR_IO);
    assert_non_null(strstr(err.text, "too long"));
    orb_buf_release(&answer.body);
    orb_http_free(http);
}

static void what_stays_follows_no_redirection(void **state)
{
    struct server *server = *state;
    struct orb_http_answer answer = { 0 };
    struct orb_error err = { 0 };
    char url[256];
    const struct orb_http_request request = { .url = address(server, "/to/file/stays", url),
                                              .stays = true };

    assert_int_equal(orb_http_send(server->http, &request, &answer, &err), ORB_ERR_IO);
    assert_non_null(strstr(err.text, "another address (302)"));
    assert_int_equal(requests(server, "/file/stays", NULL, NULL), 0);
    orb_buf_release(&answer.body);
}

/* ---- files */

static void a_file_comes_whole_from_a_bad_server(void **state)
{
    static const char *const kinds[] = { "file",       "cut",  "stall",
                                         "busy/500/2", "gzip", "gzipcut",
                                         "shifted",    "full", "to/file" };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        enum orb_download_result result = ORB_DOWNLOAD_UNCHANGED;
        struct orb_error err = { 0 };
        char path[64];
        char name[16];
        enum orb_status status;

        (void)snprintf(path, sizeof path, "/%s/disk", kinds[i]);
        (void)snprintf(name, sizeof name, "f%zu", i);
        status = bring(*state, path, name, &result, &err);
        if (strcmp(kinds[i], "shifted") == 0) /* told, and nothing of it is kept */
            status = status == ORB_ERR_IO ? bring(*state, path, name, &result, &err)
                                          : ORB_ERR_INTERNAL;
        if (status != ORB_OK || result != ORB_DOWNLOAD_NEW || !is_whole(*state, name))
            fail_msg("%s: %d, %s", kinds[i], status, err.text);
    }
}

static void what_is_there_already_is_not_asked_again(void **state)
{
    enum orb_download_result result = ORB_DOWNLOAD_UNCHANGED;
    bool ranged = false;

    assert_int_equal(bring(*state, "/cut/resumed", "resumed", &result, NULL), ORB_OK);
    assert_int_equal(
        requests(*state, "/cut/resumed", "\"range\": \"bytes=100000-\"", &ranged), 2);
    assert_true(ranged);
    assert_true(is_whole(*state, "resumed"));
}

static void a_beginning_is_kept_for_the_next_command(void **state)
{
    struct server *server = *state;
    const struct orb_http_options once = { .tries = 1 };
    struct orb_http *impatient = NULL;
    struct orb_http *patient = server->http;
    enum orb_download_result result;
    struct orb_error err = { 0 };
    char part[256];
    bool ranged = false;

    assert_int_equal(orb_http_new(&impatient, &once, NULL), ORB_OK);
    server->http = impatient;
    assert_int_equal(bring(server, "/cut/kept", "kept", &result, &err), ORB_ERR_IO);
    assert_true(orb_file_exists(place(server, "kept.part", part)));
    assert_false(orb_file_exists(place(server, "kept", part)));
    assert_int_equal(bring(server, "/cut/kept", "kept", &result, NULL), ORB_OK);
    assert_int_equal(requests(server, "/cut/kept", "\"range\"", &ranged), 2);
    assert_true(ranged && is_whole(server, "kept"));
    orb_http_free(impatient);
    server->http = patient;
}

static void a_file_that_changed_meanwhile_is_not_mixed(void **state)
{
    struct orb_buf text = { 0 };
    enum orb_download_result result;
    char file[256];

    assert_int_equal(bring(*state, "/changed/a", "changed", &result, NULL), ORB_OK);
    assert_int_equal(orb_file_read(&text, place(*state, "changed", file), SIZE, NULL),
                     ORB_OK);
    assert_int_equal(text.len, SIZE);
    assert_memory_equal(text.data, "\n9994200\n8994200", 16);
    assert_memory_equal(text.data + SIZE - 8, "\n0000000", 8);
    orb_buf_release(&text);
}

static void the_second_time_nothing_is_brought(void **state)
{
    enum orb_download_result result;
    struct orb_output out = { 0 };
    bool conditional = false;
    char file[256];

    assert_int_equal(bring(*state, "/file/twice", "twice", &result, NULL), ORB_OK);
    assert_int_equal(bring(*state, "/file/twice", "twice", &result, NULL), ORB_OK);
    assert_int_equal(result, ORB_DOWNLOAD_UNCHANGED);
    (void)requests(*state, "/file/twice", "\"if-none-match\"", &conditional);
    assert_true(conditional && is_whole(*state, "twice"));

    /* A file that somebody changed is not taken for the one that was brought. */
    assert_int_equal(orb_output_open(&out, place(*state, "twice", file), NULL), ORB_OK);
    orb_buf_text(&out.pending, "spoilt");
    assert_int_equal(orb_output_commit(&out, NULL), ORB_OK);
    orb_output_close(&out);
    assert_int_equal(bring(*state, "/file/twice", "twice", &result, NULL), ORB_OK);
    assert_int_equal(result, ORB_DOWNLOAD_CHANGED);
    assert_true(is_whole(*state, "twice"));
}

static void a_file_that_fails_leaves_the_one_before(void **state)
{
    static const char *const paths[] = { "/code/404", "/scheme/file", "/long/b", "/loop" };
    enum orb_download_result result;

    assert_int_equal(bring(*state, "/file/before", "before", &result, NULL), ORB_OK);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct orb_error err = { 0 };
        char part[256];

        assert_int_not_equal(bring(*state, paths[i], "before", &result, &err), ORB_OK);
        (void)unlink(place(*state, "before.part", part));
        assert_true(is_whole(*state, "before"));
    }
}

static void size_and_digest_are_checked(void **state)
{
    static const char sha1[] = "fe5cbf3a5dc0bbbd85f7e8e8a1a8ed1b2b8c0d6f"; /* of another */
    struct server *server = *state;
    char url[256];
    char file[256];
    struct orb_download download = { .url = address(server, "/file/checked", url),
                                     .path = place(server, "checked", file),
                                     .size = SIZE + 1 };
    enum orb_download_result result;
    struct orb_error err = { 0 };

    assert_int_equal(orb_download(server->http, &download, &result, &err), ORB_ERR_CORRUPT);
    assert_non_null(strstr(err.text, "200000 bytes came where 200001 were announced"));
    orb_error_clear(&err);
    download.size = SIZE;
    download.digest_kind = "sha1";
    download.digest = sha1;
    assert_int_equal(orb_download(server->http, &download, &result, &err), ORB_ERR_CORRUPT);
    assert_non_null(strstr(err.text, "digest"));
    assert_false(orb_file_exists(file));
    /* The server may lie about the length: only what was announced elsewhere shows it. */
    download = (struct orb_download){ .url = address(server, "/short/a", url),
                                      .path = file,
                                      .size = SIZE };
    assert_int_equal(orb_download(server->http, &download, &result, NULL), ORB_ERR_CORRUPT);
    assert_false(orb_file_exists(file));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_given_whatever_its_packing),
        cmocka_unit_test(a_body_is_posted_with_its_type),
        cmocka_unit_test(what_will_not_pass_is_told_at_once),
        cmocka_unit_test(without_a_server_or_a_scheme_the_sentence_says_so),
        cmocka_unit_test(an_answer_has_a_cap),
        cmocka_unit_test(a_whole_answer_may_have_a_limit_of_time),
        cmocka_unit_test(what_stays_follows_no_redirection),
        cmocka_unit_test(a_file_comes_whole_from_a_bad_server),
        cmocka_unit_test(what_is_there_already_is_not_asked_again),
        cmocka_unit_test(a_beginning_is_kept_for_the_next_command),
        cmocka_unit_test(a_file_that_changed_meanwhile_is_not_mixed),
        cmocka_unit_test(the_second_time_nothing_is_brought),
        cmocka_unit_test(a_file_that_fails_leaves_the_one_before),
        cmocka_unit_test(size_and_digest_are_checked),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
