/* Splits by largest remainder, as formulas. */
#include "base/grid.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* What is split, of n parts.
 *   whole, rest  [n]: each part's whole pence, and what of its exact share they leave; left: what all of them leave */
struct split {
    struct grid *g;
    int sheet, n;
    int total, sum, left;
    bool equal;
    int whole[GRID_REFS], rest[GRID_REFS];
};

/* One part's exact share, and its whole pence. A share that only the last bits of a double keep from a whole number is that number:
 * its rest would be the greatest, and it would be given the penny. */
static void split_one(struct split *s, int i, int weight, const char *label) {
    char share[64];
    if (s->equal)
        (void)snprintf(share, sizeof share, "IF({2}>0,{0}*{1}/{2},{0}/%d)", s->n);
    else
        (void)snprintf(share, sizeof share, "IF({2}>0,{0}*{1}/{2},0)");
    int exact = grid_line(s->g, s->sheet, GRID_NUMBER, grid_text(s->g, "%s: share, exact", label), share, s->total,
                          weight, s->sum);
    s->whole[i] =
        grid_line(s->g, s->sheet, GRID_PENCE, grid_text(s->g, "%s: whole pence", label), "INT(ROUND({0},6))", exact);
    const char *rest = grid_text(s->g, "%s: rest", label);
    s->rest[i] = s->equal ? grid_line(s->g, s->sheet, GRID_NUMBER, rest, "{0}-{1}", exact, s->whole[i])
                          : grid_line(s->g, s->sheet, GRID_NUMBER, rest, "{0}*{1}-{2}*{3}", s->total, weight,
                                      s->whole[i], s->sum);
}

/* What the whole pence of all parts leave of the total. */
static void split_left(struct split *s, const char *label) {
    struct text_buf text = {0};
    int refs[GRID_REFS] = {s->total, s->sum};
    text_append(&text, s->equal ? "{0}" : "{0}*({1}>0)");
    for (int i = 0; i < s->n; i++)
        text_appendf(&text, "-{%d}", 2 + i);
    memcpy(refs + 2, s->whole, (size_t)s->n * sizeof *refs);
    s->g->failed |= text.failed;
    if (!s->g->failed)
        s->left = grid_line_of(s->g, s->sheet, GRID_PENCE, grid_text(s->g, "%s: left to give", label), text.data,
                               s->n + 2, refs);
    text_free(&text);
}

/* A part: its whole pence, and one more if fewer parts come before it than pence are left: those with a greater rest, and
 * of the same rest those that are listed before. Rests of real weights are the same where only their last bits differ. */
static int split_part(const struct split *s, int i, const char *label) {
    struct text_buf text = {0};
    int refs[GRID_REFS] = {s->whole[i], s->left}, part = 0;
    text_append(&text, "{0}+(");
    for (int k = 0; k < s->n; k++) {
        if (k != i)
            text_appendf(&text, s->equal ? "(ROUND({%d}-{%d},6)%s0)+" : "({%d}-{%d}%s0)+", 2 + k, 2 + i,
                         k < i ? ">=" : ">");
    }
    text_append(&text, "0<{1})");
    memcpy(refs + 2, s->rest, (size_t)s->n * sizeof *refs);
    s->g->failed |= text.failed;
    if (!s->g->failed)
        part = grid_line_of(s->g, s->sheet, GRID_PENCE, label, text.data, s->n + 2, refs);
    text_free(&text);
    return part;
}

/* Splits as `s` says: among its n parts of its total. */
static void split_all(struct split *s, const char *label, const int *weights, const char *const *labels, int *parts) {
    assert(s->n + 2 <= GRID_REFS);
    s->sum = grid_sum(s->g, s->sheet, GRID_NUMBER, grid_text(s->g, "%s: weights", label), s->n, weights);
    for (int i = 0; i < s->n; i++)
        split_one(s, i, weights[i], labels[i]);
    split_left(s, label);
    for (int i = 0; i < s->n && !s->g->failed; i++)
        parts[i] = split_part(s, i, labels[i]);
}

void grid_split(struct grid *g, int sheet, const char *label, int total, int n, const int *weights,
                const char *const *labels, int *parts) {
    struct split s = {.g = g, .sheet = sheet, .n = n, .total = total, .equal = true};
    if (n == 1)
        parts[0] = total;
    else
        split_all(&s, label, weights, labels, parts);
}

void grid_split_pro_rata(struct grid *g, int sheet, const char *label, int total, int n, const int *weights,
                         const char *const *labels, int *parts) {
    struct split s = {.g = g, .sheet = sheet, .n = n, .total = total, .equal = false};
    split_all(&s, label, weights, labels, parts);
}
