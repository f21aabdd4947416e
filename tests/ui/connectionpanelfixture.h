// SPDX-License-Identifier: MIT
#pragma once

#include "ui/saved/connectionpanel.h"

#include "saved/connectionstore.h"
#include "saved/environments.h"
#include "secrets/secretstore.h"
#include "ui/kit/panelnotice.h"
#include "ui/saved/connectiontree.h"
#include "ui/saved/connectiontreemodel.h"
#include "ui/saved/environmenteditor.h"

#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

/// The panel of saved connections with a store and environments that are files of their own.
class ConnectionPanelFixture : public QObject
{
protected:
    void init();
    void cleanup();
    QString add(const QString &name, const QString &folder = {})
    {
        SavedConnection saved;
        saved.name = name;
        saved.urlText = u"wss://%1.example.com/?token=hush"_s.arg(name.toLower());
        return m_store->addConnection(saved, folder);
    }
    ConnectionTree *tree() const { return m_panel->findChild<ConnectionTree *>(); }
    QLineEdit *searchField() const { return m_panel->findChild<QLineEdit *>(u"connectionSearch"_s); }
    QString said() const { return m_panel->findChild<PanelNotice *>()->sentence(); }
    QStringList shown(const QModelIndex &parent = {}) const
    {
        QStringList names;
        const QAbstractItemModel *model = tree()->model();
        for (int row = 0; row < model->rowCount(parent); ++row) {
            if (tree()->isRowHidden(row, parent))
                continue;
            const QModelIndex index = model->index(row, 0, parent);
            names.append(index.data().toString());
            if (tree()->isExpanded(index))
                names += shown(index);
        }
        return names;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SecretStore> m_secrets;
    std::unique_ptr<ConnectionStore> m_store;
    std::unique_ptr<Environments> m_environments;
    std::unique_ptr<ConnectionPanel> m_panel;
};

inline void ConnectionPanelFixture::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_secrets = std::make_unique<SecretStore>(nullptr);
    m_store = std::make_unique<ConnectionStore>(m_folder->filePath(u"c.json"_s), m_secrets.get());
    m_environments = std::make_unique<Environments>(m_folder->filePath(u"e.json"_s), m_secrets.get());
    m_panel = std::make_unique<ConnectionPanel>(m_store.get(), m_environments.get(), m_secrets.get());
    m_panel->resize(240, 500);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
}

inline void ConnectionPanelFixture::cleanup()
{
    m_panel.reset();
    m_environments.reset();
    m_store.reset();
    m_secrets.reset();
}
