/* Whole numbers of 128 bits, for sums that must not overflow. */
#ifndef SIBYL_BASE_WIDE_H
#define SIBYL_BASE_WIDE_H

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 wide_unsigned;

#endif
