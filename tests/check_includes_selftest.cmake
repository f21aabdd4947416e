# SPDX-License-Identifier: MIT
# Proves that check_includes.cmake can fail, and that it stays quiet where it must: every row is one line in one
# file of a small tree made in WORK_DIR, and all are judged together.
#
#   cmake -DWORK_DIR=<folder> -DQT_INCLUDE_DIRS=<folder|folder...> -P check_includes_selftest.cmake
cmake_minimum_required(VERSION 3.22)

file(REMOVE_RECURSE "${WORK_DIR}")
foreach(header
        src/message.h src/settings/settings.h src/session/session.h src/metrics/stallprobe.h
        src/profile/retrypolicy.h src/connection/websocketmanager.h src/connection/engine/transport.h
        src/record/recorder.h src/log/logmodel.h src/log/filter/filterquery.h src/format/preview.h
        src/format/json/jsonpath.h src/demo/demoserver.h src/net/tls/tlsverdict.h src/net/tcpattempt.h
        ui/kit/theme.h ui/log/logview.h ui/window/mainwindow.h app/options.h tests/support/scriptedserver.h)
    file(WRITE "${WORK_DIR}/${header}" "#pragma once\n#include <QString>\n")
endforeach()

# row(FILE LINE EXPECTED): a file with that line and the verdict on it; "" is a pass. A number takes the place of "@".
set(rows 0)
function(row file line expected)
    string(REPLACE "@" "${rows}" file "${file}")
    if(EXISTS "${WORK_DIR}/${file}")
        message(FATAL_ERROR "Two rows are for ${file}.")
    endif()
    file(WRITE "${WORK_DIR}/${file}" "// first line; [\n${line}\n#include <vector>\n")
    set("file_${rows}" "${file}" PARENT_SCOPE)
    set("line_${rows}" "${line}" PARENT_SCOPE)
    set("expected_${rows}" "${expected}" PARENT_SCOPE)
    math(EXPR rows "${rows} + 1")
    set(rows ${rows} PARENT_SCOPE)
endfunction()

# What a folder needs.
row(src/message.cpp "#include \"message.h\"" "")
row(src/connection/@.cpp "#include \"message.h\"" "")
row(src/profile/@.cpp "#include \"retrypolicy.h\"" "")
row(src/profile/@.cpp "#include \"profile/retrypolicy.h\"" "")
row(src/connection/@.cpp "#include \"profile/retrypolicy.h\"" "")
row(src/connection/@.cpp "#include \"connection/engine/transport.h\"" "")
row(src/net/@.cpp "#include \"net/tls/tlsverdict.h\"" "")
row(src/net/@.cpp "#include <QTcpSocket>" "")
row(src/connection/engine/qtwebsockettransport.cpp "#include <QWebSocket>" "")
row(src/connection/engine/qtanswerwatch.cpp "#include \"moc_qtanswerwatch.cpp\"" "")
row(src/record/@.cpp "#include <sqlite3.h>" "")
row(src/log/@.cpp "#include \"record/recorder.h\"" "")
row(src/log/@.cpp "#include \"../format/preview.h\"" "")
row(src/log/@.cpp "#include \"log/filter/filterquery.h\"" "")
row(src/log/scan/@.cpp "#include <roaring/roaring.h>" "")
row(src/format/@.cpp "// #include <QWidget>" "")
row(src/demo/@.cpp "#include <QtNetwork/QTcpServer>" "")
row(src/settings/@.cpp "#include <QSettings>" "")
row(src/settings/@.cpp "#include \"profile/retrypolicy.h\"" "")
row(src/session/@.cpp "#include \"record/recorder.h\"" "")
row(src/secrets/@.cpp "#include <qt6keychain/keychain.h>" "")
row(src/websocket/deflate/@.cpp "#include <zlib.h>" "")
row(ui/window/@.cpp "#include \"session/session.h\"" "")
row(ui/window/@.cpp "#include \"ui/window/mainwindow.h\"" "")
row(ui/window/@.cpp "#include \"ui/log/logview.h\"" "")
row(ui/log/@.cpp "#include <QWidget>" "")
row(app/windowrun.cpp "#include \"ui/window/mainwindow.h\"" "")
row(app/main.cpp "#include <QNetworkProxy>" "")
row(app/cli_main.cpp "#include \"app/options.h\"" "")

# Folders that must not know each other: one stands above the other, or both are on one floor.
row(src/@.h "#include \"profile/retrypolicy.h\"" "src must not include src/profile/retrypolicy.h")
row(src/connection/@.cpp "#include \"session/session.h\"" "src/connection must not include src/session/session.h")
row(src/record/@.cpp "#include \"../connection/websocketmanager.h\""
    "src/record must not include src/connection/websocketmanager.h")
row(src/record/@.cpp "#include <log/logmodel.h>" "src/record must not include src/log/logmodel.h")
row(src/record/@.cpp "  #  include \"log/logmodel.h\"" "src/record must not include src/log/logmodel.h")
row(src/log/@.cpp "#include \"connection/websocketmanager.h\""
    "src/log must not include src/connection/websocketmanager.h")
row(src/log/filter/@.cpp "#include \"log/logmodel.h\"" "src/log/filter must not include src/log/logmodel.h")
row(src/net/tls/@.cpp "#include \"net/tcpattempt.h\"" "src/net/tls must not include src/net/tcpattempt.h")
row(src/connection/engine/@.cpp "#include \"connection/websocketmanager.h\""
    "src/connection/engine must not include src/connection/websocketmanager.h")
row(src/format/json/@.cpp "#include \"format/preview.h\"" "src/format/json must not include src/format/preview.h")
row(src/record/@.cpp "#include \"format/json/jsonpath.h\"" "src/record must not include src/format/json/jsonpath.h")
row(src/websocket/@.cpp "#include \"metrics/stallprobe.h\"" "src/websocket must not include src/metrics/stallprobe.h")
row(src/websocket/@.cpp "#include \"message.h\"" "")
row(src/settings/@.cpp "#include \"session/session.h\"" "src/settings must not include src/session/session.h")
row(src/session/@.cpp "#include \"ui/window/mainwindow.h\"" "src/session must not include ui/window/mainwindow.h")
row(src/log/@.cpp "#include \"app/options.h\"" "src/log must not include app/options.h")
row(src/demo/@.cpp "#include \"tests/support/scriptedserver.h\""
    "src/demo must not include tests/support/scriptedserver.h")
row(ui/kit/@.cpp "#include \"ui/log/logview.h\"" "ui/kit must not include ui/log/logview.h")
row(ui/composer/@.cpp "#include \"ui/log/logview.h\"" "ui/composer must not include ui/log/logview.h")
row(ui/log/@.cpp "#include \"app/options.h\"" "ui/log must not include app/options.h")
row(app/clirecord.cpp "#include \"ui/window/mainwindow.h\""
    "the program without a window must not include ui/window/mainwindow.h")

# Modules that a folder must not use, however the header is spelled.
row(src/@.h "#include <QHostAddress>" "src must not include QHostAddress (QtNetwork)")
row(src/connection/engine/@.cpp "#include <QWebSocket>"
    "src/connection/engine must not include QWebSocket (QtWebSockets)")
row(src/connection/@.cpp "#include <qwebsocket.h>" "src/connection must not include qwebsocket.h (QtWebSockets)")
row(src/connection/@.cpp "#include \"QtWebSockets/qwebsocket.h\""
    "src/connection must not include QtWebSockets/qwebsocket.h (QtWebSockets)")
row(src/connection/@.cpp "#include <sqlite3.h>" "src/connection must not include sqlite3.h (sqlite)")
row(src/record/@.cpp "#include <QTcpSocket>" "src/record must not include QTcpSocket (QtNetwork)")
row(src/log/@.cpp "#include <QColor>" "src/log must not include QColor (QtGui)")
row(src/log/@.cpp "#include <zlib.h>" "src/log must not include zlib.h (zlib)")
row(src/format/@.cpp "#include <QtWidgets/QWidget>" "src/format must not include QtWidgets/QWidget (QtWidgets)")
row(src/format/@.cpp "#include <QtGui>" "src/format must not include QtGui (QtGui)")
row(ui/log/@.cpp "#include <QHostAddress>" "ui/log must not include QHostAddress (QtNetwork)")
row(ui/log/@.cpp "#include <sys/socket.h>" "ui/log must not include sys/socket.h (sockets)")
row(ui/log/@.cpp "#include <QSettings>" "QSettings is for src/settings alone")
row(ui/log/@.cpp "#include <QtCore/qsettings.h>" "QtCore/qsettings.h is for src/settings alone")
row(ui/log/@.cpp "#include <QtCore>" "QtCore is for src/settings alone")
row(src/log/@.cpp "#include <private/qobject_p.h>"
    "src/log must not include private/qobject_p.h (a private header of Qt)")
row(app/options.cpp "#include <QApplication>" "app must not include QApplication (QtWidgets)")

# What cannot be judged is not let through.
row(src/log/@.cpp "#include <foreign/library.hpp>" "foreign/library.hpp is neither in the project nor known to this check")
row(src/log/@.cpp "#include <QNoSuchClass>" "QNoSuchClass is neither in the project nor known to this check")
row(src/log/@.cpp "#include HEADER" "an include that is not written out cannot be judged")

file(WRITE "${WORK_DIR}/src/stray/a.cpp" "#include <vector>\n")

execute_process(
    COMMAND ${CMAKE_COMMAND} "-DROOT=${WORK_DIR}" "-DQT_INCLUDE_DIRS=${QT_INCLUDE_DIRS}"
        -P "${CMAKE_CURRENT_LIST_DIR}/check_includes.cmake"
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
set(failures 0)
macro(fail what)
    message(NOTICE "FAIL ${what}")
    math(EXPR failures "${failures} + 1")
endmacro()
if(result EQUAL 0)
    fail("the check passed a tree with forbidden includes")
endif()
if(NOT output MATCHES "src/stray/a.cpp:1: no row says which floor src/stray is on")
    fail("a folder without a floor was let through")
endif()
math(EXPR last "${rows} - 1")
foreach(i RANGE ${last})
    set(file "${file_${i}}")
    set(wanted "${file}:2: ${expected_${i}}")
    if("${expected_${i}}" STREQUAL "")
        set(wanted "${file}:")
    endif()
    string(FIND "${output}" "${wanted}" position)
    if("${expected_${i}}" STREQUAL "" AND NOT position EQUAL -1)
        fail("${file} must be free to have '${line_${i}}'")
    elseif(NOT "${expected_${i}}" STREQUAL "" AND position EQUAL -1)
        fail("${file} with '${line_${i}}': expected '${expected_${i}}'")
    endif()
endforeach()

if(failures GREATER 0)
    message(FATAL_ERROR "The include check misjudged ${failures} cases:\n${output}")
endif()
message(STATUS "The include check judged ${rows} lines as it should.")
