/* Bytes go straight into locked memory, one by one: no buffer of the library keeps them,
 * and what follows on the descriptor is left for the next reader. */
#include "cli/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "engine/base/number.h"
#include "engine/base/text.h"

#define MAX_DESCRIPTOR 1023

static enum orb_status descriptor_of(int *fd, const struct cli_arguments *args,
                                     struct orb_error *err)
{
    const char *text = cli_option_value(args, "passphrase-fd");
    int64_t value = -1;

    *fd = -1;
    if (text == NULL)
        return ORB_OK;
    if (!orb_integer_parse(&value, text, strlen(text), 0, MAX_DESCRIPTOR))
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'--passphrase-fd' takes the number of an open file descriptor, as in 'orbite ... --passphrase-fd 3 3<FILE'"));
    *fd = (int)value;
    return ORB_OK;
}

enum orb_status cli_passphrase_check(const struct cli_arguments *args,
                                     struct orb_error *err)
{
    int fd;

    return descriptor_of(&fd, args, err);
}

/* One line, without its end. stop: set by a signal that ends the reading. */
static enum orb_status read_line(struct orb_secret *out, int fd,
                                 const volatile sig_atomic_t *stop, struct orb_error *err)
{
    for (;;) {
        unsigned char byte = 0;
        ssize_t count = read(fd, &byte, 1);

        if (count < 0 && errno == EINTR && (stop == NULL || *stop == 0))
            continue;
        if (count < 0)
            return orb_error_set(err, errno == EINTR ? ORB_ERR_INTERRUPTED : ORB_ERR_IO,
                                 _("the passphrase cannot be read: %s"), strerror(errno));
        if (count == 0 || byte == '\n')
            break;
        if (out->len == out->size)
            return orb_error_set(err, ORB_ERR_RANGE, _("the passphrase is too long"));
        out->bytes[out->len++] = byte;
    }
    if (out->len > 0 && out->bytes[out->len - 1] == '\r')
        out->len--;
    if (out->len == 0)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("the passphrase is empty"));
    return ORB_OK;
}

/* The signal that came while the terminal was silent; told again once it speaks. */
static volatile sig_atomic_t caught;

static void catch (int number)
{
    caught = number;
}

static const int watched[] = { SIGINT, SIGTERM, SIGHUP, SIGTSTP };
enum { WATCHED = sizeof watched / sizeof watched[0] };

/* Show the prompt and read a line without echo; whatever happens, the echo comes back. */
static enum orb_status ask(struct orb_secret *out, int tty, const char *prompt,
                           struct orb_error *err)
{
    struct sigaction action = { 0 };
    struct sigaction kept[WATCHED];
    struct termios before, silent;
    enum orb_status status;

    if (tcgetattr(tty, &before) != 0)
        return orb_error_set(err, ORB_ERR_IO, _("the terminal cannot be made silent: %s"),
                             strerror(errno));
    caught = 0;
    action.sa_handler = catch;
    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < WATCHED; i++)
        (void)sigaction(watched[i], &action, &kept[i]);
    silent = before;
    silent.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
    if (tcsetattr(tty, TCSAFLUSH, &silent) != 0)
        status = orb_error_set(err, ORB_ERR_IO, _("the terminal cannot be made silent: %s"),
                               strerror(errno));
    else if (write(tty, prompt, strlen(prompt)) < 0 || write(tty, " ", 1) < 0)
        status = orb_error_set(err, ORB_ERR_IO, _("the terminal cannot be written: %s"),
                               strerror(errno));
    else
        status = read_line(out, tty, &caught, err);
    (void)tcsetattr(tty, TCSAFLUSH, &before);
    (void)!write(tty, "\n", 1);
    for (size_t i = 0; i < WATCHED; i++)
        (void)sigaction(watched[i], &kept[i], NULL);
    if (caught != 0)
        (void)raise(caught);
    return status;
}

static enum orb_status ask_terminal(struct orb_secret *out, const char *prompt, bool is_new,
                                    struct orb_error *err)
{
    struct orb_secret again = { 0 };
    int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    enum orb_status status;

    if (tty < 0)
        return orb_error_set(
            err, ORB_ERR_IO,
            _("there is no terminal to ask for the passphrase; give it with '--passphrase-fd N'"));
    status = ask(out, tty, prompt, err);
    if (status == ORB_OK && is_new) {
        status = orb_secret_make(&again, ORB_PASSPHRASE_MAX, err);
        if (status == ORB_OK)
            status = ask(&again, tty, _("The same again:"), err);
        if (status == ORB_OK && !orb_secret_equal(out, &again))
            status = orb_error_set(err, ORB_ERR_SYNTAX, _("the two passphrases differ"));
    }
    orb_secret_release(&again);
    (void)close(tty);
    return status;
}

enum orb_status cli_passphrase_read(struct orb_secret *out,
                                    const struct cli_arguments *args, const char *prompt,
                                    bool is_new, struct orb_error *err)
{
    int fd;
    enum orb_status status = descriptor_of(&fd, args, err);

    if (status == ORB_OK)
        status = orb_secret_make(out, ORB_PASSPHRASE_MAX, err);
    if (status != ORB_OK)
        return status;
    return fd < 0 ? ask_terminal(out, prompt, is_new, err) : read_line(out, fd, NULL, err);
}
