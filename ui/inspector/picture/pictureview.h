// SPDX-License-Identifier: MIT
#pragma once

#include "format/binary/pictureheader.h"

#include <QByteArray>
#include <QImage>
#include <QPixmap>
#include <QSize>
#include <QString>
#include <QWidget>

class Worker;
struct ScanControl;

/// What became of a picture: itself, or a sentence why not. Plain text.
struct DecodedPicture
{
    QImage image;
    QString problem;
    /// In pixels: how large it is, if `image` was made smaller; else empty.
    QSize whole;
};

/// Decodes the first picture of a payload with Qt's plug-ins; one that is larger than a screen, smaller. In
/// bounded memory; from any thread.
DecodedPicture decodePicture(const QByteArray &payload, const PictureHeader &header,
                             const ScanControl *control = nullptr);

/// Shows a picture as large as it is, or as there is room. A large one is decoded on a thread of its own.
class PictureView : public QWidget
{
    Q_OBJECT

public:
    explicit PictureView(QWidget *parent = nullptr);

    /// `header` is what readPictureHeader() says of the payload.
    void showPicture(const QByteArray &payload, const PictureHeader &header);
    void clear();
    bool isWorking() const;
    /// Null until it is decoded, and if it cannot be.
    const QImage &image() const { return m_image; }
    /// What stands in the place of a picture.
    QString sentence() const { return m_sentence; }
    /// To the clipboard; what came of it, as a sentence.
    QString copy() const;

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void present(const DecodedPicture &picture);
    QRect pictureRect() const;

    QImage m_image;
    // As large as it is painted.
    QPixmap m_fitted;
    QString m_sentence;
    QSize m_whole;
    Worker *m_worker;
};
