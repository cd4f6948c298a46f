/* The results file and the CSV: exact figures, the same bytes, whole or not at all. */
#include "report_fixture.h"

#include "base/text.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <jansson.h>
#include <math.h>
#include <sibyl/report.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct fixture f;
static struct text_buf reason;
static char folder[64], path[128];

static void begin(void) {
    fixture_make(&f);
    strcpy(folder, "sibyl-report-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/results.out", folder);
}

/* Files in the folder; all of them are removed. */
static int empty_folder(void) {
    int n = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        n += entry->d_type == DT_REG;
        if (entry->d_type == DT_REG)
            unlinkat(dirfd(dir), entry->d_name, 0);
    }
    closedir(dir);
    return n;
}

static void end(void) {
    empty_folder();
    rmdir(folder);
    text_free(&reason);
}

TestSuite(report_files, .init = begin, .fini = end);

static json_t *written(void) {
    cr_assert_eq(report_write_json(&f.scheme, &f.results, NULL, path, &reason), SIBYL_OK);
    json_t *root = json_load_file(path, 0, NULL);
    cr_assert_not_null(root);
    return root;
}

static json_t *metric(json_t *root, size_t i) { return json_array_get(json_object_get(root, "metrics"), i); }

Test(report_files, json_says_what_was_run) {
    json_t *root = written();
    cr_expect_str_eq(json_string_value(json_object_get(root, "schema")), "sibyl-results/1");
    cr_expect_str_eq(json_string_value(json_object_get(root, "start")), "2012-11");
    cr_expect_eq(json_integer_value(json_object_get(root, "seed")), 9007199254740993);
    cr_expect_eq(json_integer_value(json_object_get(root, "paths")), 10000);
    cr_expect_str_eq(json_string_value(json_array_get(json_object_get(root, "overrides"), 0)),
                     "contracts.\"Service contract\".terms.0.price=1650.0");
    json_decref(root);
}

Test(report_files, json_keeps_every_bit_of_a_figure) {
    f.metrics[0].mean = 0.1 + 0.2;
    f.metrics[0].quantile[3] = 1912345.6700000002;
    f.series[0].quantile[1][7] = nextafter(31000.17, 0.0);
    json_t *root = written();
    cr_expect_eq(json_real_value(json_object_get(metric(root, 0), "mean")), 0.1 + 0.2);
    cr_expect_eq(json_real_value(json_object_get(json_object_get(metric(root, 0), "quantiles"), "0.25")),
                 1912345.6700000002);
    json_t *series = json_array_get(json_object_get(root, "series"), 0);
    cr_expect_eq(json_array_size(json_object_get(series, "p25")), FIXTURE_MONTHS);
    cr_expect_eq(json_real_value(json_array_get(json_object_get(series, "p25"), 7)), nextafter(31000.17, 0.0));
    json_decref(root);
}

Test(report_files, json_leaves_out_what_does_not_exist) {
    f.metrics[0].has_plan = false;
    f.metrics[0].se = NAN;
    f.metrics[0].max = INFINITY;
    json_t *root = written();
    cr_expect_null(json_object_get(metric(root, 0), "of"));
    cr_expect_null(json_object_get(metric(root, 0), "plan"));
    cr_expect_null(json_object_get(metric(root, 0), "se"));
    cr_expect_null(json_object_get(metric(root, 0), "max"));
    cr_expect_not_null(json_object_get(metric(root, 0), "sd"));
    json_decref(root);
}

Test(report_files, json_gives_a_chance_its_interval_and_nothing_else) {
    json_t *root = written();
    json_t *chance = metric(root, 5);
    cr_assert_str_eq(json_string_value(json_object_get(chance, "unit")), "probability");
    cr_expect_eq(json_object_size(chance), 6); /* party, of, name, unit, mean, ci95 */
    cr_expect_eq(json_array_size(json_object_get(chance, "ci95")), 2);
    json_decref(root);
}

/* All bytes of the file, to be freed. */
static char *bytes(void) {
    FILE *file = fopen(path, "rb");
    struct stat at;
    cr_assert(file != NULL && fstat(fileno(file), &at) == 0);
    char *text = calloc((size_t)at.st_size + 1, 1);
    cr_assert_eq(fread(text, 1, (size_t)at.st_size, file), (size_t)at.st_size);
    fclose(file);
    return text;
}

Test(report_files, bytes_say_nothing_of_time) {
    json_decref(written());
    char *first = bytes();
    f.results.seconds = 93.1;
    json_decref(written());
    char *second = bytes();
    cr_expect_str_eq(first, second);
    free(first);
    free(second);
}

Test(report_files, csv_has_a_row_a_series_month_and_statistic) {
    cr_assert_eq(report_write_csv(&f.scheme, &f.results, NULL, path, &reason), SIBYL_OK);
    char *text = bytes();
    size_t rows = 0;
    for (const char *at = text; *at != 0; at++)
        rows += at[0] == '\r' && at[1] == '\n';
    /* five series with all eight statistics, one chance with its mean alone, and the header */
    cr_expect_eq(rows, (5 * 8 + 1) * FIXTURE_MONTHS + 1);
    cr_expect_eq(strncmp(text, "party,of,series,unit,month,date,statistic,value\r\n", 49), 0);
    cr_expect_not_null(strstr(text, "\r\nCounty Council,,payments,GBP,3,2013-01,mean,35506.199999999997\r\n"));
    cr_expect_not_null(
        strstr(text, "\r\n\"St. Mary's / Harbour: \"\"Hope\"\" & <Recovery>\",,cash,GBP,1,2012-11,p50,65000\r\n"));
    free(text);
}

Test(report_files, a_file_is_replaced_whole_and_nothing_else_is_left) {
    FILE *old = fopen(path, "wb");
    fputs("old", old);
    fclose(old);
    json_decref(written());
    cr_expect_eq(empty_folder(), 1);
}

Test(report_files, what_a_killed_run_left_is_removed_and_what_another_run_writes_is_not) {
    char stale[160], other[160];
    (void)snprintf(stale, sizeof stale, "%s/.results.out.123456.tmp", folder);
    (void)snprintf(other, sizeof other, "%s/.results.outer.123456.tmp", folder);
    fclose(fopen(stale, "wb"));
    fclose(fopen(other, "wb"));
    json_decref(written());
    cr_expect_neq(access(stale, F_OK), 0);
    cr_expect_eq(access(other, F_OK), 0);
}

Test(report_files, a_folder_that_is_not_there_is_said) {
    (void)snprintf(path, sizeof path, "%s/nowhere/results.json", folder);
    cr_expect_eq(report_write_json(&f.scheme, &f.results, NULL, path, &reason), SIBYL_ERR_IO);
    cr_expect(strstr(reason.data, "No such file or directory") != NULL && strstr(reason.data, path) != NULL);
}

Test(report_files, a_folder_instead_of_a_file_is_said) {
    (void)snprintf(path, sizeof path, "%s/", folder);
    cr_expect_eq(report_write_csv(&f.scheme, &f.results, NULL, path, &reason), SIBYL_ERR_IO);
    cr_expect_not_null(strstr(reason.data, "Is a directory"));
}

Test(report_files, a_full_disk_is_noticed) {
    FILE *full = fopen("/dev/full", "wb");
    cr_expect_neq(report_print_json(&f.scheme, &f.results, full), SIBYL_OK);
    fclose(full);
    full = fopen("/dev/full", "wb");
    cr_expect_neq(report_print_csv(&f.scheme, &f.results, full), SIBYL_OK);
    fclose(full);
}
