/* A setting in words, from its row in the table that the reader uses. */
#ifndef SIBYL_REPORT_SETTING_H
#define SIBYL_REPORT_SETTING_H

#include "base/param.h"
#include "base/text.h"

/* Adds what may be written: "quantity", or the words of a choice, each in quotation marks and `quote` around them ("": none). */
void setting_type(const struct param *p, const char *quote, struct text_buf *out);

/* Adds its range and unit: "0 to 1 share"; nothing where there is neither. */
void setting_range(const struct param *p, struct text_buf *out);

/* Adds its default, `required` where it must be given, or nothing; words as setting_type() quotes them. */
void setting_default(const struct param *p, const char *quote, const char *required, struct text_buf *out);

#endif
