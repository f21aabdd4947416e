// SPDX-License-Identifier: MIT
#pragma once

#include "saved/environments.h"
#include "saved/sentmessages.h"
#include "secrets/secretstore.h"
#include "session/livesession.h"
#include "settings/settings.h"
#include "support/scriptedserver.h"
#include "ui/connect/connectioncontroller.h"
#include "ui/connect/connectionsettingswindow.h"
#include "ui/kit/noticebar.h"
#include "ui/session/sessionpage.h"
#include "ui/settings/connectionsettingspage.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

/// A tab in a window of its own, with its URL field as a person uses it.
class ConnectionFixture : public QObject
{
protected:
    void init();
    void cleanup();
    template <typename T>
    T *find(const QString &name) const
    {
        return m_page->findChild<T *>(name);
    }
    QLineEdit *url() const { return find<QLineEdit>(u"urlEdit"_s); }
    /// What is said below the URL.
    QString below() const
    {
        const auto *label = find<QLabel>(u"urlProblem"_s);
        return label->isVisible() ? label->text() : QString();
    }
    Status status() const { return m_page->session()->status(); }
    ConnectionController *connection() const { return m_page->connection(); }
    const ConnectionDraft &draft() const { return connection()->draft(); }
    ConnectionSettingsPage *openSettings();
    void paste(const QString &text);
    void enter(const QString &text);
    /// Enter, in the field as it is.
    void enter();
    void press(Qt::Key key) { QTest::keyClick(m_page->focusWidget(), key); }
    void openPage(bool isPrivate = false);
    void chooseEnvironment(const QList<Variable> &variables);
    /// The button of the notice that says this; null if there is none.
    QPushButton *noticeButton(const QString &text) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<SentMessages> m_sent;
    std::unique_ptr<SecretStore> m_secrets;
    std::unique_ptr<Environments> m_environments;
    std::unique_ptr<SessionPage> m_page;
};

inline void ConnectionFixture::openPage(bool isPrivate)
{
    m_page = std::make_unique<SessionPage>(
            m_settings.get(), std::make_unique<LiveSession>(RecordTarget{{}, m_folder->path(), isPrivate}));
    m_page->setSentMessages(m_sent.get());
    m_page->resize(1000, 700);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
}

inline ConnectionSettingsPage *ConnectionFixture::openSettings()
{
    connection()->settings()->show();
    return m_page->findChild<ConnectionSettingsPage *>();
}

inline void ConnectionFixture::paste(const QString &text)
{
    QGuiApplication::clipboard()->setText(text);
    url()->setFocus();
    url()->selectAll();
    QTest::keySequence(url(), QKeySequence::Paste);
}

inline void ConnectionFixture::enter(const QString &text)
{
    url()->setText(text);
    enter();
}

inline void ConnectionFixture::enter()
{
    url()->setFocus();
    QTest::keyClick(url(), Qt::Key_Return);
}

inline void ConnectionFixture::chooseEnvironment(const QList<Variable> &variables)
{
    m_secrets = std::make_unique<SecretStore>(nullptr);
    m_environments =
            std::make_unique<Environments>(m_folder->filePath(u"environments.json"_s), m_secrets.get());
    Environment here;
    here.id = m_environments->add(u"Here"_s);
    here.name = u"Here"_s;
    here.variables = variables;
    m_environments->update(here);
    m_environments->setCurrent(here.id);
    connection()->setEnvironments(m_environments.get());
}

inline QPushButton *ConnectionFixture::noticeButton(const QString &text) const
{
    const auto buttons = m_page->findChild<NoticeBar *>()->findChildren<QPushButton *>();
    for (QPushButton *button : buttons) {
        if (button->isVisible() && button->text() == text)
            return button;
    }
    return nullptr;
}

inline void ConnectionFixture::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<Settings>(m_folder->filePath(u"settings.ini"_s));
    m_sent = std::make_unique<SentMessages>(m_folder->filePath(u"sent.json"_s));
    openPage();
}

inline void ConnectionFixture::cleanup()
{
    m_page.reset();
    m_environments.reset();
    m_secrets.reset();
    m_sent.reset();
    m_settings.reset();
}
