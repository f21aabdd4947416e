// SPDX-License-Identifier: MIT
#include <QTest>
class tst_Recorder:public QObject{Q_OBJECT};
QTEST_GUILESS_MAIN(tst_Recorder)
#include "tst_recorder.moc"
