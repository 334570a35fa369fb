/* Threads: pthread_attr_t has other fields in bionic. Only the size of the stack is kept in it. */
#include "real.h"
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>

struct bionic_attr {
    uint32_t flags;
    void *stack_base;
    size_t stack_size, guard_size;
    int32_t policy, priority;
    char reserved[16];
};
_Static_assert(sizeof(struct bionic_attr) == 56, "as android/ndkless/include/pthread.h has it");

enum { BIONIC_STACK = 1 << 20, SMALLEST = 128 * 1024 };

typedef int create_call(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
typedef int init_call(pthread_attr_t *);
typedef int size_call(pthread_attr_t *, size_t);

int pthread_attr_init(pthread_attr_t *given) {
    struct bionic_attr *attr = (struct bionic_attr *)given;
    memset(attr, 0, sizeof *attr);
    attr->stack_size = BIONIC_STACK;
    return 0;
}

int pthread_attr_destroy(pthread_attr_t *given) {
    (void)given;
    return 0;
}

int pthread_attr_setstacksize(pthread_attr_t *given, size_t size) {
    if (size < 16384 || size % 4096)
        return EINVAL;
    ((struct bionic_attr *)given)->stack_size = size;
    return 0;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *given, void *(*start)(void *), void *with) {
    create_call *create = REAL(create_call, pthread_create);
    pthread_attr_t attr;
    if (!given)
        return create(thread, NULL, start, with);
    size_t size = ((const struct bionic_attr *)given)->stack_size;
    REAL(init_call, pthread_attr_init)(&attr);
    REAL(size_call, pthread_attr_setstacksize)(&attr, size < SMALLEST ? SMALLEST : size);
    return create(thread, &attr, start, with);
}
