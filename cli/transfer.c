/* Each file is looked up where the list says, then brought; what is there is left when it
 * is the newest. */
#include "cli/transfer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/diagnostics.h"
#include "cli/table.h"
#include "engine/base/text.h"
#include "engine/net/data_gouv.h"
#include "engine/net/download.h"

static enum orb_status make_folder(const char *path, struct orb_error *err)
{
    struct stat about;

    if (mkdir(path, 0777) == 0 ||
        (errno == EEXIST && stat(path, &about) == 0 && S_ISDIR(about.st_mode)))
        return ORB_OK;
    (void)orb_error_set(err, ORB_ERR_IO, "%s", strerror(errno));
    orb_error_at(err, "%s", path);
    return ORB_ERR_IO;
}

char *cli_transfer_folder(const struct cli_transfer *transfer, const char *source)
{
    return orb_arena_printf(transfer->arena, "%s/%s", transfer->folder, source);
}

/* The text with the code of the département where it asks for it; NULL without memory. */
static const char *fill(const struct cli_transfer *transfer, const char *text)
{
    const char *at = strstr(text, ORB_SOURCES_DEPARTEMENT);

    if (at == NULL)
        return text;
    return orb_arena_printf(transfer->arena, "%.*s%s%s", (int)(at - text), text,
                            transfer->departement, at + strlen(ORB_SOURCES_DEPARTEMENT));
}

/* The newest file of a dataset takes the place of the address of its description. */
static enum orb_status look_up(const struct cli_transfer *transfer,
                               const struct orb_source_file *file,
                               struct orb_download *download, struct orb_error *err)
{
    const struct orb_http_request request = { .url = download->url };
    struct orb_http_answer answer = { 0 };
    struct orb_data_gouv_file found;
    enum orb_status status = orb_http_send(transfer->http, &request, &answer, err);

    if (status != ORB_OK)
        goto done;
    status = orb_data_gouv_pick(&found, transfer->arena, &answer.body, file->pick, err);
    if (status != ORB_OK) {
        orb_error_at(err, "%s", download->url);
        goto done;
    }
    download->url = found.url;
    download->size = found.size;
    download->digest_kind = found.digest_kind;
    download->digest = found.digest;
    if (transfer->cli->verbose)
        cli_note(transfer->cli, _("'%s' is the newest file of its dataset"), found.title);
done:
    orb_buf_release(&answer.body);
    return status;
}

static void write_size(struct orb_buf *out, unsigned long long size, bool french)
{
    if (size < 1000000) {
        orb_buf_printf(out, ORB_PLURAL("%llu byte", "%llu bytes", size), size);
        return;
    }
    cli_number(out, (double)size / 1e6, 1, french);
    orb_buf_text(out, _(" MB"));
}

void cli_transfer_progress(void *context, unsigned long long done, unsigned long long total,
                           unsigned long long elapsed_ms)
{
    const struct cli_context *cli = context;
    struct orb_buf text = { 0 };

    if (cli->quiet || elapsed_ms < 1000 || done == 0 || !isatty(STDERR_FILENO))
        return;
    write_size(&text, done, cli->french);
    if (total > 0) {
        orb_buf_text(&text, " / ");
        write_size(&text, total, cli->french);
    }
    /* The line is written again and again; what comes next begins by clearing it. */
    (void)fprintf(stderr, "\r\033[K%s\r", text.data == NULL ? "" : text.data);
    orb_buf_release(&text);
}

static enum orb_status tell(const struct cli_transfer *transfer, const char *path,
                            enum orb_download_result result, struct orb_error *err)
{
    struct orb_buf text = { 0 };
    struct stat about;
    enum orb_status status = ORB_OK;

    if (transfer->cli->quiet)
        return ORB_OK;
    if (isatty(STDERR_FILENO))
        (void)fputs("\033[K", stderr);
    orb_buf_printf(&text, "%s: %s", path,
                   result == ORB_DOWNLOAD_UNCHANGED ? _("unchanged")
                   : result == ORB_DOWNLOAD_CHANGED ? _("changed")
                                                    : _("new"));
    if (stat(path, &about) == 0) {
        orb_buf_text(&text, ", ");
        write_size(&text, (unsigned long long)about.st_size, transfer->cli->french);
    }
    orb_buf_char(&text, '\n');
    status = cli_print(NULL, &text, err);
    orb_buf_release(&text);
    return status;
}

static enum orb_status bring(const struct cli_transfer *transfer,
                             const struct orb_source_file *file, const char *folder,
                             const char **path, struct orb_error *err)
{
    struct orb_download download = { 0 };
    enum orb_download_result result = ORB_DOWNLOAD_NEW;
    const char *name = fill(transfer, file->file);
    enum orb_status status = ORB_OK;

    download.url = fill(transfer, file->address);
    if (name == NULL || download.url == NULL)
        return orb_error_memory(err);
    *path = download.path = orb_arena_printf(transfer->arena, "%s/%s", folder, name);
    if (*path == NULL)
        return orb_error_memory(err);
    if (strcmp(file->kind, "data.gouv") == 0)
        status = look_up(transfer, file, &download, err);
    if (status == ORB_OK)
        status = orb_download(transfer->http, &download, &result, err);
    return status == ORB_OK ? tell(transfer, *path, result, err) : status;
}

enum orb_status cli_transfer(const struct cli_transfer *transfer,
                             const struct orb_source_file *files, size_t count,
                             const char **paths, struct orb_error *err)
{
    const char *folder = cli_transfer_folder(transfer, files->source);
    enum orb_status status =
        folder == NULL ? orb_error_memory(err) : make_folder(transfer->folder, err);

    if (status == ORB_OK)
        status = make_folder(folder, err);
    for (size_t i = 0; status == ORB_OK && i < count; i++)
        status = bring(transfer, &files[i], folder, &paths[i], err);
    return status;
}
