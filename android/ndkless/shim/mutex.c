/* Locks: a pthread_mutex_t of bionic is smaller than glibc's on arm64. In its bytes lies a pointer to a real one, made
   when it is first used: all bytes nought is bionic's lock that nobody has touched. */
#include "real.h"
#include <errno.h>
#include <pthread.h>
#include <string.h>

enum { BIONIC_MUTEX = 40 };

typedef int lock_call(pthread_mutex_t *);
typedef int attr_call(pthread_mutexattr_t *);
typedef int type_call(pthread_mutexattr_t *, int);
typedef int init_call(pthread_mutex_t *, const pthread_mutexattr_t *);

static pthread_mutex_t *boxed(pthread_mutex_t *bionic) {
    void **place = (void **)bionic, *there = __atomic_load_n(place, __ATOMIC_ACQUIRE);
    if (there)
        return there;
    pthread_mutex_t *made = malloc(sizeof *made);
    if (!made)
        abort();
    *made = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
    if (__atomic_compare_exchange_n(place, &there, made, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return made;
    free(made); /* another thread was first */
    return there;
}

/* A long in bionic, four bytes in glibc. */
int pthread_mutexattr_init(pthread_mutexattr_t *bionic) {
    *(long *)bionic = 0;
    return 0;
}
int pthread_mutexattr_destroy(pthread_mutexattr_t *bionic) {
    *(long *)bionic = -1;
    return 0;
}
int pthread_mutexattr_settype(pthread_mutexattr_t *bionic, int type) {
    if (type < 0 || type > 2)
        return EINVAL;
    *(long *)bionic = type;
    return 0;
}

int pthread_mutex_init(pthread_mutex_t *bionic, const pthread_mutexattr_t *given) {
    pthread_mutexattr_t attr;
    REAL(attr_call, pthread_mutexattr_init)(&attr);
    /* normal, recursive, checking: 0, 1, 2 in both */
    REAL(type_call, pthread_mutexattr_settype)(&attr, given ? (int)*(const long *)given : 0);
    memset(bionic, 0, BIONIC_MUTEX);
    return REAL(init_call, pthread_mutex_init)(boxed(bionic), &attr);
}
int pthread_mutex_destroy(pthread_mutex_t *bionic) {
    pthread_mutex_t *there = *(void **)bionic;
    if (!there)
        return 0;
    int failed = REAL(lock_call, pthread_mutex_destroy)(there);
    if (!failed) {
        free(there);
        *(void **)bionic = NULL;
    }
    return failed;
}
int pthread_mutex_lock(pthread_mutex_t *bionic) { return REAL(lock_call, pthread_mutex_lock)(boxed(bionic)); }
int pthread_mutex_trylock(pthread_mutex_t *bionic) { return REAL(lock_call, pthread_mutex_trylock)(boxed(bionic)); }
int pthread_mutex_unlock(pthread_mutex_t *bionic) { return REAL(lock_call, pthread_mutex_unlock)(boxed(bionic)); }
