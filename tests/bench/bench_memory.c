/*
 * The peak of a command's own memory on a small and on a large territory, and their ratio.
 * Pages of mapped files are not counted: the kernel takes them back.
 * usage: bench_memory NAME SMALL LARGE COMMAND ARGUMENT...
 * The argument "@" is SMALL, then LARGE.
 */
#define _DEFAULT_SOURCE /* usleep */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGUMENTS_MAX = 40, BETWEEN_US = 2000 };

/* KiB of anonymous pages of a process now; 0 when it is gone. */
static long own_memory(pid_t process)
{
    static const char key[] = "RssAnon:";
    char path[64];
    char line[256];
    long own = 0;
    FILE *status;

    (void)snprintf(path, sizeof path, "/proc/%ld/status", (long)process);
    status = fopen(path, "r");
    if (status == NULL)
        return 0;
    while (own == 0 && fgets(line, sizeof line, status) != NULL)
        if (strncmp(line, key, sizeof key - 1) == 0)
            own = strtol(line + sizeof key - 1, NULL, 10);
    (void)fclose(status);
    return own;
}

/* The peak in MiB, looked at every other millisecond; below 0 when the command failed. */
static double peak_of(char **arguments)
{
    long peak = 0;
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);

        (void)dup2(null, STDOUT_FILENO);
        (void)execv(arguments[0], arguments);
        _exit(127);
    }
    if (child < 0)
        return -1;
    while (waitpid(child, &status, WNOHANG) == 0) {
        long now = own_memory(child);

        peak = now > peak ? now : peak;
        (void)usleep(BETWEEN_US);
    }
    return status == 0 ? (double)peak / 1024 : -1;
}

int main(int argc, char **argv)
{
    char *arguments[ARGUMENTS_MAX] = { 0 };
    double peaks[2];

    if (argc < 5 || argc - 4 >= ARGUMENTS_MAX)
        return 2;
    for (int size = 0; size < 2; size++) {
        for (int i = 4; i < argc; i++)
            arguments[i - 4] = strcmp(argv[i], "@") == 0 ? argv[2 + size] : argv[i];
        peaks[size] = peak_of(arguments);
        if (peaks[size] <= 0) {
            (void)fprintf(stderr, "bench_memory: %s failed\n", argv[1]);
            return 1;
        }
    }
    (void)printf("{\"name\":\"%s\",\"unit\":\"MiB\",\"small\":%.1f,\"large\":%.1f,"
                 "\"ratio\":%.2f}\n",
                 argv[1], peaks[0], peaks[1], peaks[1] / peaks[0]);
    return 0;
}
