// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

/// How a payload is written out for the clipboard.
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

struct ScanControl;

/// The payload in that form; a null string if it has none, or if `control` was cancelled meanwhile. Linear in
/// time; may be called from any thread.
QString payloadForCopy(const QByteArray &payload, CopyForm form, ScanControl *control = nullptr);
