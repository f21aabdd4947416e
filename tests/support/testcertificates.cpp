// SPDX-License-Identifier: MIT
#include "support/testcertificates.h"

#include <QSslSocket>

// Made once with OpenSSL, worth nothing anywhere else. PEM, but for ClientPkcs12, which is base64. Valid from
// 2020 to 2120 unless the name says otherwise.

static constexpr char Authority[] = R"(-----BEGIN CERTIFICATE-----
MIIBcDCCARWgAwIBAgIBATAKBggqhkjOPQQDAjAeMRwwGgYDVQQDDBNTb2NrZXRz
Y29wZSBUZXN0IENBMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAe
MRwwGgYDVQQDDBNTb2NrZXRzY29wZSBUZXN0IENBMFkwEwYHKoZIzj0CAQYIKoZI
zj0DAQcDQgAEiEbIqh09fRNaKf7wuNq8RNucKJsuMYB+NdH7Z7FePw+YG/k05sqb
Cq2ccWhcExxOL4Pb4twg6iiv9TfQXA++CqNCMEAwDwYDVR0TAQH/BAUwAwEB/zAO
BgNVHQ8BAf8EBAMCAQYwHQYDVR0OBBYEFJH2jPmCXUznhWsiM0smAMEHOQGnMAoG
CCqGSM49BAMCA0kAMEYCIQDnRujPz+aDNiNzaIQiNp9xoyge425gFcqGzSLiJ0Cx
BAIhAMdY8lCF6Y8lls5teiNWfk99lrRCj9IifhRU9xpxO6Gf
-----END CERTIFICATE-----
)";

static constexpr char ClientAuthority[] = R"(-----BEGIN CERTIFICATE-----
MIIBZjCCAQugAwIBAgIBATAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5DbGllbnQg
VGVzdCBDQTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowGTEXMBUG
A1UEAwwOQ2xpZW50IFRlc3QgQ0EwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQ0
MHjgQcbxrkh8bcXqWkEFKaYkiqtLw9oLwYdBW6rsFBtHgl89EfAu47QnP4Mc1FCS
T6K1Yt5atGZ5po5ksXSEo0IwQDAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQE
AwIBBjAdBgNVHQ4EFgQU60iNpXMxp426Gq5eVFYNNCDy7xkwCgYIKoZIzj0EAwID
SQAwRgIhANEBffmYyBqL9SHBI2KMZXqYsMY3SozArc9oZWQ824VYAiEAkmNBVmCr
9rhyi1Eo74UOV+1odpV5vpCSLlqDBPctdZ0=
-----END CERTIFICATE-----
)";

static constexpr char LeafKey[] = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgx57ully+vExs9twg
sdSDIt60qdEQt8gw0ohSp+kcjjahRANCAAR02xyQZMXqroCc16LMgMez09n2QVtE
dgsDJJzGL25nuWx6d5xwZKqC2eyTl6luMZU5G3V0YsCgiWO5Sm9paf35
-----END PRIVATE KEY-----
)";

static constexpr char Good[] = R"(-----BEGIN CERTIFICATE-----
MIIBtTCCAVugAwIBAgIBAjAKBggqhkjOPQQDAjAeMRwwGgYDVQQDDBNTb2NrZXRz
Y29wZSBUZXN0IENBMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAU
MRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR0
2xyQZMXqroCc16LMgMez09n2QVtEdgsDJJzGL25nuWx6d5xwZKqC2eyTl6luMZU5
G3V0YsCgiWO5Sm9paf35o4GRMIGOMCwGA1UdEQQlMCOCCWxvY2FsaG9zdIcEfwAA
AYcQAAAAAAAAAAAAAAAAAAAAATAJBgNVHRMEAjAAMBMGA1UdJQQMMAoGCCsGAQUF
BwMBMB0GA1UdDgQWBBQ0hEBFLrzwEbcVaqa0GGk5NNezrTAfBgNVHSMEGDAWgBSR
9oz5gl1M54VrIjNLJgDBBzkBpzAKBggqhkjOPQQDAgNIADBFAiEA9tFDp4vbES5g
IsUjSfGvTIbkM3hCEXHPEbJJ05BL/6wCIHZO/N6XBPa9FWYEndKvoG5QwELv2MqH
ghd98m8qver1
-----END CERTIFICATE-----
)";

static constexpr char Expired[] = R"(-----BEGIN CERTIFICATE-----
MIIBszCCAVmgAwIBAgIBAzAKBggqhkjOPQQDAjAeMRwwGgYDVQQDDBNTb2NrZXRz
Y29wZSBUZXN0IENBMB4XDTIwMDEwMTAwMDAwMFoXDTIxMDEwMTAwMDAwMFowFDES
MBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEdNsc
kGTF6q6AnNeizIDHs9PZ9kFbRHYLAyScxi9uZ7lseneccGSqgtnsk5epbjGVORt1
dGLAoIljuUpvaWn9+aOBkTCBjjAsBgNVHREEJTAjgglsb2NhbGhvc3SHBH8AAAGH
EAAAAAAAAAAAAAAAAAAAAAEwCQYDVR0TBAIwADATBgNVHSUEDDAKBggrBgEFBQcD
ATAdBgNVHQ4EFgQUNIRARS688BG3FWqmtBhpOTTXs60wHwYDVR0jBBgwFoAUkfaM
+YJdTOeFayIzSyYAwQc5AacwCgYIKoZIzj0EAwIDSAAwRQIgIpOgkHXAzmpoSXB4
PaAlcJO0j9i3MYakk4xP0kIJkb8CIQD26rIErZDhZE9M27Eiz5N4l4Pj3xQcmoux
ZBuKOdwKaw==
-----END CERTIFICATE-----
)";

static constexpr char NotYetValid[] = R"(-----BEGIN CERTIFICATE-----
MIIBtzCCAV2gAwIBAgIBBDAKBggqhkjOPQQDAjAeMRwwGgYDVQQDDBNTb2NrZXRz
Y29wZSBUZXN0IENBMCIYDzIxMTAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBa
MBQxEjAQBgNVBAMMCWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IA
BHTbHJBkxequgJzXosyAx7PT2fZBW0R2CwMknMYvbme5bHp3nHBkqoLZ7JOXqW4x
lTkbdXRiwKCJY7lKb2lp/fmjgZEwgY4wLAYDVR0RBCUwI4IJbG9jYWxob3N0hwR/
AAABhxAAAAAAAAAAAAAAAAAAAAABMAkGA1UdEwQCMAAwEwYDVR0lBAwwCgYIKwYB
BQUHAwEwHQYDVR0OBBYEFDSEQEUuvPARtxVqprQYaTk017OtMB8GA1UdIwQYMBaA
FJH2jPmCXUznhWsiM0smAMEHOQGnMAoGCCqGSM49BAMCA0gAMEUCIGEFv4+BQGfI
C+QywUoTT+MMhCNeHmrQRnSZObalkbyrAiEAsLR/kieLFjco9kt9JF1/vYSAoeih
eAxBW01OcoTkTNk=
-----END CERTIFICATE-----
)";

static constexpr char WrongHost[] = R"(-----BEGIN CERTIFICATE-----
MIIBtTCCAVygAwIBAgIBBTAKBggqhkjOPQQDAjAeMRwwGgYDVQQDDBNTb2NrZXRz
Y29wZSBUZXN0IENBMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAY
MRYwFAYDVQQDDA1vdGhlci5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD
QgAEdNsckGTF6q6AnNeizIDHs9PZ9kFbRHYLAyScxi9uZ7lseneccGSqgtnsk5ep
bjGVORt1dGLAoIljuUpvaWn9+aOBjjCBizApBgNVHREEIjAggg1vdGhlci5leGFt
cGxlgg8qLm90aGVyLmV4YW1wbGUwCQYDVR0TBAIwADATBgNVHSUEDDAKBggrBgEF
BQcDATAdBgNVHQ4EFgQUNIRARS688BG3FWqmtBhpOTTXs60wHwYDVR0jBBgwFoAU
kfaM+YJdTOeFayIzSyYAwQc5AacwCgYIKoZIzj0EAwIDRwAwRAIgK3SsZ4KfAplx
+GvjC+KcX7jZgh8O/bzanYrQ+/Ys41kCIBzE/uXpjgDOCufGD+ur40FtVmcFFQEY
L+g8hPNP/Adm
-----END CERTIFICATE-----
)";

static constexpr char UnknownAuthority[] = R"(-----BEGIN CERTIFICATE-----
MIIBsTCCAVegAwIBAgIBAjAKBggqhkjOPQQDAjAaMRgwFgYDVQQDDA9Vbmtub3du
IFRlc3QgQ0EwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQ
BgNVBAMMCWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABHTbHJBk
xequgJzXosyAx7PT2fZBW0R2CwMknMYvbme5bHp3nHBkqoLZ7JOXqW4xlTkbdXRi
wKCJY7lKb2lp/fmjgZEwgY4wLAYDVR0RBCUwI4IJbG9jYWxob3N0hwR/AAABhxAA
AAAAAAAAAAAAAAAAAAABMAkGA1UdEwQCMAAwEwYDVR0lBAwwCgYIKwYBBQUHAwEw
HQYDVR0OBBYEFDSEQEUuvPARtxVqprQYaTk017OtMB8GA1UdIwQYMBaAFASaVj/o
h8nU0vNgeaeV+dnibuczMAoGCCqGSM49BAMCA0gAMEUCIDosg8sX4KTGZHo75RaU
lllUomiRHaF800nkVcxELLoFAiEA6kx6i6suQX8W5OocP1BpOkLvRAH8k6IlE3bh
rmTJgWA=
-----END CERTIFICATE-----
)";

static constexpr char ForClients[] = R"(-----BEGIN CERTIFICATE-----
MIIBtDCCAVugAwIBAgIBBjAKBggqhkjOPQQDAjAeMRwwGgYDVQQDDBNTb2NrZXRz
Y29wZSBUZXN0IENBMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAU
MRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR0
2xyQZMXqroCc16LMgMez09n2QVtEdgsDJJzGL25nuWx6d5xwZKqC2eyTl6luMZU5
G3V0YsCgiWO5Sm9paf35o4GRMIGOMCwGA1UdEQQlMCOCCWxvY2FsaG9zdIcEfwAA
AYcQAAAAAAAAAAAAAAAAAAAAATAJBgNVHRMEAjAAMBMGA1UdJQQMMAoGCCsGAQUF
BwMCMB0GA1UdDgQWBBQ0hEBFLrzwEbcVaqa0GGk5NNezrTAfBgNVHSMEGDAWgBSR
9oz5gl1M54VrIjNLJgDBBzkBpzAKBggqhkjOPQQDAgNHADBEAiBhbMPyc3jADvLK
WhpkKE/mE5kj3bo8QwxNcXHhxXyozAIgTTZd4c3WVbD518ROOsPneCctSaqCySlg
KM1sj5rqZoQ=
-----END CERTIFICATE-----
)";

static constexpr char UnderExpiredIssuer[] = R"(-----BEGIN CERTIFICATE-----
MIIBuDCCAV+gAwIBAgIBATAKBggqhkjOPQQDAjAiMSAwHgYDVQQDDBdFeHBpcmVk
IEludGVybWVkaWF0ZSBDQTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAw
MFowFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD
QgAEdNsckGTF6q6AnNeizIDHs9PZ9kFbRHYLAyScxi9uZ7lseneccGSqgtnsk5ep
bjGVORt1dGLAoIljuUpvaWn9+aOBkTCBjjAsBgNVHREEJTAjgglsb2NhbGhvc3SH
BH8AAAGHEAAAAAAAAAAAAAAAAAAAAAEwCQYDVR0TBAIwADATBgNVHSUEDDAKBggr
BgEFBQcDATAdBgNVHQ4EFgQUNIRARS688BG3FWqmtBhpOTTXs60wHwYDVR0jBBgw
FoAUhzKZlt7xlE4ZPGaTzfRYPRiO/ncwCgYIKoZIzj0EAwIDRwAwRAIgVQmK0wYf
x1+tJxyNUYofew/lAAvgzLJQWxDqFqO4w9QCIGJZlglpHfBLXaGr4R9Zdrh/Len2
psPYJzBkc8fT2Xff
-----END CERTIFICATE-----
-----BEGIN CERTIFICATE-----
MIIBkjCCATigAwIBAgIBBzAKBggqhkjOPQQDAjAeMRwwGgYDVQQDDBNTb2NrZXRz
Y29wZSBUZXN0IENBMB4XDTIwMDEwMTAwMDAwMFoXDTIxMDEwMTAwMDAwMFowIjEg
MB4GA1UEAwwXRXhwaXJlZCBJbnRlcm1lZGlhdGUgQ0EwWTATBgcqhkjOPQIBBggq
hkjOPQMBBwNCAAQ27h9o5n4fPo/b/YabktW9gjlWrJg9W8kJXKXU6pSkaumAQhnk
a3yHFFGvmCEAwuodS0hlugTUS4zcYT+QoD4Jo2MwYTAPBgNVHRMBAf8EBTADAQH/
MA4GA1UdDwEB/wQEAwIBBjAdBgNVHQ4EFgQUhzKZlt7xlE4ZPGaTzfRYPRiO/ncw
HwYDVR0jBBgwFoAUkfaM+YJdTOeFayIzSyYAwQc5AacwCgYIKoZIzj0EAwIDSAAw
RQIhAKVb8PKHVDBEVXhMBUCH6Tr3Lqxo9IiMHBFAYPWHJbzwAiARJZoxv0EYKbDD
Q0001kwo9FdXrc+5CcbLf+AnRonLlg==
-----END CERTIFICATE-----
)";

static constexpr char Client[] = R"(-----BEGIN CERTIFICATE-----
MIIBgzCCASigAwIBAgIBAjAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5DbGllbnQg
VGVzdCBDQTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFjEUMBIG
A1UEAwwLVGVzdCBDbGllbnQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQjWo/C
q6TqQU3UTrFarEUbuhVMFB8NLaQuOiqaTHe0Tl3cAI7aUXSUh89R0HivuJfKzA3a
Aki/AJ3dM3IO05ORo2IwYDAJBgNVHRMEAjAAMBMGA1UdJQQMMAoGCCsGAQUFBwMC
MB0GA1UdDgQWBBQLu459Y82oK5LCzGvjVilT2KF5MDAfBgNVHSMEGDAWgBTrSI2l
czGnjboarl5UVg00IPLvGTAKBggqhkjOPQQDAgNJADBGAiEAouTLyrNO6nVoxLM7
cjjD2z6x5YMe72pKGK6kMtOhuuUCIQC9KFwIb5U11tbQ7XPwbvvBpOGohAE4nxaJ
zKRyJxOSgA==
-----END CERTIFICATE-----
)";

static constexpr char ClientKey[] = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgcGDdVBTDzN1Pxqju
i/R1KZoBYOoNgVAbqV/tOvo0klehRANCAAQjWo/Cq6TqQU3UTrFarEUbuhVMFB8N
LaQuOiqaTHe0Tl3cAI7aUXSUh89R0HivuJfKzA3aAki/AJ3dM3IO05OR
-----END PRIVATE KEY-----
)";

static constexpr char EncryptedClientKey[] = R"(-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhE0btF8ME/uAICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEM0w7t5GJ3bta1o1gwMFN8kEgZDB
lkBF6HQkR3qzREeAPlhW+xqpz9Nm8Y8Ucfo0b2t1fl7TbPNN2ePy+9oopi7LbzqJ
OiGD3HUAekF6FTjX6SHUoUz661KSO0/o8N3sYa0smENsFmkM9OcSj0dkgph/4xJz
shERkJk4O+OwECc66iMh32HpZ87nUQUbq0o/JTf+03dnqc4vqWFDWg/DieBMYjE=
-----END ENCRYPTED PRIVATE KEY-----
)";

static constexpr char ClientPkcs12[] =
        R"(MIIFrAIBAzCCBWIGCSqGSIb3DQEHAaCCBVMEggVPMIIFSzCCBAIGCSqGSIb3DQEHBqCCA/MwggPv
AgEAMIID6AYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgI+QyyhULf
9AICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEKlDgOQnrq6xFa4D4Y9m9LaAggOAEY7Y
aGzkQrkrKb0t2CPoSASvU0lhu60G1V3ZcUIIJEZr7rhgL+i9PLfn3hXq3HOCSsn5Dsi+Hz50TX1K
EeM0BIrply5z7Gr82eh3vLRhi+Z3qJF3hRUXDXyyUVnIEy0cfZ8RmELQ5+QHi5DLOsi6GFvFoJG0
KSOqdD8jqAiqBVPLvA9lKhX2pFSNh3j5nsbssY8u41UtpfoPxWGMt1rp79Z/8vtKhhT/xG2NIeO4
f66huyX2/ZeSPpe2uF1ce8ndAb9AXROtMN9cigS8ePsPG082iTB7dR/WgIAUEfIjh6v9YGEtwzKy
18134e835e4Sa7MLGRKrlL6sgScl2hlQ9TAOZhr1k4qaOysRn3BZgDfke3j4yv3D/APhqwO0nEYY
oW+6EthP7B0ZUAMSMe/iVJyFkxGJhdYN8S6roadu3738zD42AZQrwliaAAQZzn9DpmX3L13pd7wG
9AKYfCbIcX7BiDt1TEUoTmAeI51ZUNxiUetv7iYs3RsJ7ZywLTZ2lPbqtxy7PIOaNVovZqM8EKvH
mU0483GYEBOmhP3BZkOPpkWiYd1YJoNu1JKoTM71hW82GsAwi8d8sN8NLBVMIJhrHgA+pidkFKQI
aB7S0bC+2QvmneKZ8oTzjOK7XaWzS1i6sZIPn+2icLA8baQCcZRlj7/GhPJWp2+TT9QclRjrE9lr
U2k/439M31I6xde+Sp9eAi7MRhz8ss7B43AEwnA3jy54NCjwI15dnBUyw+PxgX1UgZjG0ZExlGi7
RN0nUgLkxcKe7dzfmkOg3p2ERpQVTWrCEP8IitV7EJDP30wA+TYXDr9iuttfs/7lGb/GN0216Asw
AMK0gmNIB6i/HJpR747qhp/CfsgXa7XhWSM2w7tWdEwODrNZ0ukqr1vqBDr4jCduazH+olTjVWRA
y5PT8Dn6VzM9YUvvALZj0NoMS/R46w14YikvvO+aTtxOqw5EDIP/NjJcxAX1XkugzHHVuwLnTPiU
4qZZlJhx6cQEkAw+NMrzBxTH+/yf4wnlBFk2tHdbaqI+lsd9NlI8I9JAF69iyXVXPyqRyCSWf4Db
Pi+D7bdfoYeeK0JyfHW0LJkGA3y+ot+Mp2uW9GaJu1oVfyb1d3QkP9X296lo+OBdbcaHJcDcr5CO
YnwxU1IqsLxa5x0VM2UBmalRkU9Cw7XU5m3i2UikhjUhcrLa4KkwggFBBgkqhkiG9w0BBwGgggEy
BIIBLjCCASowggEmBgsqhkiG9w0BDAoBAqCB7zCB7DBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0B
BQwwHAQI4UJidZb85f4CAggAMAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBB/3Hj3oFdVOwgt
YeLGXL8WBIGQ9ViAk4mV6Eoqt7JIJPnzklsyScQI0s+u395FV26gWX7zk920hBxd+hh4MhJKu9wZ
TV+31wUpu5yYgs1hUK8K1EwZ/7vh8s6/Sw0q5p5AKwkUAlAXLIJdkItMm0W0mtustK3Wr67g200d
2mUoZJyN9yXmACkRjbn3pv/xZ1K9sdQrKcSYL9dPLp4dnXbQbpOSMSUwIwYJKoZIhvcNAQkVMRYE
FFSkGjJEbn4h3x7dtIvFVBsJWeRxMEEwMTANBglghkgBZQMEAgEFAAQgTEAlEDChUU++Cg5MG2RH
6Q8rJ7Z3RqHbvtZK8W4RvnUECM41/4Bp2B1YAgIIAA==
)";

static constexpr char RsaClient[] = R"(-----BEGIN CERTIFICATE-----
MIICUjCCAfegAwIBAgIBAzAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5DbGllbnQg
VGVzdCBDQTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowGjEYMBYG
A1UEAwwPUlNBIFRlc3QgQ2xpZW50MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIB
CgKCAQEAmMDXTg7g2YW1mPqgfjE+tLWMwO/wO2feWA6oKVQ7/6p6mfclyuoiE7oW
LQ4lMJjaJyF0RyNgRp+XOIDzV2WnB5n0DZb7lpamiVpQsL89PtZGvP8h7cMawdUf
60MKTMup4KFWM2Z/+HpJlLs5cqlnrAoXlGu9cVSNs0n4eiOm+aZsgAdw2x5F+h/t
n0fi/ttIvC1/PwRFQw3LxDk7ycbwFMcgEU6DnrbWANcjKyCP0p/TWuLUq6vN4S/d
lz38QSnLCJoDMe9/hDei/V/Ir1MVFSMd1hK9ZLodSHyzoT3NELVASSyVHJfYMojp
r6Ra7FVcNWuU3Yoi5kKlvAoVaHC1kQIDAQABo2IwYDAJBgNVHRMEAjAAMBMGA1Ud
JQQMMAoGCCsGAQUFBwMCMB0GA1UdDgQWBBT96QyBb3jOB715WhFyIPhTXQcWKjAf
BgNVHSMEGDAWgBTrSI2lczGnjboarl5UVg00IPLvGTAKBggqhkjOPQQDAgNJADBG
AiEA9WkX6LWwZlVx2IR638zeWUvZfjPqEpgbVTdOP+9/mKUCIQDdQNXtgrH0dFth
oHLWXyqJjy4THbA2WfXTkKZM9xdfEg==
-----END CERTIFICATE-----
)";

static constexpr char RsaClientKey[] = R"(-----BEGIN PRIVATE KEY-----
MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCYwNdODuDZhbWY
+qB+MT60tYzA7/A7Z95YDqgpVDv/qnqZ9yXK6iITuhYtDiUwmNonIXRHI2BGn5c4
gPNXZacHmfQNlvuWlqaJWlCwvz0+1ka8/yHtwxrB1R/rQwpMy6ngoVYzZn/4ekmU
uzlyqWesCheUa71xVI2zSfh6I6b5pmyAB3DbHkX6H+2fR+L+20i8LX8/BEVDDcvE
OTvJxvAUxyARToOettYA1yMrII/Sn9Na4tSrq83hL92XPfxBKcsImgMx73+EN6L9
X8ivUxUVIx3WEr1kuh1IfLOhPc0QtUBJLJUcl9gyiOmvpFrsVVw1a5TdiiLmQqW8
ChVocLWRAgMBAAECggEAALPmaawE2ctVLgp9IYd9d9xb9OlFrChKrBIJMQN7sS3q
GXo7GMdh98BD6NonTqVtX3+2ZrthboG+ctqZA/5qOc06A7P9nVA9HOWm+GEw2XCn
66eq0sqyfVDLMExjKD5JnkhvupXOoeiCHSaNWZsw6Gg1eo/SU8qlSj1dYMZ4Nq7M
/8lAqBjgNDqGPDavwLwBMB4g68Z7C/igGISpJDJ/zDybkmmuMPD1DCpjpiJJejnl
yoGkjRZqGWaSUBEqQ7LivjZ9bqRHLDI9OgkER1QB8999aI9R2cUXcaqcm3+rLg1j
y7CHOO44Y2105paTe8ewHXvoyKG25qfH3vUgLyLUhwKBgQDOKsLh7LKtwX8nqC51
DCZH76DVUdDvV2luGuiJoZsa+QxVtIL1aL1BTGzu0yWAu3fAEUU9xYaaa8UnZfNs
gv08+oKlUnZ5v7yguyKSZu9Cci9mf3LpU/9ZpZqZyECpu+/d9HWZcL9suXWYWpqy
8k9viBsPOYq6MS7Ptjn6NhfPNwKBgQC9rO9GCZBGMhDiNSYxut+GAH/lBQ751dga
dib0gaFvcSSqFGiMaMtQrGb3MI1umgWsNHHQBFEx6t7bApw3jaYGHgavsreWjxAW
1BNXGrh+QO5h9nvRcSZqr/8pdkKckCXiecy1qBK8b3FJpv6OoEx84D0wsm8JS6Li
joTXeM81dwKBgE5tn/NYGuTUni2U4g9uzsVA2FsuI6BZDWdwXxO0YY/SPCoCYGtB
K/XCQBJeSn79UeHD8CY+lST7aGXDd+XIstNWrQp9I0rPcM9oQQ+WjuAlFfkU9L7k
UFhnEjf8IPUw5F/4FiCH7ppKtvx9Qypd2XAhQ8H37tlDyn4D4WxY1ZfjAoGANZ4T
LXs6m30/pJJdr6Uh1qGBhd3+M8Wthx1rOacDWZtkP+fw/fAJuU5i9PF2qZNEkz9o
BOOTiEbapJKCUnnqOsR2I2ij2R2r8KgWp4LYMGhueqbQrY4MzA/gU3oorlVZQEIq
Chfu4/Gk1qssPmk19f71jTSDit8ktmKPTtHJ0VUCgYAa29Nmv/+i6vMXmbwUq+dG
N8cc8W+8ePhqz6X1iOA2AAvz3dvZHG+sfGaeNU/nfuY/TW53Ol/11bFBFPi0STV7
2yIrl4NjIHLk1oW2lEtqpEkf8Oubw4tZ2liE5wsVQ1ERsyvjmwumfzYsDt1NuPif
2kPe6vUG7tVnOB8nEpsyrw==
-----END PRIVATE KEY-----
)";

static constexpr char SelfSigned[] = R"(-----BEGIN CERTIFICATE-----
MIIBZjCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBJ9w7fpZ8JWmQj4
wHIaVsdkGwDeo2kl57FFIiQHJeIDeq3RXbFbrdUAHyrDHyaeDTqhAzCy0jj6MyFp
8af02LOjTjBMMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAPBgNVHRMBAf8E
BTADAQH/MB0GA1UdDgQWBBRzGtTmKS8Tbjls9FwCS9/l41VSuDAKBggqhkjOPQQD
AgNHADBEAiBCBF69m4Zwdgct8jMqxyEBTXQZ1E5sIQXtQEMpcyhQqQIgTbWainWj
JEKrje1anMKtDsEJrVGQb7dZLlq0jANxflw=
-----END CERTIFICATE-----
)";

static constexpr char SelfSignedKey[] = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgn6k/nqVwhkEqw+sP
8d8Yjl3w5YqYSDLZrefd5ERml2yhRANCAAQSfcO36WfCVpkI+MByGlbHZBsA3qNp
JeexRSIkByXiA3qt0V2xW63VAB8qwx8mng06oQMwstI4+jMhafGn9Niz
-----END PRIVATE KEY-----
)";

static TestIdentity identity(const QByteArray &chainPem, const QByteArray &keyPem,
                             QSsl::KeyAlgorithm algorithm = QSsl::Ec)
{
    const TestIdentity made{QSslCertificate::fromData(chainPem), QSslKey(keyPem, algorithm), chainPem,
                            keyPem};
    if (made.chain.isEmpty() || made.key.isNull())
        qFatal("A certificate for tests cannot be read.");
    return made;
}

TestIdentity testIdentity(TestCertificate which)
{
    switch (which) {
    case TestCertificate::Good:
        return identity(Good, LeafKey);
    case TestCertificate::Expired:
        return identity(Expired, LeafKey);
    case TestCertificate::NotYetValid:
        return identity(NotYetValid, LeafKey);
    case TestCertificate::WrongHost:
        return identity(WrongHost, LeafKey);
    case TestCertificate::UnknownAuthority:
        return identity(UnknownAuthority, LeafKey);
    case TestCertificate::UnderExpiredIssuer:
        return identity(UnderExpiredIssuer, LeafKey);
    case TestCertificate::ForClients:
        return identity(ForClients, LeafKey);
    case TestCertificate::SelfSigned:
        return identity(SelfSigned, SelfSignedKey);
    case TestCertificate::Client:
        return identity(Client, ClientKey);
    case TestCertificate::RsaClient:
        return identity(RsaClient, RsaClientKey, QSsl::Rsa);
    }
    return {};
}

QByteArray testAuthorityPem()
{
    return Authority;
}

QByteArray clientAuthorityPem()
{
    return ClientAuthority;
}

QByteArray encryptedClientKeyPem()
{
    return EncryptedClientKey;
}

QByteArray clientPkcs12()
{
    return QByteArray::fromBase64(ClientPkcs12);
}

QString testPassphrase()
{
    return QStringLiteral("secret");
}

QSslConfiguration testServerConfiguration(TestCertificate which)
{
    const TestIdentity shown = testIdentity(which);
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(shown.chain);
    configuration.setPrivateKey(shown.key);
    return configuration;
}

QSslConfiguration demandingClientCertificate(QSslConfiguration server)
{
    server.setCaCertificates(QSslCertificate::fromData(clientAuthorityPem()));
    server.setPeerVerifyMode(QSslSocket::VerifyPeer);
    return server;
}

QSslCertificate testCertificate()
{
    return testIdentity(TestCertificate::SelfSigned).chain.value(0);
}

QSslKey testCertificateKey()
{
    return testIdentity(TestCertificate::SelfSigned).key;
}

TrustTestCertificate::TrustTestCertificate()
    : m_before(QSslConfiguration::defaultConfiguration())
{
    QSslConfiguration trusting = m_before;
    trusting.addCaCertificate(testCertificate());
    QSslConfiguration::setDefaultConfiguration(trusting);
}

TrustTestCertificate::~TrustTestCertificate()
{
    QSslConfiguration::setDefaultConfiguration(m_before);
}
