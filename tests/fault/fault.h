/* Runs an entry point again and again, each time with less memory, until it succeeds. */
#ifndef TESTS_FAULT_FAULT_H
#define TESTS_FAULT_FAULT_H

#include <stddef.h>

#include "engine/base/error.h"

/* What is tried: it must release all it took, whatever its status. */
typedef enum orb_status (*fault_run)(void *context, struct orb_error *err);

/*
 * Let the 1st, 2nd, 3rd... allocation of run fail, jansson's too: each time its status is
 * ORB_ERR_MEMORY with a sentence, until enough memory is left and it is ORB_OK. Far
 * allocations are tried at growing steps. Returns how many failures were made; the cmocka
 * test fails when run crashes, succeeds without its memory or gives another status.
 */
size_t fault_each_allocation(fault_run run, void *context);

#endif
