/* Places that ask the same are one question. Few questions go one by one, many in files. */
#include "cli/geocode_ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/text.h"
#include "engine/geocode/client.h"

/* Up to so many, single requests take no longer than a file. */
enum { FEW = 10 };

/* METHODS 8: a position up to so far outside the contour is still in its commune. */
static const double margin_m = 500;

/* Questions to send, each with the answer that came. */
struct questions {
    struct orb_strmap asked; /* by cli_geocode_asked */
    const struct orb_geocode_query **queries;
    struct orb_geocode_answer *answers;
    size_t count;
};

struct asker {
    struct cli_geocode_asking *asking;
    struct cli_geocode_places *places;
    struct orb_geocode_cache cache;
    struct orb_geocode_client client;
    struct questions questions;
};

static void show_progress(const struct asker *a, size_t done)
{
    if (a->asking->cli->quiet || !isatty(STDERR_FILENO))
        return;
    /* The line is written again and again; what comes next begins by clearing it. */
    (void)fputs("\r\033[K", stderr);
    if (done < a->questions.count)
        (void)fprintf(stderr, _("addresses asked: %zu of %zu"), done, a->questions.count);
}

/* ---- what is there already */

/* A position that was found for the same question stands; another question is a new one. */
static bool stands(const struct cli_geocode_place *place, const char *asked)
{
    return place->before.by_geocoder && strcmp(place->before.asked, asked) == 0;
}

static enum orb_status add_question(struct asker *a, const struct cli_geocode_place *place,
                                    const char *asked, struct orb_error *err)
{
    struct questions *q = &a->questions;
    uint32_t number;

    if (orb_strmap_add(&q->asked, asked, strlen(asked), &number) != ORB_OK)
        return orb_error_memory(err);
    if (number < q->count)
        return ORB_OK;
    if (q->count >= a->asking->limit || !a->asking->may_send)
        return ORB_OK;
    q->queries[q->count++] = &place->query;
    return ORB_OK;
}

static enum orb_status look_up(struct asker *a, struct cli_geocode_place *place,
                               struct orb_error *err)
{
    const char *asked = cli_geocode_asked(&a->places->arena, &place->query);
    const struct orb_geocode_answer *known;

    if (asked == NULL)
        return orb_error_memory(err);
    if (stands(place, asked) && place->before.is_sure) {
        place->is_kept = true;
        return ORB_OK;
    }
    if (place->query.text[0] == '\0' || place->is_confidential)
        return ORB_OK;
    known = orb_geocode_cache_find(&a->cache, &place->query);
    if (known != NULL) {
        place->answer = *known;
        place->answer.label = orb_arena_strdup(&a->places->arena, known->label);
        place->from_cache = true;
        return place->answer.label == NULL ? orb_error_memory(err) : ORB_OK;
    }
    /* Without a network what was said of it before is better than to forget it. */
    place->is_kept = stands(place, asked) && !a->asking->may_send;
    return place->is_kept ? ORB_OK : add_question(a, place, asked, err);
}

/* ---- sending */

/* Rows that failed alone are asked once more, alone. */
static enum orb_status ask_again(struct asker *a, size_t first, size_t count,
                                 struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = first; status == ORB_OK && i < first + count; i++) {
        struct orb_geocode_answer *answer = &a->questions.answers[i];

        if (answer->outcome == ORB_GEOCODE_FAILED)
            status = orb_geocode_ask(&a->client, a->questions.queries[i], answer,
                                     &a->places->arena, err);
    }
    return status;
}

static enum orb_status keep(struct asker *a, size_t first, size_t count,
                            struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = first; status == ORB_OK && i < first + count; i++) {
        a->questions.answers[i].asked_on = a->asking->today;
        status = orb_geocode_cache_put(&a->cache, a->questions.queries[i],
                                       &a->questions.answers[i], err);
    }
    if (status == ORB_OK)
        status = orb_geocode_cache_save(&a->cache, err);
    a->asking->sent += count;
    return status;
}

static enum orb_status send_some(struct asker *a, size_t first, size_t count,
                                 struct orb_error *err)
{
    struct questions *q = &a->questions;
    const struct orb_geocode_batch batch = { q->queries + first, count, q->answers + first,
                                             &a->places->arena };
    enum orb_status status;

    if (q->count <= FEW)
        status = orb_geocode_ask(&a->client, q->queries[first], &q->answers[first],
                                 &a->places->arena, err);
    else
        status = orb_geocode_ask_many(&a->client, &batch, err);
    if (status == ORB_OK && q->count > FEW)
        status = ask_again(a, first, count, err);
    return status == ORB_OK ? keep(a, first, count, err) : status;
}

static enum orb_status send_all(struct asker *a, struct orb_error *err)
{
    struct questions *q = &a->questions;
    size_t most = q->count <= FEW ? 1 : ORB_GEOCODE_ROWS;
    struct orb_http_options options = { .certificates = getenv("SSL_CERT_FILE"),
                                        .certificates_path = getenv("SSL_CERT_DIR") };
    enum orb_status status;

    if (q->count == 0)
        return ORB_OK;
    if (options.certificates == NULL)
        options.certificates = getenv("CURL_CA_BUNDLE");
    orb_geocode_http_options(&options);
    status = orb_http_new(&a->client.http, &options, err);
    for (size_t done = 0; status == ORB_OK && done < q->count;) {
        size_t count = q->count - done < most ? q->count - done : most;

        show_progress(a, done);
        status = send_some(a, done, count, err);
        done += count;
    }
    show_progress(a, q->count);
    orb_http_free(a->client.http);
    return status;
}

/* ---- judging */

static enum orb_status judge(struct asker *a, struct cli_geocode_place *place,
                             struct orb_error *err)
{
    const struct orb_territory_view *view = a->asking->view;
    enum orb_tristate inside = ORB_UNKNOWN;

    if (place->is_kept)
        return ORB_OK;
    if (place->is_confidential) {
        place->judgement = (struct orb_geocode_judgement){ ORB_GEOCODE_FALLBACK,
                                                           ORB_GEOCODE_CONFIDENTIAL };
        return ORB_OK;
    }
    if (place->answer.outcome == ORB_GEOCODE_FOUND && place->query.commune[0] != '\0')
        inside = view->contains(view->context, place->query.commune, place->answer.lon,
                                place->answer.lat, margin_m);
    place->is_inside = inside == ORB_YES;
    return orb_geocode_judge(&place->judgement,
                             &(struct orb_geocode_case){ &a->places->towns, &place->query,
                                                         &place->answer, inside },
                             err);
}

/* The answer to the question of a place, when one came. */
static enum orb_status hand_out(struct asker *a, struct cli_geocode_place *place,
                                struct orb_error *err)
{
    const char *asked = cli_geocode_asked(&a->places->arena, &place->query);
    uint32_t number;

    if (asked == NULL)
        return orb_error_memory(err);
    number = orb_strmap_find(&a->questions.asked, asked, strlen(asked));
    if (number < a->questions.count && !place->from_cache && !place->is_kept &&
        !place->is_confidential)
        place->answer = a->questions.answers[number];
    /* Nor is it forgotten because a server failed. */
    if (place->answer.outcome == ORB_GEOCODE_FAILED && stands(place, asked))
        place->is_kept = true;
    return judge(a, place, err);
}

/* ---- all of it */

static enum orb_status prepare(struct asker *a, struct orb_error *err)
{
    struct orb_arena *arena = &a->places->arena;
    struct questions *q = &a->questions;
    enum orb_status status = ORB_OK;

    q->queries = orb_arena_array(arena, a->places->count + 1, sizeof *q->queries);
    q->answers = orb_arena_array(arena, a->places->count + 1, sizeof *q->answers);
    if (q->queries == NULL || q->answers == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; status == ORB_OK && i < a->places->count; i++)
        status = look_up(a, &a->places->items[i], err);
    a->asking->waiting = q->asked.count - q->count;
    return status;
}

enum orb_status cli_geocode_ask(struct cli_geocode_asking *asking,
                                struct cli_geocode_places *places, struct orb_error *err)
{
    struct asker a = { .asking = asking,
                       .places = places,
                       .client = { .server = asking->server } };
    enum orb_status status = orb_geocode_cache_open(&a.cache, asking->cache_path,
                                                    asking->server, asking->today, err);

    if (status != ORB_OK)
        return status;
    status = prepare(&a, err);
    if (status == ORB_OK)
        status = send_all(&a, err);
    for (size_t i = 0; status == ORB_OK && i < places->count; i++)
        status = hand_out(&a, &places->items[i], err);
    orb_strmap_release(&a.questions.asked);
    orb_geocode_cache_close(&a.cache);
    return status;
}
