/* Names of hosts: bionic's addrinfo is BSD's, with ai_canonname before ai_addr, and errors above nought. */
#include "real.h"
#include <netdb.h>
#include <string.h>

struct bionic_addrinfo {
    int flags, family, socktype, protocol;
    socklen_t length;
    char *canonname;
    struct sockaddr *address;
    struct bionic_addrinfo *next;
};
enum { BIONIC_EAI_FAIL = 4, BIONIC_EAI_MEMORY = 6, BIONIC_EAI_NONAME = 8, BIONIC_EAI_SYSTEM = 11 };

typedef int ask_call(const char *, const char *, const struct addrinfo *, struct addrinfo **);
typedef void free_call(struct addrinfo *);

static int bionic_error(int glibc) {
    switch (glibc) {
    case EAI_SYSTEM: return BIONIC_EAI_SYSTEM;
    case EAI_MEMORY: return BIONIC_EAI_MEMORY;
    case EAI_NONAME: return BIONIC_EAI_NONAME;
    default: return BIONIC_EAI_FAIL;
    }
}

void freeaddrinfo(struct addrinfo *given) {
    struct bionic_addrinfo *next;
    for (struct bionic_addrinfo *it = (void *)given; it; it = next) {
        next = it->next;
        free(it);
    }
}

int getaddrinfo(const char *host, const char *service, const struct addrinfo *given, struct addrinfo **answer) {
    const struct bionic_addrinfo *bionic = (const void *)given;
    struct addrinfo hints = {0}, *found = NULL;
    if (bionic) {
        hints.ai_flags = bionic->flags & 7; /* passive, canonical name, numeric host: the same in both */
        hints.ai_family = bionic->family;
        hints.ai_socktype = bionic->socktype;
        hints.ai_protocol = bionic->protocol;
    }
    int failed = REAL(ask_call, getaddrinfo)(host, service, bionic ? &hints : NULL, &found);
    if (failed)
        return bionic_error(failed);
    struct bionic_addrinfo *first = NULL, **end = &first;
    for (struct addrinfo *it = found; it; it = it->ai_next) {
        struct bionic_addrinfo *made = calloc(1, sizeof *made + it->ai_addrlen);
        if (!made)
            abort();
        made->flags = it->ai_flags;
        made->family = it->ai_family;
        made->socktype = it->ai_socktype;
        made->protocol = it->ai_protocol;
        made->length = it->ai_addrlen;
        made->address = memcpy(made + 1, it->ai_addr, it->ai_addrlen);
        *end = made;
        end = &made->next;
    }
    REAL(free_call, freeaddrinfo)(found);
    *answer = (void *)first;
    return 0;
}
