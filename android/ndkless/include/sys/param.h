/* Limits. */
#pragma once
#include <limits.h>
#define PATH_MAX 4096
