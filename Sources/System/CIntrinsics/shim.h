#pragma once

// Instructions that Swift cannot express.

// Asks for a cache line ahead of its use; never faults.
static inline void winnow_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }
