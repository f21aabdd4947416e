// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>

class QGridLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

/// What went wrong, or what happened, said inline: a sentence, the raw text on request, an action that
/// helps, and a way to put it away. All text is plain.
class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    enum class Tone { Problem, Quiet };

    explicit NoticeBar(QWidget *parent = nullptr);
    NoticeBar(Tone tone, QWidget *parent);

    /// `raw` and the texts of the two actions may be empty.
    void showNotice(const QString &sentence, const QString &raw, const QString &action,
                    const QString &second = {});
    void dismiss();
    QString sentence() const;

Q_SIGNALS:
    void actionTriggered();
    void secondTriggered();
    /// By the user; whoever shows the notice dismisses it, or shows the next one.
    void dismissRequested();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void applyColours();
    void arrange();
    void fitRaw();

    const Tone m_tone;
    QLabel *m_shape;
    QLabel *m_sentence;
    QPlainTextEdit *m_raw;
    QWidget *m_buttons;
    QPushButton *m_details;
    QPushButton *m_action;
    QPushButton *m_second;
    QToolButton *m_dismiss;
    QGridLayout *m_layout;
};
