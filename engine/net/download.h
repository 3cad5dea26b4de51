/* A file of the network brought to the disk, whole or not at all. */
#ifndef ORB_NET_DOWNLOAD_H
#define ORB_NET_DOWNLOAD_H

#include "engine/net/http.h"

/* Borrowed for the call. */
struct orb_download {
    const char *url;
    const char *path;        /* where the file goes; its folder exists */
    unsigned long long size; /* bytes announced; 0 = not known */
    const char *digest_kind; /* "sha256"...; NULL = no digest was announced */
    const char *digest;      /* hexadecimal */
};

enum orb_download_result {
    ORB_DOWNLOAD_NEW,
    ORB_DOWNLOAD_CHANGED,  /* it takes the place of another */
    ORB_DOWNLOAD_UNCHANGED /* what is there is the newest, says the server */
};

/*
 * Bring a file. "PATH.fetch" keeps what the server said of it (ETag, date), so that the
 * next call asks only for what changed; "PATH.part" and "PATH.part.fetch" hold a beginning,
 * from which the next call goes on when the server still has the same file. The file takes
 * its place by one renaming, when its size and digest are as announced. Errors as
 * orb_http_send; ORB_ERR_CORRUPT when size or digest differ, the file there before is then
 * untouched; ORB_ERR_EXISTS when another process brings it.
 */
ORB_MUST_CHECK enum orb_status orb_download(struct orb_http *http,
                                            const struct orb_download *download,
                                            enum orb_download_result *result,
                                            struct orb_error *err);

#endif
