/* The kernel's number of getrandom; bionic's own function is newer than Android 8.0. */
#pragma once
#if defined(__aarch64__)
#define SYS_getrandom 278
#else
#define SYS_getrandom 318
#endif
