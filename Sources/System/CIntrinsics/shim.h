#pragma once

// Instructions that Swift cannot express.

// Asks for a cache line ahead of its use; never faults.
static inline void winnow_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

// Whether the calling thread's results too small for a normal number become 0, and its arguments too;
// subnormal numbers cost a hundred cycles each. Returns the state to hand to winnow_restore_rounding.
#if defined(__x86_64__)
static inline unsigned long long winnow_flush_subnormals(void) {
  unsigned int before = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(before | 0x8040u);
  return before;
}
static inline void winnow_restore_rounding(unsigned long long state) {
  __builtin_ia32_ldmxcsr((unsigned int)state);
}
#elif defined(__aarch64__)
static inline unsigned long long winnow_flush_subnormals(void) {
  unsigned long long before = __builtin_arm_rsr64("fpcr");
  __builtin_arm_wsr64("fpcr", before | (1ull << 24));
  return before;
}
static inline void winnow_restore_rounding(unsigned long long state) {
  __builtin_arm_wsr64("fpcr", state);
}
#else
static inline unsigned long long winnow_flush_subnormals(void) { return 0; }
static inline void winnow_restore_rounding(unsigned long long state) { (void)state; }
#endif
