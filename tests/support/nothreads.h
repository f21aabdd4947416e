// SPDX-License-Identifier: MIT
#pragma once

#include <pthread.h>

/// While it lives, the system refuses every new thread: its stack would take more than there are addresses.
class NoThreads
{
public:
    NoThreads()
    {
        pthread_getattr_default_np(&m_before);
        pthread_attr_t attributes = m_before;
        pthread_attr_setstacksize(&attributes, size_t(1) << 47);
        pthread_setattr_default_np(&attributes);
    }
    ~NoThreads()
    {
        pthread_setattr_default_np(&m_before);
        pthread_attr_destroy(&m_before);
    }
    NoThreads(const NoThreads &) = delete;
    NoThreads &operator=(const NoThreads &) = delete;

private:
    pthread_attr_t m_before;
};
