/* What only Android has. */
#include "real.h"
#include <stdarg.h>

int __system_property_get(const char *name, char *value) {
    (void)name;
    value[0] = 0;
    return 0;
}

int __android_log_write(int priority, const char *tag, const char *text) {
    return fprintf(stderr, "%d %s: %s\n", priority, tag, text);
}

int __android_log_print(int priority, const char *tag, const char *format, ...) {
    va_list rest;
    va_start(rest, format);
    fprintf(stderr, "%d %s: ", priority, tag);
    int written = vfprintf(stderr, format, rest);
    fputc('\n', stderr);
    va_end(rest);
    return written;
}
