/* Printing, as far as SQLite3 Multiple Ciphers does it. `stderr` is a variable of libc.so since API 23. */
#pragma once
#include <stdarg.h>
#include <stddef.h>

typedef struct __sFILE FILE;
#define FILENAME_MAX 4096
extern FILE *stderr;
int fprintf(FILE *, const char *, ...) __attribute__((__format__(__printf__, 2, 3)));
int snprintf(char *, size_t, const char *, ...) __attribute__((__format__(__printf__, 3, 4)));
