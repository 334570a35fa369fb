/* Opening and locking files. */
#pragma once
#include <sys/types.h>

enum { O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_CREAT = 0100, O_EXCL = 0200, O_TRUNC = 01000, O_APPEND = 02000,
       O_NONBLOCK = 04000 };
/* Macros: SQLite asks by #ifdef whether they are there. */
#define O_CLOEXEC 02000000
#if defined(__aarch64__)
#define O_NOFOLLOW 0100000
#else
#define O_NOFOLLOW 0400000
#endif

enum { F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_SETLK, F_SETLKW };
enum { F_RDLCK, F_WRLCK, F_UNLCK };
#define FD_CLOEXEC 1

struct flock {
    short l_type, l_whence;
    off_t l_start, l_len;
    pid_t l_pid;
};

int open(const char *, int, ...);
int fcntl(int, int, ...);
