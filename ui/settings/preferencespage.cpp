// SPDX-License-Identifier: MIT
#include "ui/settings/preferencespage.h"

#include "settings/settings.h"
#include "ui/kit/labels.h"
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

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

static constexpr double GiB = 1024.0 * 1024.0 * 1024.0;
// The last digit of a field that is shown.
static constexpr double Shown = 0.01;
// In the field of the reserve: the least value, which is shown as words.
static constexpr double UsualReserve = -Shown;

static qint64 toBytes(double gibibytes)
{
    return qint64(gibibytes * GiB);
}

static double toGibibytes(qint64 bytes)
{
    return double(bytes) / GiB;
}

static QDoubleSpinBox *gibibyteBox(const QString &objectName, const QString &accessibleName, QWidget *parent)
{
    auto *box = new QDoubleSpinBox(parent);
    box->setObjectName(objectName);
    box->setAccessibleName(accessibleName);
    box->setSuffix(PreferencesPage::tr(" GiB"));
    box->setAlignment(Qt::AlignRight);
    box->setDecimals(2);
    box->setSingleStep(0.1);
    box->setRange(0, 100000);
    return box;
}

PreferencesPage::PreferencesPage(Settings *settings, QWidget *parent)
    : QDialog(parent)
    , m_settings(settings)
{
    setObjectName(u"preferencesPage"_s);
    setWindowTitle(tr("Preferences"));
    setModal(false);

    auto *note =
            new QLabel(tr("Changes are kept at once and used from the next connection or session on."), this);
    note->setTextFormat(Qt::PlainText);
    note->setWordWrap(true);
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
    connectRecordingFields();
    connect(m_settings, &Settings::connectionDefaultsChanged, this, &PreferencesPage::load);

    // With a large font the screen may have no room for that.
    const QSize room = screen()->availableSize() - QSize(4 * Theme::Unit, 6 * Theme::Unit);
    const QWidget *content = groups->widget();
    groups->setMinimumWidth(
            std::min(content->sizeHint().width() + 2 * Theme::Unit, room.width() - 4 * Theme::Unit));
    const int whole = sizeHint().height() - groups->sizeHint().height() + content->sizeHint().height();
    resize(QSize(sizeHint().width(), whole).boundedTo(room));
}

// On a small screen they do not all fit.
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
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    return scroll;
}

void PreferencesPage::createRecordingFields()
{
    m_private = new QCheckBox(tr("New sessions are pri&vate: nothing of them stays on disk"), this);
    m_private->setObjectName(u"privateSessions"_s);
    m_budget = gibibyteBox(u"sessionBudget"_s, tr("Gibibytes that kept sessions may take up"), this);
    m_sessionBound = gibibyteBox(u"sessionBound"_s, tr("Gibibytes that one session may take up"), this);
    m_reserve = gibibyteBox(u"diskReserve"_s, tr("Gibibytes of the disk that stay free"), this);
    m_budget->setSpecialValueText(tr("any number"));
    m_sessionBound->setSpecialValueText(tr("any size"));
    m_reserve->setMinimum(UsualReserve);
    m_reserve->setSpecialValueText(tr("5 %, at most 1 GiB"));
}

void PreferencesPage::addField(QFormLayout *form, const FieldEditor &editor, const QString &accessibleName)
{
    if (accessibleName.isEmpty()) {
        form->addRow(editor.widget);
    } else {
        editor.widget->setAccessibleName(accessibleName);
        form->addRow(profileFieldText(profileFieldTraits(*editor.binding.field).label), editor.widget);
    }
    m_editors.append(editor);
    editor.whenEdited(this, [this, store = editor.binding.store] {
        if (m_loading)
            return;
        const QScopedValueRollback storing(m_storing, true);
        ConnectionProfile profile = m_settings->connectionDefaults();
        store(profile);
        m_settings->setConnectionDefaults(profile);
    });
}

QWidget *PreferencesPage::createRetryGroup()
{
    constexpr auto Two = FieldEditor::Decimals::Two;
    auto *group = new QGroupBox(tr("When connecting fails"), this);
    auto *form = new QFormLayout(group);
    const FieldEditor::RetryWaits waits = FieldEditor::ofRetryWaits(Two);
    addField(form, FieldEditor::of(ProfileField::RetryAttempts), tr("Attempts"));
    addField(form, waits.first, tr("First wait in seconds"));
    addField(form, waits.factor, tr("Factor from wait to wait"));
    addField(form, FieldEditor::of(ProfileField::RetryRandomness), tr("Randomness in percent"));
    addField(form, FieldEditor::of(ProfileField::RetryCap, Two), tr("Longest wait in seconds"));
    m_waits = plainLabel({}, group);
    m_waits->setObjectName(u"retryWaits"_s);
    form->addRow(m_waits);
    addField(form, FieldEditor::of(ProfileField::RetryAfterDrop));
    return group;
}

QWidget *PreferencesPage::createConnectionGroup()
{
    constexpr auto Two = FieldEditor::Decimals::Two;
    auto *group = new QGroupBox(tr("While connecting and connected"), this);
    auto *form = new QFormLayout(group);
    addField(form, FieldEditor::of(ProfileField::HandshakeTimeout, Two), tr("Handshake time-out in seconds"));
    addField(form, FieldEditor::of(ProfileField::KeepAliveInterval, Two), tr("Seconds from ping to ping"));
    return group;
}

QWidget *PreferencesPage::createRecordingGroup()
{
    createRecordingFields();
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

void PreferencesPage::connectRecordingFields()
{
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
    const ConnectionProfile profile = m_settings->connectionDefaults();
    // Writing a field back while it is typed in would move its cursor.
    if (!m_storing) {
        const QScopedValueRollback loading(m_loading, true);
        for (const FieldEditor &editor : std::as_const(m_editors))
            editor.binding.load(profile);
    }
    m_waits->setText(retryWaitsText(profile.retry));
}
