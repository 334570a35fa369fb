/* What the kernel tells a new process, the processor's abilities among it. */
#pragma once
unsigned long getauxval(unsigned long);
