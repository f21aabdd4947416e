// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

/// How a payload is written out for the clipboard. To add one is to add its name and its row in
/// payloadcopy.cpp.
enum class CopyForm {
    Text,        ///< As it is; UTF-8 only.
    JsonLaidOut, ///< JSON; also CBOR and MessagePack that are recognised, as JSON.
    JsonOneLine,
    Base64,
    Hex,
    CString,  ///< "…" in ASCII, other bytes in octal, which never swallows the digits that follow.
    JsString, ///< '…'; what is not UTF-8 as new Uint8Array([…]).
    PythonBytesOrString, ///< '…'; what is not UTF-8 as b'…'.
};

/// Those to offer for a payload, in their order.
QList<CopyForm> copyForms(bool isText, bool isJson);
/// For a menu, with its mnemonic.
QString copyFormTitle(CopyForm form);

struct ScanControl;

/// The payload in that form; a null string if it has none, or if `control` was cancelled meanwhile. Linear in
/// time; may be called from any thread.
QString payloadForCopy(const QByteArray &payload, CopyForm form, ScanControl *control = nullptr);
