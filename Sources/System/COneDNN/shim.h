#pragma once
#include <oneapi/dnnl/dnnl.h>

// Declared here because omp.h belongs to a compiler, not to a library package.
void omp_set_num_threads(int);

// Single-precision C = alpha op(A) op(B) + beta C, row-major, on the calling thread alone: Winnow
// splits the work itself. OpenMP keeps its thread count per calling thread, so it is set each time.
static inline int winnow_sgemm(
    char transA, char transB, long m, long n, long k, float alpha, const float *a, long lda,
    const float *b, long ldb, float beta, float *c, long ldc) {
  omp_set_num_threads(1);
  return (int)dnnl_sgemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}
