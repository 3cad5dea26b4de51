/* A style sheet that is embedded beside its digest. */
#ifndef TESTS_UNIT_STYLE_H
#define TESTS_UNIT_STYLE_H

/* The digest that a policy names is that of the style at path; skips where none can be
 * computed. */
void assert_style_is_named(const char *path, const char *digest_path);

#endif
