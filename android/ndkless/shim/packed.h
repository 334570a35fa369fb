/* For tests only: see README.md. */
#pragma once

/* Fills in the addresses that a loaded library keeps in Android's packed form, which glibc does not know. */
void fill_in_packed(void *library);
