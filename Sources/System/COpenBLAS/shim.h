#pragma once
// OpenBLAS carries LAPACK's Fortran symbols. Its cblas.h stays out: GSL's declares the same enums in
// another way, and no module may see both.

// LAPACK: eigenvalues and eigenvectors of a real symmetric matrix, by divide and conquer.
void dsyevd_(
    const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w,
    double *work, const int *lwork, int *iwork, const int *liwork, int *info);

// LAPACK: solution of A X = B for a symmetric positive definite A, by Cholesky factorisation.
void dposv_(
    const char *uplo, const int *n, const int *nrhs, double *a, const int *lda, double *b,
    const int *ldb, int *info);

// LAPACK: Cholesky factorisation, and the inverse from it, one triangle.
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
void dpotri_(const char *uplo, const int *n, double *a, const int *lda, int *info);

// LAPACK: least squares by singular values; rank-deficient systems get the minimum-norm solution.
void dgelsd_(
    const int *m, const int *n, const int *nrhs, double *a, const int *lda, double *b,
    const int *ldb, double *s, const double *rcond, int *rank, double *work, const int *lwork,
    int *iwork, int *info);

// BLAS: C ← α A B + β C.
void dgemm_(
    const char *transa, const char *transb, const int *m, const int *n, const int *k,
    const double *alpha, const double *a, const int *lda, const double *b, const int *ldb,
    const double *beta, double *c, const int *ldc);

void openblas_set_num_threads(int threads);
