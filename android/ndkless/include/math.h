/* SQL's functions of numbers. */
#pragma once

#define INFINITY (__builtin_inff())
#define NAN (__builtin_nanf(""))
#define isnan(x) __builtin_isnan(x)
#define isinf(x) __builtin_isinf(x)

static inline double fabs(double x) { return __builtin_fabs(x); }
double log(double);
double log2(double);
double log10(double);
double exp(double);
double pow(double, double);
double sqrt(double);
double sin(double);
double cos(double);
double tan(double);
double asin(double);
double acos(double);
double atan(double);
double atan2(double, double);
double sinh(double);
double cosh(double);
double tanh(double);
double asinh(double);
double acosh(double);
double atanh(double);
double fmod(double, double);
double ceil(double);
double floor(double);
double trunc(double);
