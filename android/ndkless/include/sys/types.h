/* The sizes of things. Checked against the Rust `libc` crate by ../../abicheck. */
#pragma once
#if !defined(__LP64__) || !(defined(__aarch64__) || defined(__x86_64__))
#error "these headers state bionic for arm64-v8a and x86_64 only"
#endif
#include <stddef.h>
#include <stdint.h>

typedef long ssize_t;
typedef long off_t;
typedef long off64_t;
typedef int pid_t;
typedef unsigned uid_t;
typedef unsigned gid_t;
typedef unsigned mode_t;
typedef unsigned nlink_t;
typedef unsigned long dev_t;
typedef unsigned long ino_t;
typedef unsigned long blksize_t;
typedef unsigned long blkcnt_t;
typedef long time_t;
typedef long suseconds_t;
typedef unsigned useconds_t;
typedef int clockid_t;
