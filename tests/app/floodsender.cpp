// SPDX-License-Identifier: MIT
#include "floodsender.h"

#include <QCryptographicHash>
#include <QList>

#include <algorithm>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using std::chrono::steady_clock;

static constexpr int FrameBytes = 4 + FloodSender::PayloadBytes;
// A piece's frames are numbered just before it goes out.
static constexpr int PieceFrames = 1000;
static constexpr int NumberDigits = 10;

FloodSender::FloodSender()
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto *base = reinterpret_cast<sockaddr *>(&address);
    if (::bind(m_listener, base, size) == 0 && ::listen(m_listener, 1) == 0
        && ::getsockname(m_listener, base, &size) == 0)
        m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { work(); });
}

FloodSender::~FloodSender()
{
    stop();
    ::close(m_listener);
}

std::optional<FloodSender::TimePoint> FloodSender::begun() const
{
    const std::lock_guard lock(m_mutex);
    if (m_marks.empty())
        return {};
    return m_marks.front().time;
}

quint64 FloodSender::acceptedAt(TimePoint time) const
{
    const std::lock_guard lock(m_mutex);
    const auto after =
            std::upper_bound(m_marks.begin(), m_marks.end(), time,
                             [](TimePoint wanted, const Mark &mark) { return wanted < mark.time; });
    return after == m_marks.begin() ? 0 : std::prev(after)->messages;
}

quint64 FloodSender::stop()
{
    m_stopping = true;
    if (m_thread.joinable())
        m_thread.join();
    return m_marks.empty() ? 0 : m_marks.back().messages;
}

QByteArray FloodSender::payload(quint64 number)
{
    return QByteArray::number(number).rightJustified(NumberDigits, '0').leftJustified(PayloadBytes, 'x');
}

bool FloodSender::shakeHands(int socket) const
{
    QByteArray request;
    while (!request.contains("\r\n\r\n")) {
        char buffer[4096];
        const ssize_t count = ::recv(socket, buffer, sizeof(buffer), 0);
        if (count <= 0)
            return false;
        request.append(buffer, count);
    }
    QByteArray key;
    const QByteArrayList lines = request.split('\n');
    for (const QByteArray &line : lines) {
        if (line.toLower().startsWith("sec-websocket-key:"))
            key = line.mid(line.indexOf(':') + 1).trimmed();
    }
    const QByteArray accept =
            QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1)
                    .toBase64();
    const QByteArray response =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: "
            + accept + "\r\n\r\n";
    return ::send(socket, response.constData(), size_t(response.size()), MSG_NOSIGNAL) == response.size();
}

void FloodSender::work()
{
    pollfd waiting{m_listener, POLLIN, 0};
    while (::poll(&waiting, 1, 20) <= 0) {
        if (m_stopping)
            return;
    }
    const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (!shakeHands(socket)) {
        ::close(socket);
        return;
    }
    QByteArray piece;
    for (int i = 0; i < PieceFrames; ++i) {
        const char header[4] = {char(0x81), 126, 0, char(PayloadBytes)};
        piece.append(header, sizeof(header));
        piece.append(payload(0));
    }
    quint64 bytes = 0;
    quint64 next = 1;
    while (!m_stopping) {
        for (int i = 0; i < PieceFrames; ++i) {
            char *digit = piece.data() + i * FrameBytes + 4 + NumberDigits;
            quint64 number = next++;
            for (int place = 0; place < NumberDigits; ++place, number /= 10)
                *--digit = char('0' + number % 10);
        }
        for (qsizetype sent = 0; sent < piece.size() && !m_stopping;) {
            const ssize_t count = ::send(socket, piece.constData() + sent, size_t(piece.size() - sent),
                                         MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
                pollfd room{socket, POLLOUT, 0};
                ::poll(&room, 1, 20);
                continue;
            }
            if (count <= 0) {
                m_stopping = true;
                break;
            }
            sent += count;
            bytes += quint64(count);
            const std::lock_guard lock(m_mutex);
            m_marks.push_back({steady_clock::now(), bytes / FrameBytes});
        }
    }
    ::close(socket);
}
