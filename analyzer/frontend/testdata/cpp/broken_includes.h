#include "first.h"
#ifndef TABLE_H
    /* slow */		SLOW_ZERO,		\
    /* context */	CONTEXT,
    /* allocated */	0,			\
    /* allocated_fast */ 0,			\
    /* freed */		0,			\
    /* freed_fast */	0,			\
    /* cache */		CACHE_ZERO,
#ifdef CLEANUP
#include "cleanup.h"
#elif (defined(TLS))
#  include <tls.h>  // the usual case
#elif (defined(_WIN32))
#include_next "generic.h"
#else
#include COMPUTED_H /* computed */
#endif
/* #include "comment.h" */
const char *text = "\
#include <string.h>";
#include "last.h"
