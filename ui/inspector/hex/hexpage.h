// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class ByteValuesPanel;
class HexView;
class QBoxLayout;

/// Bytes, and what those under the cursor are as numbers: below them, beside them where there is no room for
/// that, or not at all.
class HexPage : public QWidget
{
    Q_OBJECT

public:
    explicit HexPage(QWidget *parent = nullptr);

    HexView *view() const { return m_view; }
    /// As the menu key does, at the selection.
    void openMenu();
    void showBytes(const QByteArray &bytes);

    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    HexView *m_view;
    ByteValuesPanel *m_values;
    QBoxLayout *m_layout;
};
