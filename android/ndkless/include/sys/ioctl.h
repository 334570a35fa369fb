/* SQLite3 Multiple Ciphers asks /dev/random how much it has. */
#pragma once

#define _IOR(type, number, what) ((int)(2U << 30 | (unsigned)sizeof(what) << 16 | (type) << 8 | (number)))

int ioctl(int, int, ...);
