/* SQLite can load extensions; nothing of ours asks it to. */
#pragma once

enum { RTLD_LOCAL = 0, RTLD_LAZY = 1, RTLD_NOW = 2, RTLD_GLOBAL = 0x100 };

void *dlopen(const char *, int);
int dlclose(void *);
void *dlsym(void *, const char *);
char *dlerror(void);
