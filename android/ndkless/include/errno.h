/* Linux's numbers for errors; bionic keeps the last one of each thread behind __errno(). */
#pragma once

int *__errno(void) __attribute__((__const__));
#define errno (*__errno())

enum {
    EPERM = 1, ENOENT, ESRCH, EINTR, EIO, ENXIO, E2BIG, ENOEXEC, EBADF, ECHILD, EAGAIN, ENOMEM, EACCES, EFAULT,
    ENOTBLK, EBUSY, EEXIST, EXDEV, ENODEV, ENOTDIR, EISDIR, EINVAL, ENFILE, EMFILE, ENOTTY, ETXTBSY, EFBIG, ENOSPC,
    ESPIPE, EROFS, EMLINK, EPIPE, EDOM, ERANGE, EDEADLK, ENAMETOOLONG, ENOLCK, ENOSYS, ENOTEMPTY, ELOOP,
    EWOULDBLOCK = EAGAIN, EOVERFLOW = 75, EOPNOTSUPP = 95, ENOTSUP = EOPNOTSUPP, ETIMEDOUT = 110, ESTALE = 116
};
