/* Threads and locks. */
#pragma once
#include <sys/types.h>

typedef long pthread_t;
typedef long pthread_mutexattr_t;
typedef struct {
    int opaque[10];
} pthread_mutex_t;
typedef struct {
    unsigned flags;
    void *stack_base;
    size_t stack_size, guard_size;
    int policy, priority;
    char reserved[16];
} pthread_attr_t;

#define PTHREAD_MUTEX_INITIALIZER {{0}}
enum { PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_RECURSIVE };

int pthread_mutex_init(pthread_mutex_t *, const pthread_mutexattr_t *);
int pthread_mutex_destroy(pthread_mutex_t *);
int pthread_mutex_lock(pthread_mutex_t *);
int pthread_mutex_trylock(pthread_mutex_t *);
int pthread_mutex_unlock(pthread_mutex_t *);
int pthread_mutexattr_init(pthread_mutexattr_t *);
int pthread_mutexattr_destroy(pthread_mutexattr_t *);
int pthread_mutexattr_settype(pthread_mutexattr_t *, int);
int pthread_create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
int pthread_join(pthread_t, void **);
