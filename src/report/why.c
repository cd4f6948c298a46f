#include "report/why.h"

#include "report/inputs.h"
#include "report/prose.h"

#include <math.h>
#include <string.h>

/* Of inputs at most so many are named, and none whose plan is nearer to its mean than this. */
#define INPUTS_NAMED 5
#define NOTICEABLE 0.005
#define DECIMALS 4

struct saying {
    struct report_book *book;
    const struct report_view *view;
    const struct results *r;
    const char **sentence;
    int n;
};

static void say(struct saying *w, struct text_buf *words) {
    if (w->n < WHY_MOST)
        w->sentence[w->n++] = book_take(w->book, words);
    else
        text_free(words);
}

/* How far the plan is from the mean, as a share of the larger. */
static double distance(const struct input *input) {
    double most = fmax(fabs(input->plan), fabs(input->likely));
    return input_is_uncertain(input) && most > 0 ? fabs(input->plan - input->likely) / most : 0;
}

/* The input furthest from its plan among those nearer than `below` (the ones before), in the order of the file. */
static const struct input *next_furthest(const struct saying *w, double below, const struct input *after) {
    const struct input *found = NULL;
    for (int i = 0; i < w->view->scheme->inputs.n; i++) {
        const struct input *input = &w->view->scheme->inputs.items[i];
        double d = distance(input);
        bool later = d < below || (d == below && after && input > after);
        if (view_path(w->view, input->place.path) && d > NOTICEABLE && later && (!found || d > distance(found)))
            found = input;
    }
    return found;
}

static void say_plans(struct saying *w) {
    double below = HUGE_VAL;
    const struct input *input = NULL;
    for (int i = 0; i < INPUTS_NAMED && (input = next_furthest(w, below, input)) != NULL; i++) {
        struct text_buf words = {0};
        text_appendf(&words, "The plan takes %s as ", input->place.path);
        prose_number(&words, input->plan, 0.0, DECIMALS);
        text_append(&words, "; its mean is ");
        prose_number(&words, input->likely, 0.0, DECIMALS);
        text_append(&words, input->assumed ? " (assumed)." : ".");
        say(w, &words);
        below = distance(input);
    }
}

static void say_cap(struct saying *w, const struct metric *cut) {
    const struct metric *binds = results_metric(w->r, cut->party, cut->of, "cap_binds");
    if (!cut->has_mean || cut->mean <= 0 || binds == NULL)
        return;
    struct text_buf words = {0};
    text_appendf(&words, "A cap of %s binds ", cut->of);
    prose_chance(&words, binds);
    text_append(&words, " and cuts ");
    prose_figure(&words, w->r, cut->unit, cut->mean, cut->has_spread ? cut->se : 0.0);
    text_append(&words, " on average");
    if (cut->has_expected && cut->expected < cut->mean) {
        text_append(&words, ", but ");
        prose_figure(&words, w->r, cut->unit, cut->expected, 0.0);
        text_append(&words, " in the expected case: good luck is cut, bad luck is not made up for");
    }
    text_append(&words, ".");
    say(w, &words);
}

static void say_test(struct saying *w, const struct metric *triggered) {
    const struct metric *measured = results_metric(w->r, triggered->party, triggered->of, "measured_reduction");
    if (!triggered->has_mean || triggered->mean <= 0 || triggered->mean >= 1 || measured == NULL)
        return;
    struct text_buf words = {0};
    text_appendf(&words, "The test of %s is passed ", triggered->of);
    prose_chance(&words, triggered);
    if (measured->has_spread) {
        text_append(&words, ": the measured reduction is spread by ");
        prose_number(&words, measured->sd * 100, 0.0, 1);
        text_append(&words, " percentage points either way, and the deterministic cases have no luck");
    }
    text_append(&words, ".");
    say(w, &words);
}

static void say_failure(struct saying *w, const struct metric *failure) {
    if (!failure->has_mean || failure->mean <= 0)
        return;
    struct text_buf words = {0};
    text_appendf(&words, "%s runs out of money ", failure->party);
    prose_chance(&words, failure);
    text_append(&words, ".");
    say(w, &words);
}

int why_cases_differ(struct report_book *book, const struct report_view *view, const struct results *r,
                     const char *sentence[WHY_MOST]) {
    static const struct {
        const char *name;
        void (*tell)(struct saying *, const struct metric *);
    } causes[] = {{"results_above_cap", say_cap}, {"triggered", say_test}, {"insolvent", say_failure}};
    struct saying w = {book, view, r, sentence, 0};
    say_plans(&w);
    for (size_t k = 0; k < sizeof causes / sizeof causes[0]; k++) {
        for (int i = 0; i < r->n_metrics; i++) {
            const struct metric *m = &r->metrics[i];
            if (m->party != NULL && view_party(view, m->party) && strcmp(m->name, causes[k].name) == 0)
                causes[k].tell(&w, m);
        }
    }
    return w.n;
}
