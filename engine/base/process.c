/* Two pipes and posix_spawn, which needs no code of ours between fork and exec. */
#include "engine/base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"

#define SAID_MAX 4096

struct orb_process {
    pid_t pid;
    int output;
    int said; /* its standard error */
    bool ended;
};

/* The environment is the program's too. */
extern char **environ;

static enum orb_status fail(struct orb_error *err, const char *name, int code)
{
    enum orb_status status = orb_error_set(
        err, code == ENOENT ? ORB_ERR_NOT_FOUND : ORB_ERR_IO, "%s", strerror(code));

    orb_error_at(err, "%s", name);
    return status;
}

/* Not inherited by any program started meanwhile. */
static int make_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return errno;
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return 0;
}

static void close_pipe(const int ends[2])
{
    for (int i = 0; i < 2; i++)
        if (ends[i] >= 0)
            (void)close(ends[i]);
}

static int spawn(struct orb_process *p, const char *const *argv, int output, int said)
{
    posix_spawn_file_actions_t actions;
    int code = posix_spawn_file_actions_init(&actions);

    if (code != 0)
        return code;
    code =
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (code == 0)
        code = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    if (code == 0)
        code = posix_spawn_file_actions_adddup2(&actions, said, STDERR_FILENO);
    if (code == 0) /* the strings are not changed: the type is that of main */
        code = posix_spawnp(&p->pid, argv[0], &actions, NULL, (char *const *)(void *)argv,
                            environ);
    (void)posix_spawn_file_actions_destroy(&actions);
    return code;
}

enum orb_status orb_process_start(struct orb_process **out, const char *const *argv,
                                  struct orb_error *err)
{
    int output[2] = { -1, -1 }, said[2] = { -1, -1 };
    struct orb_process *p = orb_calloc(1, sizeof *p);
    int code;

    if (p == NULL)
        return orb_error_memory(err);
    code = make_pipe(output);
    if (code == 0)
        code = make_pipe(said);
    if (code == 0)
        code = spawn(p, argv, output[1], said[1]);
    if (code != 0) {
        close_pipe(output);
        close_pipe(said);
        orb_free(p);
        return fail(err, argv[0], code);
    }
    (void)close(output[1]);
    (void)close(said[1]);
    p->output = output[0];
    p->said = said[0];
    *out = p;
    return ORB_OK;
}

int orb_process_output(const struct orb_process *process)
{
    return process->output;
}

/* The last line of a text, without its end. */
static void keep_last(char *said, size_t size, char *text)
{
    size_t len = strlen(text);
    const char *line;

    while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
        text[--len] = '\0';
    line = strrchr(text, '\n');
    (void)snprintf(said, size, "%s", line == NULL ? text : line + 1);
}

static pid_t wait_for(pid_t pid, int *code)
{
    pid_t done;

    do
        done = waitpid(pid, code, 0);
    while (done < 0 && errno == EINTR);
    return done;
}

enum orb_status orb_process_wait(struct orb_process *process, int *status, char *said,
                                 size_t size, struct orb_error *err)
{
    char text[SAID_MAX];
    size_t len = 0;
    ssize_t n = 1;
    int code = 0;

    while (n != 0 && len < sizeof text - 1) {
        n = read(process->said, text + len, sizeof text - 1 - len);
        if (n < 0 && errno != EINTR)
            break;
        len += n > 0 ? (size_t)n : 0;
    }
    text[len] = '\0';
    keep_last(said, size, text);
    process->ended = true;
    if (wait_for(process->pid, &code) < 0)
        return orb_error_set(err, ORB_ERR_IO, "%s", strerror(errno));
    *status = WIFEXITED(code) ? WEXITSTATUS(code) : 128 + WTERMSIG(code);
    return ORB_OK;
}

void orb_process_free(struct orb_process *process)
{
    int code;

    if (process == NULL)
        return;
    (void)close(process->output);
    (void)close(process->said);
    if (!process->ended) {
        (void)kill(process->pid, SIGTERM);
        (void)wait_for(process->pid, &code);
    }
    orb_free(process);
}
