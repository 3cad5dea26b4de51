/* A profile is a small file a team keeps; one wrong key would silently change every answer,
 * so it is refused. */
#include "cli/profile.h"

#include "engine/base/buf.h"
#include "engine/base/embedded.h"
#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/vault/fingerprint.h"

#define PROFILE_CAP ((size_t)16 << 20)

enum orb_status cli_profile_open(struct orb_profile **out, const struct cli_context *cli,
                                 struct orb_error *err)
{
    struct orb_buf text = { 0 };
    struct orb_json *over = NULL;
    enum orb_status status;

    if (cli->profile == NULL)
        return orb_profile_new(out, NULL, err);
    status = orb_file_read(&text, cli->profile, PROFILE_CAP, err);
    if (status != ORB_OK)
        goto done;
    status = orb_json_parse(&over, text.data, text.len, err);
    if (status == ORB_OK)
        status = orb_profile_new(out, over, err);
    if (status != ORB_OK)
        orb_error_at(err, "%s", cli->profile);
done:
    orb_json_free(over);
    orb_buf_release(&text);
    return status;
}

enum orb_status cli_profile_digest(char out[CLI_PROFILE_DIGEST],
                                   const struct cli_context *cli, struct orb_error *err)
{
    const struct orb_embedded_file *built_in =
        orb_embedded_find("engine/match/profile-default.json");
    struct orb_buf text = { 0 };
    struct orb_buf over = { 0 };
    enum orb_status status = ORB_OK;

    if (cli->profile != NULL)
        status = orb_file_read(&over, cli->profile, PROFILE_CAP, err);
    if (status == ORB_OK) {
        orb_buf_add(&text, built_in->data, built_in->len);
        orb_buf_char(&text, '\0');
        if (over.len > 0)
            orb_buf_add(&text, over.data, over.len);
        status = orb_buf_check(&text, err);
    }
    if (status == ORB_OK)
        (void)orb_fingerprint_write(out, text.data, text.len);
    orb_buf_release(&over);
    orb_buf_release(&text);
    return status;
}
