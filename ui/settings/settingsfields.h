// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/settingsgroup.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSpinBox>

#include <chrono>
#include <cmath>

/// Rows of a SettingsGroup for plain fields. `access` is a generic lambda that returns the member of the
/// profile that it is given, constant or not: [](auto &profile) -> auto & { return profile.origin; }.
namespace SettingsFields {

template <typename Field>
Field *named(Field *field, const QString &objectName)
{
    field->setObjectName(objectName);
    return field;
}

/// `edit` is `field` or a part of it.
template <typename Access>
SettingsRow *addText(SettingsGroup *group, const QString &label, QWidget *field, QLineEdit *edit,
                     ProfileField what, Access access, const QString &qtHint = {})
{
    SettingsBinding binding;
    binding.fields = {what};
    binding.load = [edit, access](const ConnectionProfile &profile) {
        // Writing a line back while it is typed in would move its cursor.
        if (edit->text() != access(profile))
            edit->setText(access(profile));
    };
    binding.store = [edit, access](ConnectionProfile &profile) { access(profile) = edit->text(); };
    binding.qtHint = qtHint;
    SettingsRow *row = group->addRow(label, field, binding);
    QObject::connect(edit, &QLineEdit::textChanged, group, [group, row] { group->touch(row); });
    return row;
}

/// `inverted` boxes are checked when the member is false.
template <typename Access>
SettingsRow *addCheck(SettingsGroup *group, QCheckBox *box, bool inverted, ProfileField what, Access access,
                      const QString &qtHint = {})
{
    SettingsBinding binding;
    binding.fields = {what};
    binding.load = [box, inverted, access](const ConnectionProfile &profile) {
        box->setChecked(access(profile) != inverted);
    };
    binding.store = [box, inverted, access](ConnectionProfile &profile) {
        access(profile) = box->isChecked() != inverted;
    };
    binding.qtHint = qtHint;
    SettingsRow *row = group->addWideRow({}, box, binding);
    QObject::connect(box, &QCheckBox::toggled, group, [group, row] { group->touch(row); });
    return row;
}

/// The data of the box's items are numbers of the enumeration that the member is of.
template <typename Access>
SettingsRow *addChoice(SettingsGroup *group, const QString &label, QComboBox *box, ProfileField what,
                       Access access, const QString &qtHint = {})
{
    SettingsBinding binding;
    binding.fields = {what};
    binding.load = [box, access](const ConnectionProfile &profile) {
        box->setCurrentIndex(box->findData(int(access(profile))));
    };
    binding.store = [box, access](ConnectionProfile &profile) {
        using Choice = std::remove_reference_t<decltype(access(profile))>;
        access(profile) = Choice(box->currentData().toInt());
    };
    binding.qtHint = qtHint;
    SettingsRow *row = group->addRow(label, box, binding);
    QObject::connect(box, &QComboBox::currentIndexChanged, group, [group, row] { group->touch(row); });
    return row;
}

template <typename Access>
SettingsRow *addNumber(SettingsGroup *group, const QString &label, QSpinBox *box, ProfileField what,
                       Access access, const QString &qtHint = {})
{
    box->setAlignment(Qt::AlignRight);
    SettingsBinding binding;
    binding.fields = {what};
    binding.load = [box, access](const ConnectionProfile &profile) { box->setValue(int(access(profile))); };
    binding.store = [box, access](ConnectionProfile &profile) {
        using Number = std::remove_reference_t<decltype(access(profile))>;
        access(profile) = Number(box->value());
    };
    binding.qtHint = qtHint;
    SettingsRow *row = group->addRow(label, box, binding);
    QObject::connect(box, &QSpinBox::valueChanged, group, [group, row] { group->touch(row); });
    return row;
}

/// The box shows the member, a whole number, divided by `unit`.
template <typename Access>
SettingsRow *addScaled(SettingsGroup *group, const QString &label, QDoubleSpinBox *box, double unit,
                       ProfileField what, Access access, const QString &qtHint = {})
{
    SettingsBinding binding;
    binding.fields = {what};
    binding.load = [box, unit, access](const ConnectionProfile &profile) {
        box->setValue(double(access(profile)) / unit);
    };
    binding.store = [box, unit, access](ConnectionProfile &profile) {
        access(profile) = std::llround(box->value() * unit);
    };
    binding.qtHint = qtHint;
    SettingsRow *row = group->addRow(label, box, binding);
    QObject::connect(box, &QDoubleSpinBox::valueChanged, group, [group, row] { group->touch(row); });
    return row;
}

/// In seconds, of a member in milliseconds.
template <typename Access>
SettingsRow *addSeconds(SettingsGroup *group, const QString &label, QDoubleSpinBox *box, ProfileField what,
                        Access access)
{
    SettingsBinding binding;
    binding.fields = {what};
    binding.load = [box, access](const ConnectionProfile &profile) {
        box->setValue(double(access(profile).count()) / 1000);
    };
    binding.store = [box, access](ConnectionProfile &profile) {
        access(profile) = std::chrono::milliseconds(std::llround(box->value() * 1000));
    };
    SettingsRow *row = group->addRow(label, box, binding);
    QObject::connect(box, &QDoubleSpinBox::valueChanged, group, [group, row] { group->touch(row); });
    return row;
}

} // namespace SettingsFields
