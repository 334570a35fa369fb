/* Loads the Android library into a Java machine before Java asks for it, with the shim in the place of bionic: named by
   LD_PRELOAD, told by RUHU_ANDROID_LIBRARY. Later loads of the same file find it loaded. */
#include "packed.h"
#include "real.h"
#include <string.h>
#include <unistd.h>

static void *loaded(const char *file, int how) {
    void *library = dlopen(file, how);
    if (!library) {
        fprintf(stderr, "shim: %s\n", dlerror());
        abort();
    }
    return library;
}

__attribute__((constructor)) static void preload(void) {
    const char *library = getenv("RUHU_ANDROID_LIBRARY"), *shim = getenv("RUHU_SHIM");
    char program[4096] = {0};
    if (readlink("/proc/self/exe", program, sizeof program - 1) < 0)
        abort();
    const char *name = strrchr(program, '/');
    /* Shells and servers that inherit the variable are left alone. */
    if (!library || !shim || !name || strcmp(name, "/java"))
        return;
    /* By their SONAME these satisfy what the Android library needs. */
    const char *parts[] = {"libc.so", "libm.so", "libdl.so", "liblog.so"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char file[8192];
        snprintf(file, sizeof file, "%s/%s", shim, parts[i]);
        loaded(file, RTLD_NOW);
    }
    /* DEEPBIND: its own libraries are asked first, though the program has a libc already. */
    fill_in_packed(loaded(library, RTLD_NOW | RTLD_DEEPBIND));
}
