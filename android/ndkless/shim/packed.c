/* For tests only: see README.md. Bionic's loader fills in addresses from a packed table (`APS2`, by lld's
   --pack-dyn-relocs=android); glibc's passes over it. Here that is made up for, right after loading: our library has no
   constructor, so that nothing of it has run by then. */
#include "packed.h"
#include "real.h"
#include <elf.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

enum { PACKED = 0x60000011, PACKED_BYTES = 0x60000012 };

#if defined(__x86_64__)
enum { RELATIVE = R_X86_64_RELATIVE, SYMBOL = R_X86_64_64, GLOBAL = R_X86_64_GLOB_DAT };
#elif defined(__aarch64__)
enum { RELATIVE = R_AARCH64_RELATIVE, SYMBOL = R_AARCH64_ABS64, GLOBAL = R_AARCH64_GLOB_DAT };
#endif

static void refuse(const char *why) {
    fprintf(stderr, "shim: the library's packed relocations: %s\n", why);
    abort();
}

/* What is not read yet of the table: numbers of the form SLEB128. */
struct table {
    const uint8_t *at, *end;
};

static int64_t number(struct table *table) {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (table->at == table->end)
            refuse("the table ends in the middle");
        uint8_t byte = *table->at++;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte & 0x80)
            continue;
        if ((byte & 0x40) && shift + 7 < 64)
            value |= ~UINT64_C(0) << (shift + 7);
        return (int64_t)value;
    }
    refuse("a number is too long");
    return 0;
}

/* A loaded library, and what of it is needed here. */
struct library {
    void *handle;
    uintptr_t base;
    const ElfW(Sym) *symbols;
    const char *names;
    struct table table;
};

static uintptr_t named(const struct library *library, size_t index) {
    const ElfW(Sym) *symbol = &library->symbols[index];
    if (symbol->st_shndx != SHN_UNDEF)
        return library->base + symbol->st_value;
    const char *name = library->names + symbol->st_name;
    /* The library's own dependencies first, as bionic does; then the program's. */
    void *found = dlsym(library->handle, name);
    if (!found)
        found = dlsym(RTLD_DEFAULT, name);
    if (!found && ELF64_ST_BIND(symbol->st_info) != STB_WEAK) {
        fprintf(stderr, "shim: nobody has %s\n", name);
        abort();
    }
    return (uintptr_t)found;
}

static void fill_in(const struct library *library, uintptr_t offset, uint64_t info, int64_t addend) {
    uintptr_t value = 0;
    switch (ELF64_R_TYPE(info)) {
    case RELATIVE:
        value = library->base + (uintptr_t)addend;
        break;
    case SYMBOL:
    case GLOBAL:
        value = named(library, ELF64_R_SYM(info)) + (uintptr_t)addend;
        break;
    default:
        refuse("one of a kind that the shim does not know");
    }
    memcpy((void *)(library->base + offset), &value, sizeof value);
}

/* The table's numbers: how many in all, the first place; then groups, whose flags say what all of a group have alike. */
static void fill_in_all(struct library *library) {
    enum { SAME_INFO = 1, SAME_STEP = 2, SAME_ADDEND = 4, ADDENDS = 8 };
    struct table *table = &library->table;
    if (table->end - table->at < 4 || memcmp(table->at, "APS2", 4) != 0)
        refuse("it does not begin with APS2");
    table->at += 4;
    int64_t left = number(table), step = 0, addend = 0;
    uintptr_t offset = (uintptr_t)number(table);
    uint64_t info = 0;
    while (left > 0) {
        int64_t size = number(table), flags = number(table);
        if (size <= 0 || size > left)
            refuse("a group is larger than the whole");
        if (flags & SAME_STEP)
            step = number(table);
        if (flags & SAME_INFO)
            info = (uint64_t)number(table);
        if (!(flags & ADDENDS))
            addend = 0;
        else if (flags & SAME_ADDEND)
            addend += number(table);
        for (int64_t i = 0; i < size; i++) {
            offset += (uintptr_t)(flags & SAME_STEP ? step : number(table));
            if (!(flags & SAME_INFO))
                info = (uint64_t)number(table);
            if ((flags & ADDENDS) && !(flags & SAME_ADDEND))
                addend += number(table);
            fill_in(library, offset, info, addend);
        }
        left -= size;
    }
}

/* Opens what the loader has closed already (RELRO), and closes it again. */
static int protect(struct dl_phdr_info *image, size_t size, void *data) {
    (void)size;
    const struct {
        uintptr_t base;
        bool open;
    } *asked = data;
    if (image->dlpi_addr != asked->base)
        return 0;
    for (int i = 0; i < image->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &image->dlpi_phdr[i];
        if (part->p_type != PT_GNU_RELRO)
            continue;
        const uintptr_t page = 4096;
        uintptr_t from = (image->dlpi_addr + part->p_vaddr) & ~(page - 1);
        uintptr_t to = (image->dlpi_addr + part->p_vaddr + part->p_memsz) & ~(page - 1);
        if (mprotect((void *)from, to - from, asked->open ? PROT_READ | PROT_WRITE : PROT_READ) != 0)
            refuse("what the loader closed does not open");
    }
    return 1;
}

void fill_in_packed(void *handle) {
    struct link_map *map = NULL;
    if (dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0)
        refuse(dlerror());
    struct library library = {.handle = handle, .base = map->l_addr};
    size_t bytes = 0;
    for (const ElfW(Dyn) *entry = map->l_ld; entry->d_tag != DT_NULL; entry++) {
        switch (entry->d_tag) {
        /* glibc has made addresses of the tags that it knows. */
        case DT_SYMTAB:
            library.symbols = (const void *)entry->d_un.d_ptr;
            break;
        case DT_STRTAB:
            library.names = (const void *)entry->d_un.d_ptr;
            break;
        case DT_INIT:
        case DT_INIT_ARRAY:
            refuse("a constructor has run before them");
            break;
        case PACKED:
            library.table.at = (const void *)(library.base + entry->d_un.d_ptr);
            break;
        case PACKED_BYTES:
            bytes = entry->d_un.d_val;
            break;
        }
    }
    /* One that was linked without packing needs nothing more. */
    if (!library.table.at)
        return;
    library.table.end = library.table.at + bytes;
    struct {
        uintptr_t base;
        bool open;
    } asked = {.base = library.base, .open = true};
    dl_iterate_phdr(protect, &asked);
    fill_in_all(&library);
    asked.open = false;
    dl_iterate_phdr(protect, &asked);
}
