/* fork and exec, with the answer in a file: nothing is interpreted by a shell. */
#include "tests/property/answer.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define ARGUMENTS_MAX 24
#define PATHS         8

void answer_open(struct answer_place *place)
{
    const char *build = getenv("ORBITE_BUILDDIR");

    (void)snprintf(place->path, sizeof place->path, "%s/property-XXXXXX",
                   build == NULL ? "." : build);
    assert_non_null(mkdtemp(place->path));
}

void answer_close(struct answer_place *place)
{
    char command[4096];
    pid_t child;

    (void)snprintf(command, sizeof command, "%s", place->path);
    child = fork();
    if (child == 0) {
        (void)execlp("rm", "rm", "-rf", command, (char *)NULL);
        _exit(127);
    }
    (void)waitpid(child, NULL, 0);
}

const char *answer_file(struct answer_place *place, const char *name,
                        const json_t *document)
{
    static char paths[PATHS][4096];
    static unsigned next;
    char *path = paths[next++ % PATHS];

    (void)snprintf(path, sizeof paths[0], "%s/%s", place->path, name);
    assert_int_equal(json_dump_file(document, path, JSON_REAL_PRECISION(17)), 0);
    return path;
}

int answer_run(const char *const *arguments, const char *locale, const char *output)
{
    const char *argv[ARGUMENTS_MAX];
    const char *orbite = getenv("ORBITE");
    size_t count = 0;
    int status = 0;
    pid_t child;

    argv[count++] = orbite;
    while (count < ARGUMENTS_MAX - 1 && arguments[count - 1] != NULL) {
        argv[count] = arguments[count - 1];
        count++;
    }
    argv[count] = NULL;
    (void)fflush(stdout);
    child = fork();
    if (child == 0) {
        int fd =
            open(output == NULL ? "/dev/null" : output, O_WRONLY | O_CREAT | O_TRUNC, 0600);

        if (locale != NULL)
            (void)setenv("LC_ALL", locale, 1);
        (void)dup2(fd, STDOUT_FILENO);
        (void)execv(orbite, (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static char *read_all(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text;
    long len;

    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    len = ftell(file);
    rewind(file);
    text = calloc((size_t)len + 1, 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t)len, file), (size_t)len);
    (void)fclose(file);
    return text;
}

char *answer_text(struct answer_place *place, const struct answer_question *question)
{
    const char *arguments[ARGUMENTS_MAX] = {
        "match", answer_file(place, "person.json", question->person), "--igas=", "--json",
        "--all"
    };
    size_t count = 5;
    char output[4096];

    if (question->database != NULL) {
        arguments[count++] = "-d";
        arguments[count++] = question->database;
    } else {
        arguments[count++] = "--catalogue";
        arguments[count++] = answer_file(place, "catalogue.json", question->catalogue);
    }
    if (question->profile != NULL) {
        arguments[count++] = "--profile";
        arguments[count++] = answer_file(place, "profile.json", question->profile);
    }
    if (question->policy != NULL) {
        arguments[count++] = "--policy";
        arguments[count++] = question->policy;
    }
    (void)snprintf(output, sizeof output, "%s/answer.json", place->path);
    assert_int_equal(answer_run(arguments, question->locale, output), 0);
    return read_all(output);
}

json_t *answer_json(struct answer_place *place, const struct answer_question *question)
{
    char *text = answer_text(place, question);
    json_error_t error;
    json_t *answer = json_loads(text, JSON_REJECT_DUPLICATES, &error);

    free(text);
    assert_non_null(answer);
    return answer;
}
