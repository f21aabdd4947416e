// SPDX-License-Identifier: MIT
#include "ui/connect/certificateview.h"

#include "net/tls/certificateinfo.h"
#include "ui/kit/hairline.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QSaveFile>
#include <QScrollArea>
#include <QTextDocument>

using namespace Qt::StringLiterals;

static QLabel *selectableLabel(const QString &objectName, const QString &name, QWidget *parent)
{
    QLabel *label = plainLabel({}, parent);
    label->setObjectName(objectName);
    label->setAccessibleName(name);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

CertificateView::CertificateView(QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"certificateView"_s);
    setModal(false);
    m_chain = new QListWidget(this);
    m_chain->setObjectName(u"certificateChain"_s);
    m_chain->setAccessibleName(tr("Certificates, the server's first"));
    m_chain->setFrameShape(QFrame::NoFrame);
    m_chain->setTextElideMode(Qt::ElideMiddle);
    m_chain->setFocus();
    connect(m_chain, &QListWidget::currentRowChanged, this, &CertificateView::showCertificate);

    auto *middle = new HairlineSplitter(Qt::Horizontal, this);
    middle->addWidget(m_chain);
    middle->addWidget(createDetails());
    middle->setStretchFactor(1, 1);
    middle->setChildrenCollapsible(false);
    middle->setSizes({25 * Theme::Unit, 60 * Theme::Unit});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::Unit, 2 * Theme::Unit, 2 * Theme::Unit, 2 * Theme::Unit);
    layout->setSpacing(2 * Theme::Unit);
    layout->addWidget(createTop());
    layout->addWidget(middle, 1);
    layout->addWidget(createBottom());
    resize(90 * Theme::Unit, 56 * Theme::Unit);
    setTls({}, {});
}

QWidget *CertificateView::createTop()
{
    auto *top = new QWidget(this);
    m_security = selectableLabel(u"certificateSecurity"_s, tr("Encryption"), top);
    m_verified = selectableLabel(u"certificateVerified"_s, tr("Verified"), top);
    m_problem = new ToneLabel(u"certificateProblem"_s, ToneLabel::Tone::Problem, top);
    auto *layout = new QVBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit / 2);
    layout->addWidget(m_security);
    Theme::colourText(m_verified, Theme::good);
    layout->addWidget(m_verified);
    layout->addWidget(m_problem);
    return top;
}

QWidget *CertificateView::createDetails()
{
    auto *details = new QWidget;
    m_validity = new ToneLabel(u"certificateValidity"_s, ToneLabel::Tone::Problem, details);
    auto *form = new QFormLayout(details);
    form->setContentsMargins(2 * Theme::Unit, 0, 0, 0);
    form->setHorizontalSpacing(2 * Theme::Unit);
    form->setVerticalSpacing(Theme::Unit);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    const auto add = [this, form, details](Fact fact, const QString &objectName, const QString &name) {
        m_facts[fact] = selectableLabel(objectName, name, details);
        QLabel *label = plainLabel(name, details);
        label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        form->addRow(label, m_facts[fact]);
    };
    add(Subject, u"certificateSubject"_s, tr("Subject"));
    add(Issuer, u"certificateIssuer"_s, tr("Issuer"));
    add(Valid, u"certificateValid"_s, tr("Valid"));
    form->addRow({}, m_validity);
    add(Names, u"certificateNames"_s, tr("Names"));
    add(Serial, u"certificateSerial"_s, tr("Serial number"));
    add(Key, u"certificateKey"_s, tr("Key"));
    add(Fingerprint, u"certificateFingerprint"_s, tr("SHA-256"));

    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(details);
    return scroll;
}

QWidget *CertificateView::createBottom()
{
    auto *bottom = new QWidget(this);
    m_note = plainLabel({}, bottom);
    m_note->setObjectName(u"certificateNote"_s);
    m_note->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, bottom);
    m_copy = buttons->addButton(tr("Cop&y as PEM"), QDialogButtonBox::ActionRole);
    m_copy->setObjectName(u"copyPem"_s);
    m_copy->setAccessibleName(tr("Copy the certificates as PEM"));
    m_save = buttons->addButton(tr("&Save PEM…"), QDialogButtonBox::ActionRole);
    m_save->setObjectName(u"savePem"_s);
    m_save->setAccessibleName(tr("Save the certificates as PEM"));
    // The style's icons do not follow a dark palette.
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    buttons->button(QDialogButtonBox::Close)->setAccessibleName(tr("Close"));
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    for (QPushButton *button : {m_copy, m_save})
        button->setAutoDefault(false);
    connect(m_copy, &QPushButton::clicked, this, &CertificateView::copy);
    connect(m_save, &QPushButton::clicked, this, &CertificateView::askWhereToSave);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto *layout = new QHBoxLayout(bottom);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(m_note, 1);
    layout->addWidget(buttons);
    return bottom;
}

void CertificateView::setTls(const QString &host, const TlsInfo &tls)
{
    m_host = host;
    m_tls = tls;
    setWindowTitle(host.isEmpty() ? tr("Certificates") : tr("Certificates of %1").arg(host));
    QStringList security;
    for (const QString &part : {tls.protocol, tls.cipher}) {
        if (!part.isEmpty())
            security.append(part);
    }
    m_security->setText(security.isEmpty() ? tr("Not connected") : security.join(u", "_s));
    m_verified->setText(tls.verified ? tr("✓ The certificate was verified.") : QString());
    m_verified->setVisible(tls.verified);
    const QString unknown = tls.chain.isEmpty() ? QString() : tr("The certificate was not verified.");
    m_problem->setSentence(tls.problem.isEmpty() && !tls.verified ? unknown : tls.problem);

    m_chain->clear();
    for (const QByteArray &der : tls.chain) {
        const CertificateInfo info = certificateInfo(der);
        const QString title = info.title.isEmpty() ? tr("(without a name)") : info.title;
        auto *item = new QListWidgetItem(info.isValid ? title : tr("(not a certificate)"), m_chain);
        item->setToolTip(Qt::convertFromPlainText(item->text()));
    }
    m_note->clear();
    for (QPushButton *button : {m_copy, m_save})
        button->setEnabled(!tls.chain.isEmpty());
    m_chain->setCurrentRow(tls.chain.isEmpty() ? -1 : 0);
    showCertificate(m_chain->currentRow());
}

// There is no blank in it where a label could break it.
static QString fingerprintLines(const QByteArray &sha256)
{
    static constexpr int BytesOfLine = 8;
    QStringList lines;
    for (int i = 0; i < sha256.size(); i += BytesOfLine)
        lines.append(fingerprintText(sha256.mid(i, BytesOfLine)));
    return lines.join(u'\n');
}

void CertificateView::showCertificate(int index)
{
    const bool any = index >= 0 && index < m_tls.chain.size();
    const CertificateInfo info = any ? certificateInfo(m_tls.chain[index]) : CertificateInfo();
    const QString none = any ? tr("none") : QString();
    const auto show = [this, &none](Fact fact, const QString &text) {
        m_facts[fact]->setText(text.isEmpty() ? none : wrappable(text));
    };
    const auto time = [](const QDateTime &moment) {
        return QLocale().toString(moment.toLocalTime(), QLocale::ShortFormat);
    };
    show(Subject, info.subject);
    show(Issuer, info.isSelfSigned ? tr("%1 (itself)").arg(info.issuer) : info.issuer);
    show(Valid,
         info.isValid ? tr("from %1 to %2").arg(time(info.notBefore), time(info.notAfter)) : QString());
    m_validity->setSentence(validityProblem(info, QDateTime::currentDateTime()));
    show(Names, info.names.join(u", "_s));
    show(Serial, info.serial);
    show(Key, info.key);
    show(Fingerprint, any ? fingerprintLines(info.sha256) : QString());
}

void CertificateView::copy()
{
    QApplication::clipboard()->setText(QString::fromLatin1(certificatesAsPem(m_tls.chain)));
    m_note->setText(tr("Copied."));
}

void CertificateView::askWhereToSave()
{
    auto *dialog = new QFileDialog(this, tr("Save certificates"), {}, tr("PEM (*.pem);;All files (*)"));
    dialog->setObjectName(u"savePemDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"pem"_s);
    dialog->selectFile(
            (m_host.isEmpty() ? u"certificates"_s : QString(m_host).replace(u'/', u'-').replace(u':', u'-'))
            + u".pem"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &CertificateView::save);
    dialog->open();
}

void CertificateView::save(const QString &fileName)
{
    const QByteArray pem = certificatesAsPem(m_tls.chain);
    QSaveFile file(fileName);
    const bool ok = file.open(QIODevice::WriteOnly) && file.write(pem) == pem.size() && file.commit();
    m_note->setText(ok ? tr("Saved.") : tr("Not saved: %1.").arg(file.errorString()));
}
