/* Statuses: see the public header. */
#ifndef SIBYL_BASE_STATUS_H
#define SIBYL_BASE_STATUS_H

#include <sibyl/status.h>

#endif
