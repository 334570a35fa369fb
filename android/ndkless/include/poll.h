/* SQLite3 Multiple Ciphers waits on /dev/random where the kernel has no getrandom. */
#pragma once

struct pollfd {
    int fd;
    short events, revents;
};
#define POLLIN 1

int poll(struct pollfd *, unsigned, int);
