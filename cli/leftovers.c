/* Names in places of a fixed size: a handler may neither allocate nor wait. */
#include "cli/leftovers.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "engine/base/text.h"

#define PLACES   16
#define NAME_LEN 1024

/* What a folder may hold: SQLite puts its journal beside the file. */
static const char *const held[] = { "/file", "/file-journal", "/file-wal", "/file-shm" };

#define HELD_LEN 16

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

/* A place is taken when its flag is set, after its name is written. */
static struct {
    volatile sig_atomic_t taken;
    char name[NAME_LEN];
} places[PLACES];

/* Functions that a handler may call: copies by hand, unlink and rmdir. */
static void remove_all(const char *name)
{
    char path[NAME_LEN + HELD_LEN];
    size_t len = 0;

    for (; name[len] != '\0'; len++)
        path[len] = name[len];
    path[len] = '\0';
    if (unlink(path) == 0)
        return;
    for (size_t i = 0; i < sizeof held / sizeof held[0]; i++) {
        size_t k = 0;

        for (; held[i][k] != '\0'; k++)
            path[len + k] = held[i][k];
        path[len + k] = '\0';
        (void)unlink(path);
    }
    path[len] = '\0';
    (void)rmdir(path);
}

/* The signal is let through again by SA_RESETHAND: raising it ends the program. */
static void on_signal(int number)
{
    for (size_t i = 0; i < PLACES; i++)
        if (places[i].taken)
            remove_all(places[i].name);
    (void)raise(number);
}

static void fill(sigset_t *set)
{
    (void)sigemptyset(set);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        (void)sigaddset(set, signals[i]);
}

void cli_leftovers_watch(void)
{
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND };

    fill(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct sigaction now;

        if (sigaction(signals[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL)
            (void)sigaction(signals[i], &action, NULL);
    }
}

static void add(const char *path)
{
    size_t len = strlen(path);
    size_t i = 0;

    while (i < PLACES && places[i].taken)
        i++;
    if (i == PLACES || len >= NAME_LEN)
        return;
    memcpy(places[i].name, path, len + 1);
    places[i].taken = 1;
}

static void drop(const char *path)
{
    for (size_t i = 0; i < PLACES; i++)
        if (places[i].taken && strcmp(places[i].name, path) == 0)
            places[i].taken = 0;
}

static void note(const char *path, bool there)
{
    if (there)
        add(path);
    else
        drop(path);
}

enum orb_status cli_output_open(struct orb_output *out, const char *path, bool is_private,
                                struct orb_error *err)
{
    sigset_t set, before;
    enum orb_status status;

    /* What is made is named before a signal arrives. */
    fill(&set);
    (void)sigprocmask(SIG_BLOCK, &set, &before);
    status = is_private ? orb_output_open_private(out, path, err)
                        : orb_output_open(out, path, err);
    out->named = note;
    if (out->temporary != NULL)
        add(out->temporary);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return status;
}

/* ---- earlier runs */

#define DAY_S 86400

static const char letters[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/* The base name of a file, a dot, then the six characters of mkstemp. */
static bool is_temporary(const char *name, const char *base)
{
    size_t len = strlen(base);

    return strncmp(name, base, len) == 0 && name[len] == '.' &&
           strlen(name + len + 1) == 6 && strspn(name + len + 1, letters) == 6;
}

/* The first bytes of an image are written last: a file that somebody keeps has its own. */
static bool is_unfinished(int folder, const char *name, time_t before)
{
    char first[8] = { 0 };
    const char zeros[sizeof first] = { 0 };
    struct stat about;
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool is = fd >= 0 && fstat(fd, &about) == 0 && S_ISREG(about.st_mode) &&
              about.st_mtime < before && read(fd, first, sizeof first) >= 0 &&
              memcmp(first, zeros, sizeof first) == 0;

    if (fd >= 0)
        (void)close(fd);
    return is;
}

void cli_leftovers_sweep(const char *path, int made)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash == NULL ? path : slash + 1;
    struct orb_buf folder = { 0 };
    const struct dirent *entry;
    struct stat now;
    DIR *entries;

    if (fstat(made, &now) != 0)
        return;
    orb_buf_text(&folder, slash == NULL ? "." : "");
    orb_buf_add(&folder, path, (size_t)(base - path));
    entries = orb_buf_check(&folder, NULL) == ORB_OK ? opendir(folder.data) : NULL;
    while (entries != NULL && (entry = readdir(entries)) != NULL)
        if (is_temporary(entry->d_name, base) &&
            is_unfinished(dirfd(entries), entry->d_name, now.st_mtime - DAY_S))
            (void)unlinkat(dirfd(entries), entry->d_name, 0);
    if (entries != NULL)
        (void)closedir(entries);
    orb_buf_release(&folder);
}
