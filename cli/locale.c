/* A minimal system has no generated locale but C.UTF-8; its French-speaking users still get
 * French. */
#include "cli/locale.h"

#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "engine/base/number.h"
#include "engine/base/text.h"

static const char *asked_locale(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);

        if (value != NULL && value[0] != '\0')
            return value;
    }
    return "C";
}

bool cli_locale_init(void)
{
    const char *asked = asked_locale();
    const char *directory = getenv("ORBITE_LOCALEDIR");

    if (setlocale(LC_ALL, "") == NULL) {
        if (setlocale(LC_ALL, "C.UTF-8") == NULL)
            (void)setlocale(LC_ALL, "C");
        if (strncmp(asked, "fr", 2) == 0 && strchr("_.@", asked[2]) != NULL)
            (void)setenv("LANGUAGE", "fr", 0);
    }
    (void)setlocale(LC_NUMERIC, "C");
    (void)bindtextdomain(ORB_TEXT_DOMAIN,
                         directory != NULL && directory[0] != '\0' ? directory : LOCALEDIR);
    (void)bind_textdomain_codeset(ORB_TEXT_DOMAIN, "UTF-8");
    /* TRANSLATORS: the code of your language, "fr" for French; decimals and dates follow
     * it. */
    return strcmp(_("en"), "fr") == 0;
}

void cli_locale_use(bool french)
{
    const char *now = setlocale(LC_MESSAGES, NULL);
    bool plain = now == NULL || strcmp(now, "C") == 0 || strcmp(now, "POSIX") == 0;

    /* Nothing is translated in the locale C; setting a locale makes gettext look again. */
    (void)setenv("LANGUAGE", french ? "fr" : "en", 1);
    (void)setlocale(LC_MESSAGES, plain ? "C.UTF-8" : "");
}

size_t cli_terminal_width(void)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size;
    int64_t value;

    if (!isatty(STDOUT_FILENO))
        return 0;
    if (columns != NULL && orb_integer_parse(&value, columns, strlen(columns), 40, 1000))
        return (size_t)value;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 80;
    return size.ws_col < 40 ? 40 : size.ws_col;
}
