/* For tests only: see README.md. What the shim's functions share. */
#pragma once
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

/* glibc's own function of the name that the shim takes over, looked up once. */
#define REAL(type, name) \
    ({ \
        static type *found; \
        if (!found) \
            found = (type *)next_after_ours(#name); \
        found; \
    })

static inline void *next_after_ours(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) {
        fprintf(stderr, "shim: glibc has no %s\n", name);
        abort();
    }
    return found;
}
