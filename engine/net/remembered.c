/* Lost or spoilt, it costs one more transfer: what cannot be read is as if absent. */
#include "engine/net/remembered.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "engine/base/json.h"

enum { NAME_LEN = 4352, CAP = 16384 };

static void name_of(char out[NAME_LEN], const char *path)
{
    (void)snprintf(out, NAME_LEN, "%s.fetch", path);
}

static void copy(char *out, size_t room, const struct orb_json *value)
{
    const char *text = orb_json_text(value);

    if (text != NULL && strlen(text) < room)
        (void)snprintf(out, room, "%s", text);
}

void orb_remembered_read(struct orb_remembered *out, const char *path, const char *url)
{
    struct orb_buf text = { 0 };
    struct orb_json *document = NULL;
    char name[NAME_LEN];

    memset(out, 0, sizeof *out);
    name_of(name, path);
    if (orb_file_read(&text, name, CAP, NULL) == ORB_OK && text.len > 0 &&
        orb_json_parse(&document, text.data, text.len, NULL) == ORB_OK) {
        copy(out->url, sizeof out->url, orb_json_get(document, "url"));
        copy(out->etag, sizeof out->etag, orb_json_get(document, "etag"));
        copy(out->modified, sizeof out->modified, orb_json_get(document, "last_modified"));
        if (orb_json_integer(orb_json_get(document, "size")) > 0)
            out->size =
                (unsigned long long)orb_json_integer(orb_json_get(document, "size"));
    }
    if (strcmp(out->url, url) != 0)
        memset(out, 0, sizeof *out);
    orb_json_free(document);
    orb_buf_release(&text);
}

enum orb_status orb_remembered_write(const struct orb_remembered *kept, const char *path,
                                     struct orb_error *err)
{
    struct orb_output out = { 0 };
    char name[NAME_LEN];
    enum orb_status status;

    name_of(name, path);
    status = orb_output_open(&out, name, err);
    if (status == ORB_OK) {
        orb_buf_text(&out.pending, "{\"url\": ");
        orb_json_write_string(&out.pending, kept->url);
        orb_buf_text(&out.pending, ", \"etag\": ");
        orb_json_write_string(&out.pending, kept->etag);
        orb_buf_text(&out.pending, ", \"last_modified\": ");
        orb_json_write_string(&out.pending, kept->modified);
        orb_buf_printf(&out.pending, ", \"size\": %llu}\n", kept->size);
        status = orb_output_commit(&out, err);
    }
    orb_output_close(&out);
    return status;
}

void orb_remembered_remove(const char *path)
{
    char name[NAME_LEN];

    name_of(name, path);
    (void)unlink(name);
}

const char *orb_remembered_mark(const struct orb_remembered *kept)
{
    /* A weak ETag is the same for contents that are alike, not equal to the byte. */
    return kept->etag[0] != '\0' && strncmp(kept->etag, "W/", 2) != 0 ? kept->etag
                                                                      : kept->modified;
}
