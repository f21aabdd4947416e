// SPDX-License-Identifier: MIT
#include "ui/kit/decimalbox.h"
#include "ui/kit/tonelabel.h"
#include "ui/settings/preferencespage.h"
#include "ui/settings/settingsfields.h"
#include "ui/settings/settingsgroups.h"
#include "ui/settings/settingstext.h"

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

static QString retrySummary(const ConnectionProfile &profile)
{
    const QString waits = PreferencesPage::waitsText(profile.retry);
    if (profile.retry.maxAttempts <= 1)
        return SettingsText::tr("never tried again");
    const QString attempts = SettingsText::tr("%1 attempts").arg(profile.retry.maxAttempts);
    QString words = waits;
    words[0] = words[0].toLower();
    return profile.retryAfterDrop ? SettingsText::tr("%1, %2").arg(attempts, words)
                                  : SettingsText::tr("%1, not after a drop, %2").arg(attempts, words);
}

// The policy starts from the wait before the first one, so that the first wait and the factor are one thing.
static void addWaits(SettingsGroup *group)
{
    auto *first = new DecimalBox(u"retryFirst"_s, 0, 3600, SettingsText::tr(" s"));
    first->setSingleStep(0.5);
    auto *factor = new DecimalBox(u"retryFactor"_s, 1, 100, {});
    factor->setPrefix(SettingsText::tr("× "));
    factor->setSingleStep(0.25);

    const auto store = [first, factor](ConnectionProfile &profile) {
        profile.retry.factor = factor->value();
        profile.retry.first = milliseconds(std::llround(first->value() * 1000 / factor->value()));
    };
    SettingsBinding firstBinding;
    firstBinding.fields = {ProfileField::RetryFirst};
    firstBinding.load = [first](const ConnectionProfile &profile) {
        const double seconds = double(profile.retry.first.count()) / 1000 * profile.retry.factor;
        first->setValue(PreferencesPage::plainSeconds(seconds));
    };
    firstBinding.store = store;
    SettingsBinding factorBinding;
    factorBinding.fields = {ProfileField::RetryFactor};
    factorBinding.load = [factor](const ConnectionProfile &profile) {
        factor->setValue(profile.retry.factor);
    };
    factorBinding.store = store;
    SettingsRow *firstRow = group->addRow(SettingsText::tr("&First wait:"), first, firstBinding);
    SettingsRow *factorRow = group->addRow(SettingsText::tr("&Every further wait:"), factor, factorBinding);
    QObject::connect(first, &QDoubleSpinBox::valueChanged, group,
                     [group, firstRow] { group->touch(firstRow); });
    QObject::connect(factor, &QDoubleSpinBox::valueChanged, group,
                     [group, factorRow] { group->touch(factorRow); });
}

static void addRandomness(SettingsGroup *group)
{
    auto *box = SettingsFields::named(new QSpinBox, u"retryRandomness"_s);
    box->setPrefix(u"±"_s);
    box->setSuffix(SettingsText::tr(" %"));
    box->setRange(0, 100);
    box->setSingleStep(5);
    box->setAlignment(Qt::AlignRight);
    SettingsBinding binding;
    binding.fields = {ProfileField::RetryRandomness};
    binding.load = [box](const ConnectionProfile &profile) {
        box->setValue(int(std::lround(profile.retry.randomness * 100)));
    };
    binding.store = [box](ConnectionProfile &profile) { profile.retry.randomness = box->value() / 100.0; };
    SettingsRow *row = group->addRow(SettingsText::tr("Ra&ndomness:"), box, binding);
    QObject::connect(box, &QSpinBox::valueChanged, group, [group, row] { group->touch(row); });
}

SettingsGroup *createRetryGroup(QWidget *parent)
{
    using namespace SettingsFields;
    auto *group = new SettingsGroup(u"retry"_s, SettingsText::tr("Retry"), retrySummary, parent);
    auto *attempts = named(new QSpinBox, u"retryAttempts"_s);
    attempts->setRange(1, 1000000);
    attempts->setGroupSeparatorShown(true);
    addNumber(
            group, SettingsText::tr("&Attempts:"), attempts, ProfileField::RetryAttempts,
            [](auto &profile) -> auto & { return profile.retry.maxAttempts; });
    addWaits(group);
    addRandomness(group);
    auto *cap = new DecimalBox(u"retryCap"_s, 0, 24 * 3600, SettingsText::tr(" s"));
    addSeconds(
            group, SettingsText::tr("&Longest wait:"), cap, ProfileField::RetryCap,
            [](auto &profile) -> auto & { return profile.retry.cap; });
    auto *waits = new ToneLabel(u"retryWaits"_s, ToneLabel::Tone::Quiet, group);
    group->addWide(waits);
    group->addRefresh([waits](const ConnectionProfile &draft) {
        waits->setSentence(PreferencesPage::waitsText(draft.retry));
    });
    addCheck(
            group,
            named(new QCheckBox(SettingsText::tr("&Retry an open connection that is lost, too")),
                  u"retryAfterDrop"_s),
            false, ProfileField::RetryAfterDrop,
            [](auto &profile) -> auto & { return profile.retryAfterDrop; });
    auto *stable = new DecimalBox(u"stableAfter"_s, 0, 24 * 3600, SettingsText::tr(" s"));
    addSeconds(
            group, SettingsText::tr("S&table after:"), stable, ProfileField::StableAfter,
            [](auto &profile) -> auto & { return profile.stableAfter; });
    return group;
}
