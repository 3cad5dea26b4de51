/* What a function that can fail says: a status, and one sentence with its place. */
#ifndef ORB_BASE_ERROR_H
#define ORB_BASE_ERROR_H

enum orb_status {
    ORB_OK = 0,
    ORB_ERR_MEMORY,      /* no memory left */
    ORB_ERR_IO,          /* a file or device refused */
    ORB_ERR_SYNTAX,      /* text that does not read */
    ORB_ERR_RANGE,       /* a value outside what is possible */
    ORB_ERR_NOT_FOUND,   /* what was named does not exist */
    ORB_ERR_EXISTS,      /* what was to be made exists already */
    ORB_ERR_UNSUPPORTED, /* newer, foreign or disabled */
    ORB_ERR_CORRUPT,     /* a file of ours whose bytes are not as written */
    ORB_ERR_DATABASE,    /* the database refused */
    ORB_ERR_FINDINGS,    /* done, with findings that were asked for (--strict) */
    ORB_ERR_INTERRUPTED, /* the reader of our output left, or the caller stopped the work */
    ORB_ERR_INTERNAL,    /* a bug of ours */
    ORB_ERR_PASSPHRASE   /* a passphrase that opens nothing */
};

#define ORB_ERROR_TEXT_MAX  600
#define ORB_ERROR_PLACE_MAX 300

/* The first error of a chain. place is a file, a line or a JSON pointer, possibly empty;
 * never a value of a person. */
struct orb_error {
    enum orb_status status;
    char text[ORB_ERROR_TEXT_MAX];
    char place[ORB_ERROR_PLACE_MAX];
};

#if defined(__GNUC__)
#define ORB_MUST_CHECK     __attribute__((warn_unused_result))
#define ORB_PRINTF(at, va) __attribute__((format(printf, at, va)))
#define ORB_PURE           __attribute__((pure))
#else
#define ORB_MUST_CHECK
#define ORB_PRINTF(at, va)
#define ORB_PURE
#endif

/*
 * Record a sentence (no capital, no stop) and return status, so that a function can end
 * with "return orb_error_set(err, ...)". Keeps the first error already there. err may be
 * NULL.
 */
enum orb_status orb_error_set(struct orb_error *err, enum orb_status status,
                              const char *format, ...) ORB_PRINTF(3, 4);

/* Add where it happened ("file.json", "file.csv:12", "/needs/3/code") before the place
 * already known. */
void orb_error_at(struct orb_error *err, const char *format, ...) ORB_PRINTF(2, 3);

/* Forget the error. */
void orb_error_clear(struct orb_error *err);

/* ORB_ERR_MEMORY with its sentence. */
enum orb_status orb_error_memory(struct orb_error *err);

#endif
