#include "base/money.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Pence in the main unit, and digits between thousands separators. */
#define PENCE 100
#define DIGITS 3

static void split_equally(money total, int n, money *parts) {
    money each = total / n, rest = total - each * n;
    for (int i = 0; i < n; i++)
        parts[i] = each + (i < rest ? 1 : 0);
}

/* Fractions left by rounding down are found again from the weights, so that no memory is needed for them. */
static double fraction_of(double total, double weight, double sum, money part) {
    return total * (weight / sum) - (double)part;
}

/* Fractions of a penny that differ by less are the same: only the last bits of doubles tell them apart. */
#define TIE 5e-7

/* Hands out what rounding down has left, one penny at a time, to the largest fraction; each gets one at most, but for the
 * last bits of doubles, which may leave a penny more or take one back. */
static void hand_out(money total, const double *weights, double sum, int n, money *parts, money left) {
    for (; left != 0; left -= left > 0 ? 1 : -1) {
        int best = -1;
        double most = 0;
        for (int i = 0; i < n; i++) {
            double fraction = fraction_of((double)total, weights[i], sum, parts[i]);
            double wish = left > 0 ? fraction : -fraction;
            bool may = weights[i] > 0 && (left > 0 || parts[i] > 0);
            if (may && (best < 0 || wish - most > TIE)) {
                best = i;
                most = wish;
            }
        }
        parts[best] += left > 0 ? 1 : -1;
    }
}

static void split_positive(money total, const double *weights, double sum, int n, money *parts) {
    money left = total;
    for (int i = 0; i < n; i++) {
        parts[i] = (money)floor((double)total * (weights[i] / sum));
        left -= parts[i];
    }
    hand_out(total, weights, sum, n, parts, left);
}

void money_split(money total, const double *weights, int n, money *parts) {
    double sum = 0;
    money size = total < 0 ? -total : total;
    for (int i = 0; i < n; i++)
        sum += weights[i];
    if (n == 1)
        parts[0] = size;
    else if (sum > 0)
        split_positive(size, weights, sum, n, parts);
    else
        split_equally(size, n, parts);
    for (int i = 0; total < 0 && i < n; i++)
        parts[i] = -parts[i];
}

__extension__ typedef __int128 wide; /* products of two amounts */

void money_split_pro_rata(money total, const money *owed, int n, money *parts) {
    money all = 0, left = total;
    for (int i = 0; i < n; i++)
        all += owed[i];
    for (int i = 0; i < n; i++) {
        parts[i] = all > 0 ? (money)((wide)total * owed[i] / all) : 0;
        left -= parts[i];
    }
    while (left > 0) {
        int best = -1;
        wide most = -1;
        for (int i = 0; i < n; i++) {
            wide rest = (wide)total * owed[i] - (wide)parts[i] * all;
            if (parts[i] < owed[i] && rest > most) {
                best = i;
                most = rest;
            }
        }
        parts[best]++;
        left--;
    }
}

char *money_format(money amount, const char *symbol, int with_pence, char *buf, size_t size) {
    money pence = amount < 0 ? -amount : amount;
    money whole = pence / PENCE, rest = pence % PENCE;
    if (!with_pence)
        whole += rest > PENCE / 2 || (rest == PENCE / 2 && whole % 2 == 1) ? 1 : 0;
    char digits[MONEY_TEXT], grouped[2 * MONEY_TEXT];
    int n = snprintf(digits, sizeof digits, "%lld", (long long)whole), out = 0;
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % DIGITS == 0)
            grouped[out++] = ',';
        grouped[out++] = digits[i];
    }
    grouped[out] = '\0';
    const char *sign = amount < 0 && (whole > 0 || with_pence) ? "-" : "";
    if (with_pence)
        snprintf(buf, size, "%s%s%s.%02d", sign, symbol, grouped, (int)rest);
    else
        snprintf(buf, size, "%s%s%s", sign, symbol, grouped);
    return buf;
}
