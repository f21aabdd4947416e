// SPDX-License-Identifier: MIT
#pragma once

#include "net/tls/tlsverdict.h"

#include <QDialog>

#include <array>

class QLabel;
class QListWidget;
class QPushButton;
class ToneLabel;

/// How a connection is encrypted, and the certificates that the server showed, one by one. All of it is plain
/// text that can be copied. Not modal.
class CertificateView : public QDialog
{
    Q_OBJECT

public:
    explicit CertificateView(QWidget *parent = nullptr);

    /// `host` is whom the certificates are about. Of a handshake that failed, `tls` may have nothing but the
    /// certificate that was not accepted and the problem with it.
    void setTls(const QString &host, const TlsInfo &tls);

    /// Writes the chain to a file as PEM, and says so or why not.
    void save(const QString &fileName);

private:
    enum Fact { Subject, Issuer, Valid, Names, Serial, Key, Fingerprint, FactCount };

    QWidget *createTop();
    QWidget *createDetails();
    QWidget *createBottom();
    void showCertificate(int index);
    void copy();
    void askWhereToSave();

    QString m_host;
    TlsInfo m_tls;
    QLabel *m_security;
    QLabel *m_verified;
    ToneLabel *m_problem;
    QListWidget *m_chain;
    ToneLabel *m_validity;
    std::array<QLabel *, FactCount> m_facts{};
    QLabel *m_note;
    QPushButton *m_copy;
    QPushButton *m_save;
};
