#pragma once
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_sf.h>
#include <gsl/gsl_spline.h>

/* The type of an interpolation is a mutable global, which Swift does not take. */
static inline gsl_spline *winnow_steffen_alloc(size_t points) {
  return gsl_spline_alloc(gsl_interp_steffen, points);
}
