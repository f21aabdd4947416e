// SPDX-License-Identifier: MIT
#include "record/background.h"

#include <QtGlobal>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifdef Q_OS_LINUX
#include <sys/resource.h>
#include <unistd.h>
#endif

void runInBackground()
{
#ifdef Q_OS_LINUX
    // Linux keeps a nice value for each thread (setpriority(2), under "Notes").
    constexpr int niceness = 5;
    ::setpriority(PRIO_PROCESS, id_t(::gettid()), niceness);
#endif
}

void releaseFreedMemory()
{
#ifdef __GLIBC__
    ::malloc_trim(0);
#endif
}
