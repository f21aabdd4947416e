// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <pthread.h>

/// While it lives, the system refuses every new thread: its stack would take more than there are addresses.
class NoThreads
{
public:
    NoThreads()
    {
        mustWork(pthread_getattr_default_np(&m_before));
        pthread_attr_t attributes = m_before;
        mustWork(pthread_attr_setstacksize(&attributes, size_t(1) << 62));
        mustWork(pthread_setattr_default_np(&attributes));
    }
    ~NoThreads()
    {
        mustWork(pthread_setattr_default_np(&m_before));
        pthread_attr_destroy(&m_before);
    }
    NoThreads(const NoThreads &) = delete;
    NoThreads &operator=(const NoThreads &) = delete;

private:
    static void mustWork(int error)
    {
        if (error != 0)
            qFatal("Threads cannot be refused here: %d.", error);
    }

    pthread_attr_t m_before;
};
