/* SQLite looks for malloc_usable_size here, and does without it. */
#pragma once
#include <stdlib.h>
