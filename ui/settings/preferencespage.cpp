// SPDX-License-Identifier: MIT
#include "ui/settings/preferencespage.h"

#include "settings/settings.h"
#include "ui/kit/smallparts.h"
#include "ui/kit/theme.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScreen>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

// How many waits are listed before the ellipsis.
static constexpr int ListedWaits = 6;
static constexpr double GiB = 1024.0 * 1024.0 * 1024.0;
// The last digit of a field that is shown.
static constexpr double Shown = 0.01;
// In the field of the reserve: the least value, which is shown as words.
static constexpr double UsualReserve = -Shown;

static milliseconds toMilliseconds(double seconds)
{
    return milliseconds(std::llround(seconds * 1000));
}

static qint64 toBytes(double gibibytes)
{
    return qint64(gibibytes * GiB);
}

static double toGibibytes(qint64 bytes)
{
    return double(bytes) / GiB;
}

static double toSeconds(milliseconds time)
{
    return double(time.count()) / 1000;
}

template <typename SpinBox>
static SpinBox *spinBox(const QString &objectName, const QString &accessibleName, const QString &suffix,
                        QWidget *parent)
{
    auto *box = new SpinBox(parent);
    box->setObjectName(objectName);
    box->setAccessibleName(accessibleName);
    box->setSuffix(suffix);
    box->setAlignment(Qt::AlignRight);
    return box;
}

double PreferencesPage::plainSeconds(double seconds)
{
    constexpr double Near = 0.003;
    for (int digits = 1; digits < 4; ++digits) {
        const double plain = QString::number(seconds, 'g', digits).toDouble();
        if (std::abs(plain - seconds) <= Near * seconds)
            return plain;
    }
    return seconds;
}

QString PreferencesPage::waitsText(const RetryPolicy &policy)
{
    if (policy.maxAttempts <= 1)
        return tr("Never tried again.");
    QStringList waits;
    for (int attempt = 1; attempt <= ListedWaits; ++attempt) {
        const auto wait = policy.waitAfter(attempt, 0.5);
        if (!wait)
            break;
        waits.append(QString::number(plainSeconds(toSeconds(*wait)), 'g', 4));
    }
    const bool goesOn = policy.maxAttempts - 1 > waits.size();
    QString text = tr("Waits: %1%2 s").arg(waits.join(u", "_s), goesOn ? u" …"_s : QString());
    const int percent = int(std::lround(policy.randomness * 100));
    if (percent > 0)
        text += tr(", ±%1 %").arg(percent);
    return text;
}

PreferencesPage::PreferencesPage(Settings *settings, QWidget *parent)
    : QDialog(parent)
    , m_settings(settings)
{
    setObjectName(u"preferencesPage"_s);
    setWindowTitle(tr("Preferences"));
    setModal(false);
    createFields();

    auto *note =
            new QLabel(tr("Changes are kept at once and used from the next connection or session on."), this);
    note->setTextFormat(Qt::PlainText);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::RestoreDefaults | QDialogButtonBox::Close, this);
    QPushButton *restore = buttons->button(QDialogButtonBox::RestoreDefaults);
    restore->setObjectName(u"restoreDefaultsButton"_s);
    restore->setText(tr("Restore &defaults"));
    restore->setAutoDefault(false);
    // The style's icons do not follow a dark palette.
    restore->setIcon({});
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    connect(restore, &QPushButton::clicked, m_settings, &Settings::restoreConnectionDefaults);
    connect(restore, &QPushButton::clicked, m_settings, &Settings::restoreRecordingDefaults);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::Unit, 2 * Theme::Unit, 2 * Theme::Unit, 2 * Theme::Unit);
    layout->setSpacing(2 * Theme::Unit);
    QScrollArea *groups = createGroups();
    layout->addWidget(groups, 1);
    layout->addWidget(note);
    layout->addWidget(buttons);

    alignLabels();
    load();
    loadRecording();
    connectFields();
    connect(m_settings, &Settings::connectionDefaultsChanged, this, &PreferencesPage::load);

    groups->setMinimumWidth(groups->widget()->sizeHint().width() + 2 * Theme::Unit);
    const int whole =
            sizeHint().height() - groups->sizeHint().height() + groups->widget()->sizeHint().height();
    resize(sizeHint().width(), std::min(whole, screen()->availableSize().height() - 6 * Theme::Unit));
}

// On a low screen they do not all fit.
QScrollArea *PreferencesPage::createGroups()
{
    auto *content = new QWidget(this);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * Theme::Unit);
    layout->addWidget(createRetryGroup());
    layout->addWidget(createConnectionGroup());
    layout->addWidget(createRecordingGroup());
    layout->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    return scroll;
}

// The ranges are those in which Settings keeps the values.
void PreferencesPage::createFields()
{
    m_attempts = spinBox<QSpinBox>(u"retryAttempts"_s, tr("Attempts"), {}, this);
    m_attempts->setRange(1, 1000000);
    m_attempts->setGroupSeparatorShown(true);
    m_first = spinBox<QDoubleSpinBox>(u"retryFirst"_s, tr("First wait in seconds"), tr(" s"), this);
    m_first->setRange(0, 3600);
    m_first->setSingleStep(0.5);
    m_factor = spinBox<QDoubleSpinBox>(u"retryFactor"_s, tr("Factor from wait to wait"), {}, this);
    m_factor->setPrefix(tr("× "));
    m_factor->setRange(1, 100);
    m_factor->setSingleStep(0.25);
    m_randomness = spinBox<QSpinBox>(u"retryRandomness"_s, tr("Randomness in percent"), tr(" %"), this);
    m_randomness->setPrefix(u"±"_s);
    m_randomness->setRange(0, 100);
    m_randomness->setSingleStep(5);
    m_cap = spinBox<QDoubleSpinBox>(u"retryCap"_s, tr("Longest wait in seconds"), tr(" s"), this);
    m_cap->setRange(0, 24 * 3600);
    m_waits = new QLabel(this);
    m_waits->setObjectName(u"retryWaits"_s);
    m_waits->setTextFormat(Qt::PlainText);
    m_afterDrop = new QCheckBox(tr("&Retry an open connection that is lost, too"), this);
    m_afterDrop->setObjectName(u"retryAfterDrop"_s);
    m_handshake = spinBox<QDoubleSpinBox>(u"handshakeTimeout"_s, tr("Handshake time-out in seconds"),
                                          tr(" s"), this);
    m_handshake->setRange(0.1, 3600);
    m_keepAlive =
            spinBox<QDoubleSpinBox>(u"keepAliveInterval"_s, tr("Seconds from ping to ping"), tr(" s"), this);
    m_keepAlive->setRange(0, 3600);
    m_keepAlive->setSpecialValueText(tr("off"));
    for (QDoubleSpinBox *box : {m_first, m_factor, m_cap, m_handshake, m_keepAlive})
        box->setDecimals(2);
    createRecordingFields();
}

void PreferencesPage::createRecordingFields()
{
    m_private = new QCheckBox(tr("New sessions are pri&vate: nothing of them stays on disk"), this);
    m_private->setObjectName(u"privateSessions"_s);
    m_budget = spinBox<QDoubleSpinBox>(u"sessionBudget"_s, tr("Gibibytes that kept sessions may take up"),
                                       tr(" GiB"), this);
    m_sessionBound = spinBox<QDoubleSpinBox>(u"sessionBound"_s, tr("Gibibytes that one session may take up"),
                                             tr(" GiB"), this);
    m_reserve = spinBox<QDoubleSpinBox>(u"diskReserve"_s, tr("Gibibytes of the disk that stay free"),
                                        tr(" GiB"), this);
    for (QDoubleSpinBox *box : {m_budget, m_sessionBound, m_reserve}) {
        box->setDecimals(2);
        box->setSingleStep(0.1);
        box->setRange(0, 100000);
    }
    m_budget->setSpecialValueText(tr("any number"));
    m_sessionBound->setSpecialValueText(tr("any size"));
    m_reserve->setMinimum(UsualReserve);
    m_reserve->setSpecialValueText(tr("5 %, at most 1 GiB"));
}

QWidget *PreferencesPage::createRetryGroup()
{
    auto *group = new QGroupBox(tr("When connecting fails"), this);
    auto *form = new QFormLayout(group);
    form->addRow(tr("&Attempts:"), m_attempts);
    form->addRow(tr("&First wait:"), m_first);
    form->addRow(tr("&Every further wait:"), m_factor);
    form->addRow(tr("Ra&ndomness:"), m_randomness);
    form->addRow(tr("&Longest wait:"), m_cap);
    form->addRow(m_waits);
    form->addRow(m_afterDrop);
    return group;
}

QWidget *PreferencesPage::createConnectionGroup()
{
    auto *group = new QGroupBox(tr("While connecting and connected"), this);
    auto *form = new QFormLayout(group);
    form->addRow(tr("&Handshake time-out:"), m_handshake);
    form->addRow(tr("&Ping every:"), m_keepAlive);
    return group;
}

QWidget *PreferencesPage::createRecordingGroup()
{
    auto *group = new QGroupBox(tr("Recording"), this);
    auto *form = new QFormLayout(group);
    form->addRow(tr("&Sessions kept:"), m_budget);
    form->addRow(plainLabel(tr("At start-up the oldest go to the trash, to keep within this.\n"
                               "Those marked by File → Keep This Session stay, and do not count."),
                            group));
    form->addRow(tr("&One session:"), m_sessionBound);
    form->addRow(tr("Dis&k left free:"), m_reserve);
    form->addRow(plainLabel(
            tr("Beyond these nothing more is kept until there is room; changes count at once."), group));
    form->addRow(m_private);
    return group;
}

// The fields of all groups stand in one column.
void PreferencesPage::alignLabels()
{
    QList<QLabel *> labels;
    int width = 0;
    const QList<QLabel *> all = findChildren<QLabel *>();
    for (QLabel *label : all) {
        if (!label->buddy())
            continue;
        labels.append(label);
        width = std::max(width, label->sizeHint().width());
    }
    for (QLabel *label : std::as_const(labels))
        label->setMinimumWidth(width);
}

void PreferencesPage::connectFields()
{
    for (QSpinBox *box : {m_attempts, m_randomness})
        connect(box, &QSpinBox::valueChanged, this, &PreferencesPage::store);
    for (QDoubleSpinBox *box : {m_first, m_factor, m_cap, m_handshake, m_keepAlive})
        connect(box, &QDoubleSpinBox::valueChanged, this, &PreferencesPage::store);
    connect(m_afterDrop, &QCheckBox::toggled, this, &PreferencesPage::store);
    connect(m_private, &QCheckBox::toggled, m_settings, &Settings::setPrivateSessions);
    connect(m_budget, &QDoubleSpinBox::valueChanged, m_settings,
            [this](double gibibytes) { m_settings->setSessionBudget(toBytes(gibibytes)); });
    connect(m_sessionBound, &QDoubleSpinBox::valueChanged, m_settings, [this](double gibibytes) {
        KeepingLimits limits = m_settings->keepingLimits();
        limits.sessionBytes = toBytes(gibibytes);
        m_settings->setKeepingLimits(limits);
    });
    connect(m_reserve, &QDoubleSpinBox::valueChanged, m_settings, [this](double gibibytes) {
        KeepingLimits limits = m_settings->keepingLimits();
        limits.reserve = gibibytes > UsualReserve ? std::optional(toBytes(gibibytes)) : std::nullopt;
        m_settings->setKeepingLimits(limits);
    });
    connect(m_settings, &Settings::recordingChanged, this, &PreferencesPage::loadRecording);
}

// Writing a field back while it is typed in would move its cursor.
static void showGibibytes(QDoubleSpinBox *box, double gibibytes)
{
    const QSignalBlocker quiet(box);
    // However little, it is not the 0 that means any.
    if (gibibytes > 0)
        gibibytes = std::max(gibibytes, Shown);
    if (std::abs(gibibytes - box->value()) > Shown / 2)
        box->setValue(gibibytes);
}

void PreferencesPage::loadRecording()
{
    const QSignalBlocker quietPrivate(m_private);
    m_private->setChecked(m_settings->privateSessions());
    const KeepingLimits limits = m_settings->keepingLimits();
    showGibibytes(m_budget, toGibibytes(m_settings->sessionBudget()));
    showGibibytes(m_sessionBound, toGibibytes(limits.sessionBytes));
    showGibibytes(m_reserve, limits.reserve ? toGibibytes(*limits.reserve) : UsualReserve);
}

void PreferencesPage::load()
{
    // Writing a field back while it is typed in would move its cursor.
    const ConnectionProfile profile = m_settings->connectionDefaults();
    if (profile == edited()) {
        refreshWaits();
        return;
    }
    const QScopedValueRollback loading(m_loading, true);
    m_attempts->setValue(profile.retry.maxAttempts);
    m_first->setValue(toSeconds(profile.retry.first) * profile.retry.factor);
    m_factor->setValue(profile.retry.factor);
    m_randomness->setValue(int(std::lround(profile.retry.randomness * 100)));
    m_cap->setValue(toSeconds(profile.retry.cap));
    m_afterDrop->setChecked(profile.retryAfterDrop);
    m_handshake->setValue(toSeconds(profile.handshakeTimeout));
    m_keepAlive->setValue(toSeconds(profile.keepAliveInterval));
    refreshWaits();
}

ConnectionProfile PreferencesPage::edited() const
{
    ConnectionProfile profile = m_settings->connectionDefaults();
    profile.retry.maxAttempts = m_attempts->value();
    // The policy starts from the wait before the first one.
    profile.retry.first = toMilliseconds(m_first->value() / m_factor->value());
    profile.retry.factor = m_factor->value();
    profile.retry.randomness = m_randomness->value() / 100.0;
    profile.retry.cap = toMilliseconds(m_cap->value());
    profile.retryAfterDrop = m_afterDrop->isChecked();
    profile.handshakeTimeout = toMilliseconds(m_handshake->value());
    profile.keepAliveInterval = toMilliseconds(m_keepAlive->value());
    return profile;
}

void PreferencesPage::store()
{
    if (!m_loading)
        m_settings->setConnectionDefaults(edited());
}

void PreferencesPage::refreshWaits()
{
    m_waits->setText(waitsText(edited().retry));
}
