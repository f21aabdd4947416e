// SPDX-License-Identifier: MIT
// Entries that are handed on from the window, and what other programs have written that it opens.
#include "mainwindowfixture.h"
#include "openedsession.h"
#include "support/sessionfiles.h"
#include "support/testprogram.h"

#include "exchange/exchangeformat.h"
#include "record/recorder.h"
#include "ui/exchange/exportdialog.h"
#include "ui/kit/labels.h"
#include "ui/log/filteredit.h"
#include "ui/session/entryexport.h"
#include "ui/session/logpane.h"
#include "ui/window/sessionchoice.h"

#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QInputDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPlainTextEdit>
#include <QSemaphore>
#include <QSignalSpy>
#include <QThread>

class tst_Export : public MainWindowFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void showsHowItBegins_data();
    void showsHowItBegins();
    void offersWhatThereIs_data();
    void offersWhatThereIs();
    void saysWhyNot();
    void cancelled();
    void nothingToExport();
    void savesASession();
    void copies_data();
    void copies();
    void opensWhatOthersWrote();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    QByteArray contents(const QString &name) const;
    /// Opens it in the window, with so many messages from the peer, each its number.
    void openNumbers(int count);
    void select(int from, int to);
    ExportDialog *openDialog();
    void chooseFile(const QString &name);
    QString saidIn(ExportDialog *dialog) const
    {
        return dialog->findChild<ToneLabel *>(u"exportNote"_s)->sentence();
    }
};

void tst_Export::init()
{
    MainWindowFixture::init();
    qputenv("XDG_DATA_HOME", QFile::encodeName(path(u"data"_s)));
}

QByteArray tst_Export::contents(const QString &name) const
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_Export::openNumbers(int count)
{
    {
        Recorder recorder({path(u"numbers.sqlite"_s), m_folder->path(), false});
        recorder.start();
        recorder.append(numberedEntries(count));
    }
    QVERIFY(openSession(m_window.get(), path(u"numbers.sqlite"_s)));
    QTRY_COMPARE(session()->log()->rowCount(), count);
}

void tst_Export::select(int from, int to)
{
    const LogModel *log = session()->log();
    find<LogView>(u"logView"_s)
            ->selectionModel()
            ->select({log->index(from, 0), log->index(to, 0)},
                     QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

ExportDialog *tst_Export::openDialog()
{
    actionWith(u"F12"_s)->trigger();
    return m_window->findChild<ExportDialog *>();
}

void tst_Export::chooseFile(const QString &name)
{
    auto *dialog = m_window->findChild<QFileDialog *>();
    QVERIFY(dialog);
    Q_EMIT dialog->fileSelected(path(name));
    dialog->close();
}

void tst_Export::showsHowItBegins_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("said");
    const QString isNoText = u"The file is not text: these are the entries that go into it."_s;
    QTest::newRow("session") << u"session"_s << u"← text   2"_s << isNoText;
    QTest::newRow("HAR") << u"har"_s << u"\"_webSocketMessages\""_s << QString();
    QTest::newRow("NDJSON") << u"ndjson"_s << u"\"text\":\"2\""_s << QString();
    QTest::newRow("CSV") << u"csv"_s << u"in,text,1,\"2\""_s << QString();
    QTest::newRow("pcapng") << u"pcapng"_s << u"← text   2"_s << isNoText;
}

void tst_Export::showsHowItBegins()
{
    QFETCH(const QString, format);
    QFETCH(const QString, shown);
    QFETCH(const QString, said);
    openNumbers(3);
    ExportDialog *dialog = openDialog();
    dialog->setFormat(*writtenFormat(format));
    auto *preview = dialog->findChild<QPlainTextEdit *>(u"exportPreview"_s);
    QTRY_VERIFY2(preview->toPlainText().contains(shown), qPrintable(preview->toPlainText()));
    QCOMPARE(saidIn(dialog), said);
}

void tst_Export::offersWhatThereIs_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<int>("selected");
    QTest::addColumn<QStringList>("offered");
    QTest::addColumn<int>("chosen");
    QTest::addColumn<QByteArray>("written");
    const QString all = u"The whole session"_s;
    const QString found = u"What the filter finds: 1|2|3|7"_s;
    QTest::newRow("all") << QString() << 0 << QStringList{all} << 0 << QByteArray("1 2 3 4 5 6 7 8 9");
    QTest::newRow("one is selected") << QString() << 1 << QStringList{all, u"The selected entry"_s} << 0
                                     << QByteArray("1 2 3 4 5 6 7 8 9");
    QTest::newRow("selected") << QString() << 2 << QStringList{all, u"The 2 selected entries"_s} << 1
                              << QByteArray("2 3");
    QTest::newRow("filter") << u"1|2|3|7"_s << 0 << QStringList{all, found} << 1 << QByteArray("1 2 3 7");
    QTest::newRow("selected of a filter")
            << u"1|2|3|7"_s << 3 << QStringList{all, found, u"The 3 selected entries"_s} << 2
            << QByteArray("2 3 7");
}

void tst_Export::offersWhatThereIs()
{
    QFETCH(const QString, filter);
    QFETCH(const int, selected);
    QFETCH(const QStringList, offered);
    QFETCH(const int, chosen);
    QFETCH(const QByteArray, written);
    openNumbers(9);
    if (!filter.isEmpty()) {
        find<QWidget>(u"filterEdit"_s)->setFocus();
        find<FilterEdit>(u"filterEdit"_s)->setText(filter);
        QTRY_COMPARE(session()->log()->rowCount(), 4);
    }
    if (selected > 0)
        select(1, selected);
    ExportDialog *dialog = openDialog();
    auto *entries = dialog->findChild<QComboBox *>(u"exportEntries"_s);
    QStringList names;
    for (int i = 0; i < entries->count(); ++i)
        names.append(entries->itemText(i));
    QCOMPARE(names, offered);
    QCOMPARE(entries->currentIndex(), chosen);
    dialog->setFormat(NdjsonFormat);
    QSignalSpy said(dialog, &ExportDialog::exported);
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"exportButton"_s), Qt::LeftButton);
    chooseFile(u"a.ndjson"_s);
    QTRY_COMPARE(said.size(), 1);
    QVERIFY(!dialog->isVisible());
    QList<QByteArray> texts;
    const QList<QByteArray> lines = contents(u"a.ndjson"_s).trimmed().split('\n');
    for (const QByteArray &line : lines)
        texts.append(QJsonDocument::fromJson(line)[u"text"].toString().toUtf8());
    QCOMPARE(texts.join(' '), written);
    QVERIFY2(said.first().first().toString().contains(path(u"a.ndjson"_s)),
             qPrintable(said.first().first().toString()));
}

// Then one may choose another file.
void tst_Export::saysWhyNot()
{
    openNumbers(3);
    ExportDialog *dialog = openDialog();
    dialog->setFormat(NdjsonFormat);
    dialog->exportTo(path(u"none/a.ndjson"_s));
    QTRY_VERIFY2(saidIn(dialog).contains(u"cannot be written"_s), qPrintable(saidIn(dialog)));
    QVERIFY(dialog->isVisible());
    QVERIFY(dialog->findChild<QPushButton *>(u"exportButton"_s)->isEnabled());
    QSignalSpy said(dialog, &ExportDialog::exported);
    dialog->exportTo(path(u"a.ndjson"_s));
    QTRY_COMPARE(said.size(), 1);
    QCOMPARE(contents(u"a.ndjson"_s).count('\n'), 3);
}

void tst_Export::cancelled()
{
    openNumbers(3);
    ExportDialog *dialog = openDialog();
    QSemaphore begun;
    dialog->setChoices({{u"endless"_s,
                         [&begun](const std::atomic<bool> *cancelled) {
                             begun.release();
                             while (!*cancelled)
                                 QThread::yieldCurrentThread();
                             return EntrySelection();
                         }}},
                       0);
    QVERIFY(begun.tryAcquire(1, 5000));
    QSignalSpy said(dialog, &ExportDialog::exported);
    dialog->exportTo(path(u"a.sqlite"_s));
    QVERIFY(begun.tryAcquire(1, 5000));
    QVERIFY(!dialog->findChild<QComboBox *>(u"exportFormat"_s)->isEnabled());
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"exportClose"_s), Qt::LeftButton);
    QCOMPARE(said.size(), 1);
    QTRY_VERIFY(!m_window->findChild<ExportDialog *>());
    QVERIFY(namesIn(m_folder->path()).filter(u"a.sqlite"_s).isEmpty());
}

void tst_Export::nothingToExport()
{
    QSignalSpy said(m_window->currentPage()->exporting(), &EntryExport::said);
    QVERIFY(!openDialog());
    QCOMPARE(said.size(), 1);
    m_window->currentPage()->exporting()->copyAs(NdjsonFormat);
    QCOMPARE(said.last().first().toString(), u"Nothing is selected in the log."_s);
}

// Which shows nothing unless it takes a moment.
void tst_Export::savesASession()
{
    openNumbers(3);
    ExportDialog dialog(session()->record(), u"numbers"_s, m_window.get());
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.setChoices({{u"all"_s, [](const std::atomic<bool> *) { return EntrySelection(); }}}, 0);
    dialog.setFormat(SessionFormat);
    QSignalSpy said(&dialog, &ExportDialog::exported);
    dialog.exportTo(path(u"copy.sqlite"_s));
    QTRY_COMPARE(said.size(), 1);
    QVERIFY(openSession(m_window.get(), path(u"copy.sqlite"_s)));
    QTRY_COMPARE(session()->log()->rowCount(), 3);
}

void tst_Export::copies_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("copied");
    QTest::newRow("NDJSON") << u"ndjson"_s << u"\"text\":\"3\""_s;
    QTest::newRow("CSV") << u"csv"_s << u"in,text,1,\"3\""_s;
    QTest::newRow("Markdown") << u"md"_s << u"← text   3"_s;
}

void tst_Export::copies()
{
    QFETCH(const QString, format);
    QFETCH(const QString, copied);
    openNumbers(9);
    select(1, 2);
    EntryExport *exporting = m_window->currentPage()->exporting();
    QSignalSpy said(exporting, &EntryExport::said);
    exporting->copyAs(*writtenFormat(format));
    QTRY_COMPARE(said.size(), 1);
    QCOMPARE(said.first().first().toString(), u"Copied 2 entries."_s);
    const QString text = QGuiApplication::clipboard()->text();
    QVERIFY2(text.contains(copied) && !text.contains(QString(copied).replace(u'3', u'4')), qPrintable(text));
}

void tst_Export::opensWhatOthersWrote()
{
    QFile file(path(u"two.har"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray entry = R"({"startedDateTime":"2026-01-02T03:04:05.678Z","_resourceType":"websocket",
        "request":{"url":"wss://one/"},"_webSocketMessages":[{"type":"receive","time":1,"opcode":1,"data":"of one"}]})";
    file.write("{\"log\":{\"entries\":[" + entry + ',' + QByteArray(entry).replace("one", "two") + "]}}");
    file.close();
    m_window->openSession(file.fileName());
    QTRY_VERIFY(m_window->findChild<QInputDialog *>(u"connectionChoice"_s));
    auto *choice = m_window->findChild<QInputDialog *>(u"connectionChoice"_s);
    QCOMPARE(choice->comboBoxItems().size(), 2);
    choice->setTextValue(choice->comboBoxItems().last());
    choice->accept();
    QTRY_VERIFY(qobject_cast<FileSession *>(session()));
    QTRY_VERIFY2(logText().contains(u"of two"_s) && !logText().contains(u"of one"_s), qPrintable(logText()));
}

SOCKETSCOPE_TEST(tst_Export, QApplication)
#include "tst_export.moc"
