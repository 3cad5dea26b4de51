/* The whole territory in one exchange file. */
#include "cli/map_product.h"
#include "engine/base/text.h"
#include "engine/store/store.h"
#include "maps/native.h"

/* What is one resource keeps together what one source of it keeps. */
static enum orb_status hide_together(struct orb_native_writer *writer,
                                     struct orb_store *store, struct orb_error *err)
{
    static const struct orb_store_filter keeping = {
        .kinds = 1U << ORB_RECORD_ORGANIZATION | 1U << ORB_RECORD_SITE |
                 1U << ORB_RECORD_SERVICE | 1U << ORB_RECORD_OFFER,
        .raw = true,
        .hidden_only = true
    };
    static const struct orb_store_filter at_places = {
        .kinds = 1U << ORB_RECORD_SERVICE | 1U << ORB_RECORD_OFFER, .raw = true
    };
    struct orb_sink sink = orb_native_writer_look(writer);
    struct orb_store_links links = { 0 };
    struct orb_arena arena = { 0 };
    enum orb_status status = orb_store_get_links(store, &arena, &links, err);

    for (size_t i = 0; status == ORB_OK && i < links.link_count; i++)
        status = orb_native_writer_hide_together(
            writer, links.links[i].kind, links.links[i].id, links.links[i].canonical, err);
    if (status == ORB_OK)
        status = orb_store_replay(store, &keeping, &sink, err);
    if (status == ORB_OK && orb_native_writer_hides(writer))
        status = orb_store_replay(store, &at_places, &sink, err);
    orb_arena_release(&arena);
    return status;
}

/* The whole territory, contours included, straight from the store. */
static enum orb_status write_native(struct orb_output *out, const struct cli_context *cli,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    static const struct orb_store_filter whole = { .with_contours = true, .raw = true };
    struct orb_native_writer *writer = NULL;
    struct orb_store *store = NULL;
    struct orb_sink sink;
    enum orb_status status = orb_store_open(&store, cli->database, ORB_STORE_READ, err);

    (void)args;
    if (status == ORB_OK)
        status = orb_native_writer_new(&writer, out, err);
    if (status == ORB_OK)
        status = hide_together(writer, store, err);
    if (status == ORB_OK) {
        sink = orb_native_writer_sink(writer);
        status = orb_store_replay(store, &whole, &sink, err);
    }
    if (status == ORB_OK)
        status = orb_native_writer_end(writer, err);
    orb_native_writer_free(writer);
    orb_store_close(store);
    return status;
}

const struct cli_map_product cli_map_native = {
    .name = "native",
    .summary = N_("the whole territory in one JSON file, to hand it on"),
    .write = write_native,
};
