/* Files by their number, and the process. */
#pragma once
#include <sys/types.h>

enum { R_OK = 4, W_OK = 2, X_OK = 1, F_OK = 0 };
enum { SEEK_SET, SEEK_CUR, SEEK_END };
enum { _SC_PAGESIZE = 39, _SC_NPROCESSORS_ONLN = 97 };

int close(int);
ssize_t read(int, void *, size_t);
ssize_t write(int, const void *, size_t);
ssize_t pread(int, void *, size_t, off_t);
ssize_t pwrite(int, const void *, size_t, off_t);
off_t lseek(int, off_t, int);
int fsync(int);
int ftruncate(int, off_t);
int fchown(int, uid_t, gid_t);
int access(const char *, int);
int unlink(const char *);
int rmdir(const char *);
ssize_t readlink(const char *, char *, size_t);
char *getcwd(char *, size_t);
pid_t getpid(void);
uid_t geteuid(void);
long sysconf(int);
unsigned sleep(unsigned);
int usleep(useconds_t);
long syscall(long, ...);
