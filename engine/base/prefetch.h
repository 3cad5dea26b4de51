/* A hint that memory will be read soon: what lies far apart then comes while something else
 * is done. Nothing depends on it. */
#ifndef ORB_BASE_PREFETCH_H
#define ORB_BASE_PREFETCH_H

static inline void orb_prefetch(const void *address)
{
#ifdef __GNUC__
    __builtin_prefetch(address);
#else
    (void)address;
#endif
}

#endif
