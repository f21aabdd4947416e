// SPDX-License-Identifier: MIT
#include "ui/inspector/picture/pictureview.h"

#include "format/text/numbers.h"
#include "scancontrol.h"
#include "ui/kit/theme.h"
#include "worker.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QIODevice>
#include <QImageReader>
#include <QPainter>

#include <algorithm>
#include <cstring>
#include <limits>

using namespace Qt::StringLiterals;

// Device pixels: more than most screens have.
static constexpr int MostSide = 2560;
// What is decoded to less takes some milliseconds.
static constexpr qint64 AtOnceBytes = 1024 * 1024;
// Between two looks whether it is still wanted.
static constexpr qint64 JpegBytes = 256;

namespace {

/// Bytes that come to an end when they are no longer wanted, which ends decoding. No QBuffer: Qt's plug-in
/// for JPEG takes all of one's bytes without reading them.
class CancellableBytes final : public QIODevice
{
public:
    CancellableBytes(const QByteArray &bytes, qint64 mostAtOnce, const ScanControl *control)
        : m_bytes(bytes)
        , m_mostAtOnce(mostAtOnce)
        , m_control(control)
    {
        open(ReadOnly | Unbuffered);
    }

    qint64 size() const override { return m_bytes.size(); }

protected:
    qint64 readData(char *data, qint64 size) override
    {
        if (m_control && m_control->cancelled)
            return -1;
        const qint64 count = std::min({size, m_mostAtOnce, m_bytes.size() - pos()});
        std::copy_n(m_bytes.constData() + pos(), count, data);
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const QByteArray m_bytes;
    const qint64 m_mostAtOnce;
    const ScanControl *const m_control;
};

} // namespace

// Each scan of it, of a few bytes, may go through the whole picture.
static bool isJpeg(const PictureHeader &header)
{
    return header.name && std::strcmp(header.name, "JPEG") == 0;
}

// Before it is decoded; empty if it can be.
static QString whyNotDecoded(const PictureHeader &header)
{
    if (!header.hasSize())
        return PictureView::tr("This %1 ends before it says how large it is.")
                .arg(QLatin1StringView(header.name));
    if (header.decodedBytes() > PictureHeader::MostBytes) {
        return PictureView::tr("It is too large to be shown here: decoded, it takes %1, and %2 is the most.")
                .arg(formatSize(header.decodedBytes()), formatSize(PictureHeader::MostBytes));
    }
    if (!QImageReader::supportedImageFormats().contains(QByteArray(header.name).toLower())) {
        return PictureView::tr("Qt has no plug-in here that reads %1: install its image formats (the package "
                               "qt6-image-formats-plugins on Debian and Ubuntu).")
                .arg(QLatin1StringView(header.name));
    }
    return {};
}

DecodedPicture decodePicture(const QByteArray &payload, const PictureHeader &header,
                             const ScanControl *control)
{
    if (const QString why = whyNotDecoded(header); !why.isEmpty())
        return {{}, why, {}};
    const qint64 mostAtOnce = isJpeg(header) ? JpegBytes : std::numeric_limits<qint64>::max();
    CancellableBytes bytes(payload, mostAtOnce, control);
    QImageReader reader(&bytes, QByteArray(header.name).toLower());
    // It is what it says, or nothing: no other plug-in is to try.
    reader.setAutoDetectImageFormat(false);
    reader.setAutoTransform(true);
    const QSize size(header.width, header.height);
    const bool isMadeSmaller = std::max(size.width(), size.height()) > MostSide;
    if (isMadeSmaller)
        reader.setScaledSize(size.scaled(MostSide, MostSide, Qt::KeepAspectRatio).expandedTo({1, 1}));
    const QImage image = reader.read();
    // What was read of it by then is of no use.
    if (control && control->cancelled)
        return {};
    if (!image.isNull()) {
        const bool isTurned = reader.transformation() & QImageIOHandler::TransformationRotate90;
        const QSize whole = isTurned ? size.transposed() : size;
        return {image, {}, isMadeSmaller ? whole : QSize()};
    }
    return {{},
            header.isCut ? PictureView::tr("The picture is cut: it ends before all of it is there.")
                         : PictureView::tr("The picture is damaged: %1.").arg(reader.errorString()),
            {}};
}

PictureView::PictureView(QWidget *parent)
    : QWidget(parent)
    , m_worker(new Worker(this))
{
    setObjectName(u"pictureView"_s);
    setAccessibleName(tr("Picture"));
    setFocusPolicy(Qt::StrongFocus);
}

void PictureView::showPicture(const QByteArray &payload, const PictureHeader &header)
{
    clear();
    if (!isJpeg(header) && header.decodedBytes() <= AtOnceBytes && payload.size() <= Worker::AtOnceBytes) {
        present(decodePicture(payload, header));
        return;
    }
    present({{}, tr("Decoding the picture…"), {}});
    m_worker->start([this, payload, header](ScanControl &control) {
        const DecodedPicture picture = decodePicture(payload, header, &control);
        return [this, picture] { present(picture); };
    });
}

void PictureView::clear()
{
    m_worker->cancel();
    present({});
}

bool PictureView::isWorking() const
{
    return m_worker->isRunning();
}

void PictureView::present(const DecodedPicture &picture)
{
    m_image = picture.image;
    m_fitted = {};
    m_sentence = picture.problem;
    m_whole = picture.whole;
    setAccessibleDescription(m_sentence);
    update();
}

QString PictureView::copy() const
{
    if (m_image.isNull())
        return tr("Nothing was copied: no picture is shown.");
    QGuiApplication::clipboard()->setImage(m_image);
    const auto count = [](int pixels) { return formatCount(quint64(pixels)); };
    if (m_whole.isEmpty()) {
        return tr("Copied: the picture, %1 × %2 pixels.")
                .arg(count(m_image.width()), count(m_image.height()));
    }
    return tr("Copied: the picture, made smaller: %1 × %2 of %3 × %4 pixels. Save the message to have all of "
              "it.")
            .arg(count(m_image.width()), count(m_image.height()), count(m_whole.width()),
                 count(m_whole.height()));
}

// It takes what room there is.
QSize PictureView::minimumSizeHint() const
{
    return {0, 0};
}

// In its own pixels where they fit.
QRect PictureView::pictureRect() const
{
    const QSize room = rect().marginsRemoved({Theme::Unit, Theme::Unit, Theme::Unit, Theme::Unit}).size();
    QSize size = m_image.size() / devicePixelRatioF();
    if (size.width() > room.width() || size.height() > room.height())
        size.scale(room, Qt::KeepAspectRatio);
    QRect place(QPoint(), size.expandedTo({1, 1}));
    place.moveCenter(rect().center());
    return place;
}

// What is behind a picture that can be seen through.
static QBrush chequers(const QPalette &palette)
{
    QPixmap tile(2 * Theme::Unit, 2 * Theme::Unit);
    tile.fill(palette.color(QPalette::Base));
    QPainter painter(&tile);
    const QColor dark = Theme::mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.12);
    painter.fillRect(0, 0, Theme::Unit, Theme::Unit, dark);
    painter.fillRect(Theme::Unit, Theme::Unit, Theme::Unit, Theme::Unit, dark);
    return QBrush(tile);
}

void PictureView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    if (m_image.isNull()) {
        constexpr int margin = 2 * Theme::Unit;
        painter.setPen(Theme::mutedText(palette()));
        painter.drawText(rect().adjusted(margin, margin, -margin, -margin),
                         Qt::AlignCenter | Qt::TextWordWrap, m_sentence);
        return;
    }
    const QRect place = pictureRect();
    const QSize pixels = place.size() * devicePixelRatioF();
    if (m_fitted.size() != pixels)
        m_fitted =
                QPixmap::fromImage(m_image.scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    if (m_image.hasAlphaChannel())
        painter.fillRect(place, chequers(palette()));
    painter.drawPixmap(place, m_fitted);
}
