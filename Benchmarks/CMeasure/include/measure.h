// What Swift cannot measure of itself.

#pragma once
#include <stdint.h>

/// Allocations made by this process so far, on all threads.
uint64_t measure_allocations(void);
