// SPDX-License-Identifier: MIT
// What is read of the collections of other programs. The texts are ours, written after what the programs
// write.
#include "describedcollection.h"
#include "saved/collections/collectionformat.h"
#include "saved/collections/opencollectionwriter.h"
#include "support/testprogram.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

class tst_Collections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void writesOpenCollection();
    void aFolderHasBounds();
    void aCircleEnds();
    void variablesOfFolders();
    void manyBlanks();
    void inheritedByMany();
    void beginsOfVariables();
};

static const FixtureFiles Insomnia5{{u"market.yaml"_s, R"(type: collection.insomnia.rest/5.0
schema_version: "5.1"
name: Market
meta: {id: wrk_1, created: 1700000000000, description: Needs the VPN.}
collection:
  - name: Feeds
    meta: {id: fld_1, sortKey: -2}
    headers:
      - {name: X-Team, value: blue}
      - {name: X-Kind, value: folder}
    authentication: {type: bearer, token: "{{ _.token }}"}
    scripts: {preRequest: insomnia.test}
    children:
      - url: "wss://{{ _.host }}/v2/:feed?depth=5"
        name: Prices
        meta: {id: ws-req_1, description: All of them.}
        settings: {encodeUrl: true, followRedirects: "on", cookies: {send: true, store: true}}
        headers:
          - {name: x-kind, value: own}
          - {name: Sec-WebSocket-Protocol, value: "v2.feed, v1.feed"}
          - {name: Cookie, value: "a=1; b=2"}
          - {name: Origin, value: "https://example.org"}
          - {name: X-Off, value: "1", disabled: true}
          - {name: Upgrade, value: websocket}
        parameters:
          - {name: depth, value: "5"}
          - {name: symbol, value: "{{ _.symbol }} & Co"}
          - {name: off, value: "1", disabled: true, description: Not yet.}
        pathParameters: [{name: feed, value: a b}]
      - url: wss://example.org/none
        name: Open
        meta: {id: ws-req_2}
        authentication: {type: none}
  - url: wss://example.org/key
    name: Key
    meta: {id: ws-req_3}
    authentication: {type: apikey, key: api_key, value: k3y, addTo: queryParams, more: 1}
  - url: "wss://example.org/oauth?at={% now 'unix', '' %}&of={% response 'body' %}"
    name: Grant
    meta: {id: ws-req_4}
    authentication: {type: oauth2, grantType: client_credentials}
  - {url: https://example.org, name: Get, method: GET, meta: {id: req_1}}
  - {url: https://example.org, name: Post, method: POST, meta: {id: req_2}}
  - {url: grpc.example.org, name: Call, protoMethodName: /A/B, reflectionApi: {enabled: false}}
  - {url: https://example.org, name: Chat, eventListeners: [], meta: {id: socketio-req_1}}
cookieJar: {name: Default Jar, meta: {id: jar_1}}
environments:
  name: Base
  meta: {id: env_1}
  data: {host: example.org, symbol: ACME, deep: {er: x}}
  subEnvironments:
    - name: Production
      data: {host: prod.example.org, token: s3cr3t}
    - name: Test
      data: {}
)"}};

static const FixtureFiles Insomnia4{{u"export.json"_s, R"({"_type": "export", "__export_format": 4,
 "__export_date": "2025-01-01T00:00:00.000Z", "__export_source": "insomnia.desktop.app:v10.0.0",
 "resources": [
  {"_id": "ws-payload_1", "_type": "websocket_payload", "parentId": "ws-req_1", "name": "Hello",
   "value": "{\"at\": \"{% timestamp %}\"}", "mode": "application/json"},
  {"_id": "ws-req_1", "_type": "websocket_request", "parentId": "fld_1", "name": "Echo", "url": "ws://localhost:8080",
   "headers": [], "authentication": {"type": "basic", "username": "ann", "password": "hush", "disabled": false},
   "parameters": [], "settingEncodeUrl": true, "settingFollowRedirects": "global", "metaSortKey": -1},
  {"_id": "ws-req_2", "_type": "websocket_request", "parentId": "fld_1", "name": "Off", "url": "ws://localhost",
   "authentication": {"type": "basic", "username": "ann", "password": "hush", "disabled": true}},
  {"_id": "fld_1", "_type": "request_group", "parentId": "wrk_1", "name": "Local", "environment": {"a": 1}},
  {"_id": "wrk_1", "_type": "workspace", "parentId": null, "name": "Mine", "scope": "collection"},
  {"_id": "req_1", "_type": "request", "parentId": "wrk_1", "name": "Get", "method": "GET"},
  {"_id": "env_1", "_type": "environment", "parentId": "wrk_1", "name": "Base", "data": {"port": 80}},
  {"_id": "jar_1", "_type": "cookie_jar", "parentId": "wrk_1", "name": "Jar", "cookies": []},
  {"_id": "spc_1", "_type": "api_spec", "parentId": "wrk_1", "contents": "openapi"}]})"}};

static const FixtureFiles Postman3{
        {u"postman/collections/Shop/.resources/definition.yaml"_s, R"($kind: collection
name: The shop
description: Of all.
variables: [{key: base, value: wss://shop.example.org}]
auth: {type: bearer, credentials: {token: "{{token}}"}}
scripts: [{type: "http:beforeRequest", code: pm.test}]
)"},
        {u"postman/collections/Shop/Orders/.resources/definition.yaml"_s, "$kind: collection\norder: 1000\n"},
        {u"postman/collections/Shop/Orders/Live.request.yaml"_s, R"($kind: websocket-request
url: "{{base}}/orders?since=1"
headers: {X-Trace: "{{$guid}}", X-Who: "{{$randomFirstName}}"}
queryParams: [{key: since, value: "1"}, {key: old, value: "1", disabled: true}]
messages: .resources/Live.resources/messages
settings: {handshakeTimeout: 2500, strictSSL: false, retryCount: 3}
order: 1000
)"},
        {u"postman/collections/Shop/Orders/.resources/Live.resources/messages/Subscribe.message.yaml"_s,
         "$kind: websocket-message\ncontent: '{\"op\":\"subscribe\"}'\ncontentType: json\n"},
        {u"postman/collections/Shop/Orders/.resources/Live.resources/messages/Bytes.message.yaml"_s,
         "$kind: websocket-message\ncontent: 00ff\ncontentType: hex\n"},
        {u"postman/collections/Shop/Free.request.yaml"_s, R"($kind: websocket-request
name: Free for all
url: wss://example.org
auth: {type: noauth}
)"},
        {u"postman/collections/Shop/Keyed.request.yaml"_s, R"($kind: websocket-request
url: wss://example.org
auth: {type: apikey, credentials: [{key: key, value: X-Api-Key}, {key: value, value: k3y}, {key: in, value: header}]}
)"},
        {u"postman/collections/Shop/Get.request.yaml"_s, "$kind: http-request\nurl: https://example.org\n"},
        {u"postman/collections/Shop/Chat.request.yaml"_s,
         "$kind: socket.io-request\nurl: https://example.org\n"},
        {u"postman/collections/Shop/Broken.request.yaml"_s, "$kind: [\n"},
        {u"postman/environments/Dev.environment.yaml"_s, R"(name: Dev
values:
  - {key: host, value: dev.example.org, enabled: true, type: default}
  - {key: pin, value: "1234", enabled: true, type: secret, description: Of the door.}
  - {key: off, value: x, enabled: false}
  - {key: two words, value: x}
)"},
        {u"postman/globals/Globals.globals.yaml"_s, "name: Globals\nvalues: [{key: region, value: eu}]\n"}};

static const FixtureFiles PostmanEnvironment{{u"Dev.postman_environment.json"_s, R"({"id": "1", "name": "Dev",
 "values": [{"key": "host", "value": "example.org", "type": "default", "enabled": true},
            {"key": "pin", "value": "1234", "type": "secret", "enabled": true}],
 "_postman_variable_scope": "environment", "_postman_exported_at": "2025", "_postman_exported_using": "Postman"})"}};

static const FixtureFiles Postman2{{u"Shop.json"_s, R"({"info": {"name": "Shop",
 "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
 "item": [{"name": "F", "item": [{"name": "Get", "request": {"method": "GET"}}]}, {"name": "Post", "request": {}}],
 "variable": [{"key": "host", "value": "example.org"}]})"}};

static const FixtureFiles Bruno{
        {u"bruno.json"_s, R"({"version": "1", "name": "Chat", "type": "collection"})"},
        {u"collection.bru"_s, R"(headers {
  X-Team: blue
}

auth {
  mode: bearer
}

auth:bearer {
  token: {{token}}
}

vars:pre-request {
  region: eu
}
)"},
        {u"rooms/folder.bru"_s, "meta {\n  name: All rooms\n  seq: 1\n}\n\nauth {\n  mode: inherit\n}\n"},
        {u"rooms/Lobby.bru"_s, R"(meta {
  name: The lobby
  type: ws
  seq: 1
  tags: [
    a
  ]
}

ws {
  url: {{base}}/rooms/:room?since=1
  body: ws
  auth: inherit
}

params:query {
  since: 1
  ~old: 1
}

params:path {
  room: a b
}

headers {
  "X-Odd: name": x
  Sec-WebSocket-Protocol: chat
  ~X-Off: 1
}

body:ws {
  name: Join
  type: json
  content: '''
    {
      "op": "join"
    }
  '''
}

body:ws {
  name: Bytes
  type: binary
  content: '''
    AP8=
  '''
}

settings {
  timeout: 2500
  keepAliveInterval: 1000
  retries: 3
}

script:pre-request {
  bru.setVar("a", {
    b: 1
  });
}

docs {
  Who is in it.
}
)"},
        {u"Basic.bru"_s,
         "meta {\n  name: Basic\n  type: ws\n}\nws {\n  url: ws://localhost\n  auth: basic\n}\n"
         "auth:basic {\n  username: ann\n  password: a:b\n}\n"},
        {u"Key.bru"_s, "meta {\n  name: Key\n  type: ws\n}\nws {\n  url: ws://localhost\n  auth: apikey\n}\n"
                       "auth:apikey {\n  key: k\n  value: v\n  placement: queryparams\n}\n"},
        {u"Get.bru"_s, "meta {\n  name: Get\n  type: http\n}\nget {\n  url: https://example.org\n}\n"},
        {u"Call.bru"_s, "meta {\n  name: Call\n  type: grpc\n}\n"},
        {u"environments/Local.bru"_s,
         "vars {\n  base: ws://localhost:8080\n  ~off: 1\n}\nvars:secret [\n  token,\n  pin\n]\n"}};

static const FixtureFiles OneBru{
        {u"Echo.bru"_s,
         "meta {\r\n  name: Echo\r\n  type: ws\r\n}\r\nws {\r\n  url: ws://localhost\r\n}\r\n"}};

static const FixtureFiles OpenCollection{{u"chat.yml"_s, R"(opencollection: 1.0.0
info: {name: Chat, version: 1.0.0}
docs: Of all.
config:
  environments:
    - name: Local
      variables: [{name: base, value: "ws://localhost"}, {secret: true, name: token}]
  proxy: inherit
request:
  headers: [{name: X-Team, value: blue}]
  auth: {type: bearer, token: "{{token}}"}
  variables: [{name: region, value: {type: string, data: eu}}]
items:
  - info: {name: Rooms, type: folder, seq: 1}
    request: {auth: {type: basic, username: ann, password: hush}}
    items:
      - info: {name: Lobby, type: websocket, seq: 1}
        websocket:
          url: "{{base}}/lobby"
          headers: [{name: X-Own, value: "1"}, {name: X-Off, value: "1", disabled: true}]
          auth: inherit
          message:
            - {title: Join, selected: true, message: {type: json, data: '{"op":"join"}'}}
            - {title: Leave, message: {type: text, data: bye}}
        runtime: {scripts: [{type: before-request, code: x}]}
        settings: {timeout: 2500, keepAliveInterval: 1000}
        docs: Who is in it.
  - info: {name: Plain, type: websocket}
    websocket: {url: "wss://example.org", auth: {type: digest, username: a}, message: {type: text, data: hello}}
  - info: {name: Get, type: http}
    http: {method: GET, url: "https://example.org"}
)"}};

static const FixtureFiles OpenCollectionFolder{
        {u"opencollection.yml"_s, "opencollection: 1.0.0\ninfo: {name: Chat}\n"},
        {u"rooms/folder.yml"_s,
         "info: {name: All rooms, type: folder}\nrequest: {headers: [{name: A, value: b}]}\n"},
        {u"rooms/lobby.yml"_s, "info: {name: Lobby, type: websocket}\nwebsocket: {url: wss://example.org}\n"},
        {u"environments/Local.yml"_s, "name: Local\nvariables: [{name: a, value: b, disabled: true}]\n"}};

static const FixtureFiles Yaak{
        {u"yaak.json"_s, R"({"yaakVersion": "2025.1.0", "yaakSchema": 4, "timestamp": "2025",
 "resources": {
  "workspaces": [{"model": "workspace", "id": "wk_1", "name": "Home", "description": "", "variables": []}],
  "folders": [{"model": "folder", "id": "fl_1", "workspaceId": "wk_1", "folderId": null, "name": "In",
    "authenticationType": "bearer", "authentication": {"token": "${[ token ]}"}, "headers": []}],
  "websocketRequests": [
   {"model": "websocket_request", "id": "wr_1", "workspaceId": "wk_1", "folderId": "fl_1", "name": "Echo",
    "url": "wss://${[ host ]}/:room", "message": "{\"at\": ${[ timestamp.unixMillis() ]}, \"x\": \"${[ fs.readFile(name='a') ]}\"}",
    "headers": [{"enabled": true, "name": "X-A", "value": "1", "id": "h1"}, {"enabled": false, "name": "X-B", "value": "2"}],
    "urlParameters": [{"enabled": true, "name": ":room", "value": "lobby"}, {"enabled": true, "name": "q", "value": "1"}],
    "authenticationType": null, "authentication": {}, "description": "Says it again."},
   {"model": "websocket_request", "id": "wr_2", "workspaceId": "wk_1", "folderId": null, "name": "Basic",
    "url": "ws://localhost", "authenticationType": "basic", "authentication": {"username": "ann", "password": "hush"}}],
  "httpRequests": [{"model": "http_request", "id": "rq_1"}], "grpcRequests": [],
  "environments": [
   {"model": "environment", "id": "ev_1", "base": true, "name": "Global Variables", "workspaceId": "wk_1",
    "variables": [{"enabled": true, "name": "host", "value": "example.org"}]},
   {"model": "environment", "id": "ev_2", "base": false, "name": "Production", "workspaceId": "wk_1",
    "variables": [{"enabled": true, "name": "token", "value": "s3cr3t"}]}]}})"}};

static const FixtureFiles Own{{u"connections.json"_s, R"({"version": 1, "connections": [{"name": "Mine",
 "profile": {"url": "wss://example.org/"}, "odd": 1}]})"}};

void tst_Collections::reads_data()
{
    QTest::addColumn<FixtureFiles>("files");
    QTest::addColumn<QStringList>("found");
    QTest::addColumn<QStringList>("leftOut");
    QTest::newRow("Insomnia 5")
            << Insomnia5
            << QStringList{u"/Market (Needs the VPN.)"_s,
                           u"/Market/Feeds"_s,
                           u"/Market/Feeds/Prices (All of them.) = "
                           u"wss://{{host}}/v2/a%20b?depth=5&symbol={{symbol}}%20%26%20Co | "
                           "bearer {{token}}; X-Team: blue; x-kind: own; cookie a=1; cookie b=2; "
                           "subprotocols "
                           "v2.feed,v1.feed; origin https://example.org; redirects"_s,
                           u"/Market/Feeds/Open = wss://example.org/none | X-Team: blue; X-Kind: folder"_s,
                           u"/Market/Key = wss://example.org/key?api_key=k3y | "_s,
                           u"/Market/Grant = wss://example.org/oauth?at={{$now.s}}&of={% response 'body' %} | "_s,
                           u"{Production} host=prod.example.org, *token=s3cr3t, deep.er=x, symbol=ACME"_s,
                           u"{Test} deep.er=x, host=example.org, symbol=ACME"_s}
            << QStringList{u"2 HTTP requests were left out: Socketscope speaks WebSocket."_s,
                           u"1 gRPC request was left out: Socketscope speaks WebSocket."_s,
                           u"1 Socket.IO request was left out: Socketscope speaks WebSocket."_s,
                           u"“scripts” of “Feeds” has no place here and was left out."_s,
                           u"“description of a parameter” of “Prices” has no place here and was left out."_s,
                           u"“disabled parameter off” of “Prices” has no place here and was left out."_s,
                           u"“disabled header X-Off” of “Prices” has no place here and was left out."_s,
                           u"“header Upgrade” of “Prices” has no place here and was left out."_s,
                           u"“more” of “Key” has no place here and was left out."_s,
                           u"“function response” of “Grant” has no place here and was left out."_s,
                           u"“authentication oauth2” of “Grant” has no place here and was left out."_s};
    QTest::newRow("Insomnia 4") << Insomnia4
                                << QStringList{u"/Mine"_s,
                                               u"/Mine/Local"_s,
                                               u"/Mine/Local/Echo = ws://localhost:8080 | basic ann:hush"_s,
                                               u"/Mine/Local/Echo/Hello = 1 {\"at\": \"{{$now}}\"}"_s,
                                               u"/Mine/Local/Off = ws://localhost | "_s,
                                               u"{Mine} port=80"_s}
                                << QStringList{
                                           u"1 HTTP request was left out: Socketscope speaks WebSocket."_s,
                                           u"“environment” of “Local” has no place here and was left out."_s,
                                           u"“api_spec” of “Mine” has no place here and was left out."_s};
    QTest::newRow("Postman 3")
            << Postman3
            << QStringList{u"/The shop (Of all.)"_s,
                           u"/The shop/Orders"_s,
                           u"/The shop/Orders/Live = {{base}}/orders?since=1 | bearer {{token}}; X-Trace: "
                           u"{{$guid}}; X-Who: "
                           "{{$randomFirstName}}; unverified; timeout 2500"_s,
                           u"/The shop/Orders/Live/Subscribe = 1 {\"op\":\"subscribe\"}"_s,
                           u"/The shop/Orders/Live/Bytes = 2 00ff"_s,
                           u"/The shop/Free for all = wss://example.org | "_s,
                           u"/The shop/Keyed = wss://example.org | X-Api-Key: k3y"_s,
                           u"{Dev} host=dev.example.org, *pin=1234, base=wss://shop.example.org, region=eu"_s}
            << QStringList{
                       u"“postman/collections/Shop/Broken.request.yaml” was left out. It is no YAML: line 2 cannot be read."_s,
                       u"1 HTTP request was left out: Socketscope speaks WebSocket."_s,
                       u"1 Socket.IO request was left out: Socketscope speaks WebSocket."_s,

                       u"“scripts” of “The shop” has no place here and was left out."_s,
                       u"“retryCount” of “Live” has no place here and was left out."_s,
                       u"“disabled parameter old” of “Live” has no place here and was left out."_s,
                       u"“function $randomFirstName” of “Live” has no place here and was left out."_s,
                       u"“description of a variable” of “Dev” has no place here and was left out."_s,
                       u"“disabled variable off” of “Dev” has no place here and was left out."_s,
                       u"“variable two words” of “Dev” has no place here and was left out."_s};
    QTest::newRow("an environment of Postman")
            << PostmanEnvironment << QStringList{u"{Dev} host=example.org, *pin=1234"_s} << QStringList();
    QTest::newRow("Postman 2") << Postman2 << QStringList{u"{Shop} host=example.org"_s}
                               << QStringList{
                                          u"2 HTTP requests were left out: Socketscope speaks WebSocket."_s};
    QTest::newRow("Bruno")
            << Bruno
            << QStringList{u"/Chat"_s,
                           u"/Chat/All rooms"_s,
                           u"/Chat/All rooms/The lobby (Who is in it.) = {{base}}/rooms/a%20b?since=1 | "
                           u"bearer "
                           "{{token}}; X-Team: blue; subprotocols chat; timeout 2500; pings 1000"_s,
                           u"/Chat/All rooms/The lobby/Join = 1 {\n  \"op\": \"join\"\n}"_s,
                           u"/Chat/All rooms/The lobby/Bytes = 3 AP8="_s,
                           u"/Chat/Basic = ws://localhost | basic ann:a:b; X-Team: blue"_s,
                           u"/Chat/Key = ws://localhost?k=v | X-Team: blue"_s,
                           u"{Local} base=ws://localhost:8080, *token=, *pin=, region=eu"_s}
            << QStringList{u"1 HTTP request was left out: Socketscope speaks WebSocket."_s,
                           u"1 gRPC request was left out: Socketscope speaks WebSocket."_s,
                           u"“tags” of “The lobby” has no place here and was left out."_s,
                           u"“retries” of “The lobby” has no place here and was left out."_s,
                           u"“script:pre-request” of “The lobby” has no place here and was left out."_s,
                           u"“disabled parameter old” of “The lobby” has no place here and was left out."_s,
                           u"“header X-Odd: name” of “The lobby” has no place here and was left out."_s,
                           u"“disabled header X-Off” of “The lobby” has no place here and was left out."_s,
                           u"“disabled variable off” of “Local” has no place here and was left out."_s};
    QTest::newRow("one file of Bruno")
            << OneBru << QStringList{u"/Echo = ws://localhost | "_s} << QStringList();
    QTest::newRow("OpenCollection")
            << OpenCollection
            << QStringList{u"/Chat (Of all.)"_s,
                           u"/Chat/Rooms"_s,
                           u"/Chat/Rooms/Lobby (Who is in it.) = {{base}}/lobby | basic ann:hush; X-Team: "
                           u"blue; "
                           "X-Own: 1; timeout 2500; pings 1000"_s,
                           u"/Chat/Rooms/Lobby/Join = 1 {\"op\":\"join\"}"_s,
                           u"/Chat/Rooms/Lobby/Leave = 0 bye"_s,
                           u"/Chat/Plain = wss://example.org | X-Team: blue"_s,
                           u"/Chat/Plain/hello = 0 hello"_s,
                           u"{Local} base=ws://localhost, *token=, region=eu"_s}
            << QStringList{u"1 HTTP request was left out: Socketscope speaks WebSocket."_s,
                           u"“proxy” of “Chat” has no place here and was left out."_s,
                           u"“disabled header X-Off” of “Lobby” has no place here and was left out."_s,
                           u"“runtime” of “Lobby” has no place here and was left out."_s,
                           u"“authentication digest” of “Plain” has no place here and was left out."_s};
    QTest::newRow("OpenCollection in a folder")
            << OpenCollectionFolder
            << QStringList{u"/Chat"_s, u"/Chat/All rooms"_s,
                           u"/Chat/All rooms/Lobby = wss://example.org | A: b"_s, u"{Local} "_s}
            << QStringList{u"“disabled variable a” of “Local” has no place here and was left out."_s};
    QTest::newRow("Yaak")
            << Yaak
            << QStringList{u"/Home"_s,
                           u"/Home/Basic = ws://localhost | basic ann:hush"_s,
                           u"/Home/In"_s,
                           u"/Home/In/Echo (Says it again.) = wss://{{host}}/lobby?q=1 | bearer {{token}}; X-A: 1"_s,
                           u"/Home/In/Echo/{\"at\": {{$now}}, \"x\": \"${[ fs.readFile(… = 0 {\"at\": "
                           u"{{$now}}, "
                           "\"x\": \"${[ fs.readFile(name='a') ]}\"}"_s,
                           u"{Production} *token=s3cr3t, host=example.org"_s}
            << QStringList{u"1 HTTP request was left out: Socketscope speaks WebSocket."_s,
                           u"“disabled header X-B” of “Echo” has no place here and was left out."_s,
                           u"“function fs.readFile” of “a message” has no place here and was left out."_s};
    QTest::newRow("ours") << Own << QStringList{u"/Mine = wss://example.org/ | "_s}
                          << QStringList{u"connections[0]: “odd” is not known here and is ignored."_s};
}

void tst_Collections::reads()
{
    QFETCH(FixtureFiles, files);
    const Collection collection = readFixture(files);
    QCOMPARE(collection.failure, QString());
    QTEST(described(collection), "found");
    QTEST(collection.leftOut, "leftOut");
}

void tst_Collections::refuses_data()
{
    QTest::addColumn<FixtureFiles>("files");
    QTest::addColumn<QString>("failure");
    const QString neither =
            u"It is neither a file of Socketscope nor a collection of "_s + collectionPrograms() + u'.';
    QTest::newRow("another") << FixtureFiles{{u"a.json"_s, R"({"a": 1})"}} << neither;
    QTest::newRow("broken") << FixtureFiles{{u"a.yaml"_s, "a: [\n"}}
                            << u"It is no YAML: line 2 cannot be read."_s;
    QTest::newRow("nothing") << FixtureFiles() << neither;
    QTest::newRow("a later one of ours")
            << FixtureFiles{{u"a.json"_s, R"({"version": 9, "connections": []})"}}
            << u"A later version of Socketscope has written it."_s;
}

void tst_Collections::refuses()
{
    QFETCH(FixtureFiles, files);
    const Collection collection = readFixture(files);
    QTEST(collection.failure, "failure");
    QVERIFY(collection.entries.isEmpty() && collection.environments.isEmpty());
}

// What it writes, it reads again; "\x1" and half a line are no trouble, and a number stays a text.
void tst_Collections::writesOpenCollection()
{
    ConnectionEntries entries = readFixture(OpenCollection).entries;
    SavedConnection &lobby = entries[2].saved;
    QCOMPARE(lobby.name, u"Lobby"_s);
    lobby.notes = u"12"_s;
    lobby.profile.handshakeTimeout = ConnectionProfile().handshakeTimeout;
    lobby.profile.keepAliveInterval = ConnectionProfile().keepAliveInterval;
    lobby.profile.subprotocols = {u"v2"_s, u"v1"_s};
    lobby.profile.origin = u"https://example.org"_s;
    lobby.profile.cookies = {{"a", "1"}, {"b", "ü: \"x\" {{y}}"}};
    entries[4].message.text = u"- a: 'b'\n\t#\u0001\u2028ü\n "_s;
    entries[6].message.format = MessageFormat::Hex;
    lobby.profile.tls.verify = false;
    QStringList leftOut;
    const QByteArray yaml = writeOpenCollection(entries, u"All"_s, &leftOut);
    QCOMPARE(leftOut, (QStringList{u"“tls” of “Lobby” has no place here and was left out."_s,
                                   u"“message hello” of “Plain” has no place here and was left out."_s}));
    QVERIFY2(yaml.contains("docs: \"12\""), yaml.constData());
    lobby.profile.tls.verify = true;
    entries.removeLast();
    const Collection again = readFixture({{u"all.yaml"_s, yaml}});
    QCOMPARE(again.failure, QString());
    QCOMPARE(again.leftOut, QStringList());
    QStringList expected{u"/All"_s};
    const QStringList before = described(Collection{entries});
    for (const QString &line : before)
        expected.append(u"/All"_s + line);
    QCOMPARE(described(again), expected);
}

static bool put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

void tst_Collections::aFolderHasBounds()
{
    QTemporaryDir outside;
    QTemporaryDir folder;
    const QDir top(folder.path());
    QVERIFY(put(outside.filePath(u"secret.yaml"_s), "a: 1"));
    QVERIFY(QFile::link(outside.filePath(u"secret.yaml"_s), folder.filePath(u"link.yaml"_s)));
    QVERIFY(QFile::link(outside.path(), folder.filePath(u"linked"_s)));
    QVERIFY(top.mkpath(u".resources"_s) && top.mkpath(u".git"_s) && top.mkpath(u"a/b"_s));
    QVERIFY(put(top.filePath(u".git/config.json"_s), "{}"));
    QVERIFY(put(top.filePath(u".resources/definition.yaml"_s), "$kind: collection"));
    QVERIFY(put(top.filePath(u"a/b/x.request.yaml"_s), "$kind: websocket-request\nurl: wss://example.org"));
    QVERIFY(put(top.filePath(u"picture.png"_s), "PNG"));
    const CollectionFiles files = collectionFiles(folder.path());
    QStringList paths;
    for (const CollectionFile &file : files.files)
        paths.append(file.path);
    QCOMPARE(paths, (QStringList{u".resources/definition.yaml"_s, u"a/b/x.request.yaml"_s}));
    QCOMPARE(readCollection(files).entries.size(), 4);
    QVERIFY(top.mkpath(QString(u"d/"_s).repeated(40)));
    QVERIFY(put(top.filePath(QString(u"d/"_s).repeated(40) + u"x.yaml"_s), "a: 1"));
    QCOMPARE(collectionFiles(folder.path()).files.size(), 2);
    // Together, they have no more room than one.
    const QByteArray bomb =
            "a: &a " + QByteArray(1000000, 'x') + "\nb: [" + QByteArray("*a,").repeated(39) + "*a]\n";
    QVERIFY(put(top.filePath(u"bomb1.yaml"_s), bomb) && put(top.filePath(u"bomb2.yaml"_s), bomb));
    const QList<CollectionFile> bombs = collectionFiles(folder.path()).files;
    QCOMPARE(bombs.size(), 4);
    QVERIFY(std::count_if(bombs.begin(), bombs.end(),
                          [](const CollectionFile &each) {
                              return each.problem.startsWith(u"With all that its aliases stand for"_s);
                          })
            == 1);
    QVERIFY(put(top.filePath(u"large.json"_s), QByteArray(33 * 1024 * 1024, ' ')));
    QVERIFY(collectionFiles(folder.path()).failure.endsWith(u'.'));
    QCOMPARE(collectionFiles(top.filePath(u"nothing.json"_s)).failure, u"It is not there."_s);
}

void tst_Collections::aCircleEnds()
{
    QByteArray resources = R"({"_id": "w", "_type": "workspace", "name": "W"},)";
    for (int i = 0; i < 20; ++i)
        resources += R"({"_id": "w", "_type": "request_group", "parentId": "w", "name": "G"},)";
    resources +=
            R"({"_id": "r", "_type": "websocket_request", "parentId": "w", "url": "wss://a", "name": "R"})";
    const Collection collection =
            readFixture({{u"a.json"_s, R"({"__export_format": 4, "resources": [)" + resources + "]}"}});
    QCOMPARE(described(collection), (QStringList{u"/W"_s, u"/W/R = wss://a | "_s}));
}

// Those of all come first, and one name has one value here.
void tst_Collections::variablesOfFolders()
{
    const auto variables = [](const QByteArray &value) {
        return "vars:pre-request {\n  host: " + value + "\n}\n";
    };
    const QByteArray request = "meta {\n  type: ws\n}\nws {\n  url: wss://{{host}}\n}\n";
    const Collection collection = readFixture({{u"bruno.json"_s, R"({"name": "Chat", "type": "collection"})"},
                                               {u"collection.bru"_s, variables("all")},
                                               {u"a/folder.bru"_s, "meta {\n  name: A\n}\n" + variables("a")},
                                               {u"b/folder.bru"_s, "meta {\n  name: B\n}\n" + variables("b")},
                                               {u"a/A.bru"_s, request},
                                               {u"b/B.bru"_s, request},
                                               {u"environments/Local.bru"_s, "vars {\n  port: 1\n}\n"}});
    QCOMPARE(collection.environments.size(), 1);
    const QList<Variable> all = collection.environments.first().variables;
    QCOMPARE(all.size(), 2);
    QCOMPARE(all.last().value, u"all"_s);
    QVERIFY2(collection.leftOut.join(u' ').contains(u"“variable host” of “A” and “B”"_s),
             qPrintable(collection.leftOut.join(u' ')));
}

// Reading takes time by their number, not by its square, which would be minutes.
void tst_Collections::manyBlanks()
{
    const QByteArray blanks(1000000, ' ');
    const Collection collection =
            readFixture({{u"bruno.json"_s, R"({"name": "Chat", "type": "collection"})"},
                         {u"a.bru"_s, "meta {\n  name: A\n  type: ws\n}\nws {\n  url: wss://a\n}\nheaders {\n"
                                              + blanks + "x y:\n" + blanks + "x" + blanks + ":1\n}\n"}});
    QCOMPARE(collection.entries.size(), 2);
}

// What each gets of its folder would come to a thousand times the file.
void tst_Collections::inheritedByMany()
{
    QByteArray yaml = "opencollection: 1.0.0\ninfo: {name: C}\nrequest:\n  headers:\n    - {name: X, value: "
                      + QByteArray(100000, 'x') + "}\nitems:\n";
    for (int i = 0; i < 1000; ++i)
        yaml += "  - {info: {name: R, type: websocket}, websocket: {url: 'wss://a'}}\n";
    const Collection collection = readFixture({{u"c.yml"_s, yaml}});
    QCOMPARE(collection.failure, QString());
    QCOMPARE(collection.entries.size(), 1001);
    qsizetype bytes = 0;
    for (const ConnectionEntry &entry : collection.entries) {
        for (const HttpHeader &header : entry.saved.profile.headers)
            bytes += header.value.size();
    }
    QVERIFY2(bytes > 0 && bytes <= 8 * 1024 * 1024, qPrintable(QString::number(bytes)));
    QVERIFY2(collection.leftOut.join(u' ').contains(u"header X"_s),
             qPrintable(collection.leftOut.join(u' ')));
}

void tst_Collections::beginsOfVariables()
{
    const QByteArray text = QByteArray("${[").repeated(300000) + " a ]}";
    const Collection collection = readFixture(
            {{u"y.json"_s, R"({"yaakSchema": 4, "resources": {"workspaces": [{"id": "w", "name": "W"}],
                "websocketRequests": [{"workspaceId": "w", "name": "R", "url": "wss://a", "message": ")"
                                   + text + "\"}]}}"}});
    QCOMPARE(collection.entries.size(), 3);
    QVERIFY(collection.entries.last().message.text.endsWith(u"${[{{a}}"_s));
}

SOCKETSCOPE_TEST(tst_Collections, QCoreApplication)
#include "tst_collections.moc"
