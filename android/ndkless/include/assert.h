/* A failed assertion stops the program without words: nothing is imported for it. */
#undef assert
#ifdef NDEBUG
#define assert(e) ((void)0)
#else
#define assert(e) ((e) ? (void)0 : __builtin_trap())
#endif
#undef static_assert
#define static_assert _Static_assert
