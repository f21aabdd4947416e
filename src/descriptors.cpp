// SPDX-License-Identifier: MIT
#include "descriptors.h"

#include <cerrno>
#include <filesystem>
#include <iterator>
#include <system_error>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

int Descriptors::error()
{
    const int descriptor = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return errno;
    ::close(descriptor);
    return 0;
}

bool Descriptors::areTooMany(int systemError)
{
    return systemError == EMFILE || systemError == ENFILE;
}

bool Descriptors::haveRoomFor(int count)
{
    rlimit limit{};
    if (error() != 0)
        return false;
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return true;
    // With the one that is looked through; without /proc, nothing is known.
    std::error_code none;
    const auto open = std::distance(std::filesystem::directory_iterator("/proc/self/fd", none), {});
    return rlim_t(open) + rlim_t(count) <= limit.rlim_cur;
}
