#pragma once

#include <stdint.h>
#include <sys/vfs.h>
#if defined(__AVX512F__) || defined(__AVX2__)
#include <immintrin.h>
#endif

// Instructions that Swift cannot express.

typedef float winnow_floats __attribute__((ext_vector_type(16)));
typedef int32_t winnow_words __attribute__((ext_vector_type(16)));
typedef uint8_t winnow_bytes __attribute__((ext_vector_type(16), aligned(1)));
typedef uint8_t winnow_choices __attribute__((ext_vector_type(32), aligned(32), may_alias));

#define WINNOW_INTRINSIC static inline __attribute__((always_inline))

// The kind of file system an open file is on (statfs(2)); 0 where that cannot be told. Swift's C library
// module has no statfs.
static inline long winnow_file_system(int descriptor) {
  struct statfs system;
  return fstatfs(descriptor, &system) == 0 ? (long)system.f_type : 0;
}

// Asks for a cache line ahead of its use; never faults.
static inline void winnow_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

// Tells the processor that a loop waits for another thread.
static inline void winnow_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __builtin_arm_yield();
#endif
}

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

// a · b + c, rounded once. Swift does it lane by lane, and without AVX-512 the optimiser puts only some of
// the lanes together again.
WINNOW_INTRINSIC winnow_floats winnow_fused(winnow_floats a, winnow_floats b, winnow_floats c) {
  return __builtin_elementwise_fma(a, b, c);
}

// Sixteen bytes as words.
WINNOW_INTRINSIC winnow_words winnow_widen(const uint8_t *bytes) {
  return __builtin_convertvector(*(const winnow_bytes *)bytes, winnow_words);
}

// The low bytes of sixteen words.
WINNOW_INTRINSIC void winnow_narrow(winnow_words words, uint8_t *bytes) {
  *(winnow_bytes *)bytes = __builtin_convertvector(words, winnow_bytes);
}

// table[index] in each lane.
WINNOW_INTRINSIC winnow_floats winnow_lookup(const float *table, winnow_words index) {
#ifdef __AVX512F__
  return (winnow_floats)_mm512_i32gather_ps((__m512i)index, table, 4);
#else
  winnow_floats found;
  for (int lane = 0; lane < 16; lane++) found[lane] = table[index[lane]];
  return found;
#endif
}

#if defined(__AVX2__) && !defined(__AVX512F__)
// table[index] in eight lanes; the higher bits of an index choose between tables of eight.
WINNOW_INTRINSIC __m256 winnow_eight_of16(const float *table, __m256i index) {
  return _mm256_blendv_ps(
    _mm256_permutevar8x32_ps(_mm256_loadu_ps(table), index),
    _mm256_permutevar8x32_ps(_mm256_loadu_ps(table + 8), index),
    _mm256_castsi256_ps(_mm256_slli_epi32(index, 28)));
}
WINNOW_INTRINSIC __m256 winnow_eight_of32(const float *table, __m256i index) {
  return _mm256_blendv_ps(
    winnow_eight_of16(table, index), winnow_eight_of16(table + 16, index),
    _mm256_castsi256_ps(_mm256_slli_epi32(index, 27)));
}
WINNOW_INTRINSIC __m256i winnow_lower(winnow_words all) {
  return (__m256i)__builtin_shufflevector(all, all, 0, 1, 2, 3, 4, 5, 6, 7);
}
WINNOW_INTRINSIC __m256i winnow_upper(winnow_words all) {
  return (__m256i)__builtin_shufflevector(all, all, 8, 9, 10, 11, 12, 13, 14, 15);
}
WINNOW_INTRINSIC winnow_floats winnow_joined(__m256 lower, __m256 upper) {
  return __builtin_shufflevector(lower, upper, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}
#endif

// table[index] in each lane, of a table of 16.
WINNOW_INTRINSIC winnow_floats winnow_lookup16(const float *table, winnow_words index) {
#ifdef __AVX512F__
  return (winnow_floats)_mm512_permutexvar_ps((__m512i)index, _mm512_loadu_ps(table));
#elif defined(__AVX2__)
  return winnow_joined(
    winnow_eight_of16(table, winnow_lower(index)), winnow_eight_of16(table, winnow_upper(index)));
#else
  return winnow_lookup(table, index);
#endif
}

// table[index] in each lane, of a table of 32.
WINNOW_INTRINSIC winnow_floats winnow_lookup32(const float *table, winnow_words index) {
#ifdef __AVX512F__
  return (winnow_floats)_mm512_permutex2var_ps(
    _mm512_loadu_ps(table), (__m512i)index, _mm512_loadu_ps(table + 16));
#elif defined(__AVX2__)
  return winnow_joined(
    winnow_eight_of32(table, winnow_lower(index)), winnow_eight_of32(table, winnow_upper(index)));
#else
  return winnow_lookup(table, index);
#endif
}

// table[index] in each lane, of a table of 64.
WINNOW_INTRINSIC winnow_floats winnow_lookup64(const float *table, winnow_words index) {
#ifdef __AVX512F__
  return (winnow_floats)_mm512_mask_blend_ps(
    _mm512_test_epi32_mask((__m512i)index, _mm512_set1_epi32(32)),
    (__m512)winnow_lookup32(table, index), (__m512)winnow_lookup32(table + 32, index));
#else
  return winnow_lookup(table, index);
#endif
}

// Choices for a hundred and twenty-eight events: target = rank > threshold ? right : left, for a
// threshold in each of four bytes. Swift compares vectors of bytes one by one.
WINNOW_INTRINSIC void winnow_choose(
  const uint8_t *rank, uint32_t threshold, const uint8_t *left, const uint8_t *right,
  uint8_t *target) {
#ifdef __AVX512BW__
  const __m512i bound = _mm512_set1_epi32((int)threshold);
  const __mmask64 first = _mm512_cmpgt_epu8_mask(_mm512_load_si512(rank), bound);
  const __mmask64 last = _mm512_cmpgt_epu8_mask(_mm512_load_si512(rank + 64), bound);
  const __m512i one = _mm512_mask_loadu_epi8(_mm512_load_si512(left), first, right);
  const __m512i two = _mm512_mask_loadu_epi8(_mm512_load_si512(left + 64), last, right + 64);
  _mm512_store_si512(target, one);
  _mm512_store_si512(target + 64, two);
#else
  // Whole vectors in words of C: the target may be one of the sources, which a loop over bytes could
  // not know to be harmless.
  for (int part = 0; part < 4; part++) {
    const winnow_choices bound = (uint8_t)threshold;
    const winnow_choices ranks = ((const winnow_choices *)rank)[part];
    const winnow_choices beyond = (winnow_choices)(ranks > bound);
    const winnow_choices one = ((const winnow_choices *)left)[part];
    const winnow_choices other = ((const winnow_choices *)right)[part];
    ((winnow_choices *)target)[part] = (other & beyond) | (one & ~beyond);
  }
#endif
}

// For a hundred and twenty-eight codes: 0 where the code's bit is one of 256 bits that are set, else 1.
WINNOW_INTRINSIC void winnow_sides(
  const uint8_t *codes, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint8_t *sides) {
#ifdef __AVX512BW__
  const __m512i low = _mm512_broadcast_i32x4(_mm_set_epi64x((long long)b, (long long)a));
  const __m512i high = _mm512_broadcast_i32x4(_mm_set_epi64x((long long)d, (long long)c));
  const __m512i powers = _mm512_set1_epi64((long long)0x8040201008040201ull);
  for (int part = 0; part < 2; part++) {
    const __m512i code = _mm512_loadu_si512(codes + 64 * part);
    const __m512i place = _mm512_and_si512(_mm512_srli_epi16(code, 3), _mm512_set1_epi8(31));
    const __mmask64 isHigh = _mm512_test_epi8_mask(place, _mm512_set1_epi8(16));
    const __m512i byte =
      _mm512_mask_shuffle_epi8(_mm512_shuffle_epi8(low, place), isHigh, high, place);
    const __m512i bit =
      _mm512_shuffle_epi8(powers, _mm512_and_si512(code, _mm512_set1_epi8(7)));
    const __mmask64 isRight = _mm512_testn_epi8_mask(byte, bit);
    _mm512_storeu_si512(sides + 64 * part, _mm512_maskz_set1_epi8(isRight, 1));
  }
#else
  const uint64_t bits[4] = {a, b, c, d};
  for (int event = 0; event < 128; event++) {
    const uint8_t code = codes[event];
    sides[event] = (uint8_t)(~(bits[code >> 6] >> (code & 63)) & 1);
  }
#endif
}
