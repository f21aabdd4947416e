// SPDX-License-Identifier: MIT
#pragma once

#include "ui/session/sessionpage.h"

class FileSession;

/// A tab that shows a session from a file. What concerns a connection gives way to where the session comes
/// from; a connection that it is asked for is opened in another tab.
class FilePage : public SessionPage
{
    Q_OBJECT

public:
    FilePage(Settings *settings, std::unique_ptr<FileSession> session, QWidget *parent = nullptr);

    /// The file's name.
    QString title() const override;
    /// The file's path.
    QString shownUrl() const override;
    bool isFresh() const override { return false; }

private:
    QString recordedText() const;
};
