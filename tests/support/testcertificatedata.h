// SPDX-License-Identifier: MIT
#pragma once

/// The bytes behind testcertificates.h: PEM, but for clientPkcs12, which is base64.
namespace TestCertificateData {

extern const char authority[];
extern const char clientAuthority[];
extern const char leafKey[];
extern const char good[];
extern const char expired[];
extern const char notYetValid[];
extern const char wrongHost[];
extern const char unknownAuthority[];
extern const char forClients[];
extern const char underExpiredIssuer[];
extern const char client[];
extern const char clientKey[];
extern const char encryptedClientKey[];
extern const char clientPkcs12[];
extern const char rsaClient[];
extern const char rsaClientKey[];

} // namespace TestCertificateData
