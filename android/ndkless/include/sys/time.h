/* Time in microseconds. */
#pragma once
#include <sys/types.h>

struct timeval {
    time_t tv_sec;
    suseconds_t tv_usec;
};
struct timezone;

int gettimeofday(struct timeval *, struct timezone *);
int utimes(const char *, const struct timeval *);
