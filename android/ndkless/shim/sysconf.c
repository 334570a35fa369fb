/* The numbers by which one asks the system are bionic's. */
#include "real.h"
#include <unistd.h>

typedef long ask(int);

long sysconf(int bionic) {
    ask *glibc = REAL(ask, sysconf);
    switch (bionic) {
    case 6: return glibc(_SC_CLK_TCK);
    case 39: case 40: return glibc(_SC_PAGESIZE);
    case 71: return glibc(_SC_GETGR_R_SIZE_MAX);
    case 72: return glibc(_SC_GETPW_R_SIZE_MAX);
    case 96: return glibc(_SC_NPROCESSORS_CONF);
    case 97: return glibc(_SC_NPROCESSORS_ONLN);
    default:
        fprintf(stderr, "shim: nobody has said yet what sysconf(%d) of bionic is: add it to sysconf.c\n", bionic);
        abort();
    }
}
