/* The language of messages. Numbers never follow the locale. */
#ifndef CLI_LOCALE_H
#define CLI_LOCALE_H

#include <stdbool.h>
#include <stddef.h>

/* Choose the language from the environment; true when messages come out in French. Call
 * first. */
bool cli_locale_init(void);

/* Messages come out in French, or in English, from now on. */
void cli_locale_use(bool french);

/* Columns of the terminal behind standard output, at least 40; 0 when it is none. COLUMNS
 * prevails on the device. */
size_t cli_terminal_width(void);

#endif
