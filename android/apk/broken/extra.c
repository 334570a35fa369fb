/* A library for the phone that calls what Android's C library does not have. */
extern int getcontext(void *context);

int ruhu_extra(void *context) {
    return getcontext(context);
}
