/* Abilities of an arm64 processor. SQLite3 Multiple Ciphers includes it even without hardware AES. */
#pragma once
#define AT_HWCAP 16
#define AT_HWCAP2 26
#define HWCAP_ASIMD (1UL << 1)
#define HWCAP_AES (1UL << 3)
