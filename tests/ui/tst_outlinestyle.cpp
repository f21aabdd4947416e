// SPDX-License-Identifier: MIT
// On a dark palette, what can be clicked and written in is seen.
#include "support/testprogram.h"
#include "ui/kit/outlinestyle.h"

#include "ui/kit/theme.h"

#include <QApplication>
#include <QPainter>
#include <QSpinBox>
#include <QStyleOption>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_OutlineStyle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void edges_data();
    void edges();
    void spinBox();
    void lightIsAsBefore();
    void otherStylesStay();

private:
    static QPalette dark()
    {
        QPalette palette;
        palette.setColor(QPalette::Window, QColor(32, 35, 38));
        palette.setColor(QPalette::WindowText, QColor(230, 230, 230));
        palette.setColor(QPalette::Base, QColor(27, 30, 32));
        palette.setColor(QPalette::Text, QColor(230, 230, 230));
        return palette;
    }
    static QImage painted(const QStyle &style, QStyle::PrimitiveElement element, const QPalette &palette)
    {
        QImage image(16, 16, QImage::Format_RGB32);
        image.fill(palette.color(QPalette::Window));
        QStyleOptionButton option;
        QStyleOptionFrame frame;
        QStyleOption *used = &option;
        if (element == QStyle::PE_FrameLineEdit)
            used = &frame;
        used->palette = palette;
        used->rect = QRect(1, 1, 14, 14);
        used->state = QStyle::State_Enabled | QStyle::State_Off;
        QPainter painter(&image);
        style.drawPrimitive(element, used, &painter);
        return image;
    }
};

void tst_OutlineStyle::edges_data()
{
    QTest::addColumn<QStyle::PrimitiveElement>("element");
    QTest::addColumn<double>("contrast");
    QTest::newRow("check box") << QStyle::PE_IndicatorCheckBox << 3.0;
    QTest::newRow("in a table") << QStyle::PE_IndicatorItemViewItemCheck << 3.0;
    QTest::newRow("radio button") << QStyle::PE_IndicatorRadioButton << 3.0;
    QTest::newRow("field") << QStyle::PE_FrameLineEdit << 1.4;
}

void tst_OutlineStyle::edges()
{
    QFETCH(const QStyle::PrimitiveElement, element);
    QFETCH(const double, contrast);
    const OutlineStyle style;
    const QImage image = painted(style, element, dark());
    // The middle of the upper edge.
    const double found = Theme::contrastRatio(image.pixelColor(8, 1), dark().color(QPalette::Window));
    QVERIFY2(found >= contrast, qPrintable(QString::number(found)));
}

void tst_OutlineStyle::spinBox()
{
    OutlineStyle style;
    QSpinBox box;
    box.setStyle(&style);
    box.setPalette(dark());
    box.resize(80, 24);
    const QImage image = box.grab().toImage();
    const double found = Theme::contrastRatio(image.pixelColor(20, 0), dark().color(QPalette::Window));
    QVERIFY2(found >= 1.4, qPrintable(QString::number(found)));
}

void tst_OutlineStyle::lightIsAsBefore()
{
    const OutlineStyle style;
    QPalette light = dark();
    light.setColor(QPalette::Window, Qt::white);
    light.setColor(QPalette::WindowText, Qt::black);
    for (const auto element : {QStyle::PE_IndicatorCheckBox, QStyle::PE_IndicatorRadioButton})
        QCOMPARE(painted(style, element, light), painted(*style.baseStyle(), element, light));
}

void tst_OutlineStyle::otherStylesStay()
{
    QApplication::setStyle(u"windows"_s);
    OutlineStyle::replaceFusion();
    QVERIFY(!qobject_cast<OutlineStyle *>(QApplication::style()));
    QApplication::setStyle(u"fusion"_s);
    OutlineStyle::replaceFusion();
    QVERIFY(qobject_cast<OutlineStyle *>(QApplication::style()));
}

SOCKETSCOPE_TEST(tst_OutlineStyle, QApplication)
#include "tst_outlinestyle.moc"
