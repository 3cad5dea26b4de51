/* A file that is written again has another date, one that is put in its place another
 * inode. */
#include "cli/batch_mark.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "engine/base/hash.h"

enum orb_status cli_batch_mark(uint64_t *digest, bool *is_lasting, const char *path,
                               struct orb_error *err)
{
    struct stat about;
    uint64_t facts[4];

    *is_lasting =
        (strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &about) : stat(path, &about)) == 0 &&
        S_ISREG(about.st_mode);
    if (*is_lasting) {
        facts[0] = (uint64_t)about.st_ino;
        facts[1] = (uint64_t)about.st_size;
        facts[2] = (uint64_t)about.st_mtim.tv_sec;
        facts[3] = (uint64_t)about.st_mtim.tv_nsec;
    } else if (getrandom(facts, sizeof facts, 0) != (ssize_t)sizeof facts) {
        return orb_file_error(err, path, errno);
    }
    *digest = orb_hash_more(*digest, facts, sizeof facts);
    return ORB_OK;
}
