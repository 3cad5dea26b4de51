/* Keeps a library that tells failures on standard error from doing so. */
#ifndef ORB_BASE_QUIET_H
#define ORB_BASE_QUIET_H

/* From here to orb_quiet_end, which takes what this returns, nothing goes to standard
 * error, from any thread. Never fails: at worst the library is heard. */
int orb_quiet_begin(void);
void orb_quiet_end(int kept);

#endif
