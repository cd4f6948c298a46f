/* A formula that is put together piece by piece, for rows whose structure the scheme decides. */
#ifndef SIBYL_ENGINE_TWIN_FORMULA_H
#define SIBYL_ENGINE_TWIN_FORMULA_H

#include "engine/twin/twin.h"

/*   label  of the row that it becomes, and (with "so far") of those that it is cut into when it grows too long
 *   text, n, refs  what there is of it; a row is referred to by one number however often it occurs */
struct twin_formula {
    struct twin *t;
    enum twin_sheet sheet;
    enum grid_unit unit;
    const char *label;
    struct text_buf text;
    int n, refs[GRID_REFS];
};

/* Appends a piece whose references {0}, {1}, ... are the rows that follow it (at most PIECE_REFS). */
#define PIECE_REFS 6
void twin_formula_add(struct twin_formula *f, const char *piece, ...);

/* Appends a term of a sum: "+" first, unless it is the first; what has grown too long becomes a row of its own. */
void twin_formula_plus(struct twin_formula *f, const char *piece, ...);

/* Ends it. Returns its line; the row itself where it is nothing but one; NONE where nothing was added. */
int twin_formula_line(struct twin_formula *f);

#endif
