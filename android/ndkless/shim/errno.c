/* Errors: bionic's names and forms. */
#include "real.h"
#include <errno.h>

int *__errno(void) { return __errno_location(); }

/* POSIX's form answers a number; glibc's function of this name answers a text, and has POSIX's under another. */
extern int __xpg_strerror_r(int, char *, size_t);
int bionic_strerror_r(int error, char *text, size_t size) __asm__("strerror_r");
int bionic_strerror_r(int error, char *text, size_t size) { return __xpg_strerror_r(error, text, size); }
