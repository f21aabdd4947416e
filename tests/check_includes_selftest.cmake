# SPDX-License-Identifier: MIT
# Proves that check_includes.cmake can fail, and that it stays quiet where it must: every row is one line in one
# file of a small tree made in WORK_DIR.
#
#   cmake -DWORK_DIR=<folder> -DQT_INCLUDE_DIRS=<folder|folder...> -P check_includes_selftest.cmake
cmake_minimum_required(VERSION 3.22)

set(failures 0)
set(rows 0)

function(lay_tree)
    file(REMOVE_RECURSE "${WORK_DIR}")
    foreach(header
            src/message.h src/settings.h src/session.h src/metrics/stallprobe.h
            src/connection/retrypolicy.h src/connection/websocketurl.h
            src/connection/websocketmanager.h src/record/recorder.h
            src/log/logmodel.h src/format/preview.h src/demo/demoserver.h
            ui/mainwindow.h app/options.h tests/support/scriptedserver.h)
        file(WRITE "${WORK_DIR}/${header}" "#pragma once\n#include <QString>\n")
    endforeach()
endfunction()

# Runs the check on a tree with one more file and compares its verdict: an empty EXPECTED is a pass.
function(row file line expected)
    math(EXPR rows "${rows} + 1")
    set(rows ${rows} PARENT_SCOPE)
    lay_tree()
    file(WRITE "${WORK_DIR}/${file}" "// first line; [\n${line}\n#include <vector>\n")
    execute_process(
        COMMAND ${CMAKE_COMMAND} "-DROOT=${WORK_DIR}" "-DQT_INCLUDE_DIRS=${QT_INCLUDE_DIRS}"
            -P "${CMAKE_CURRENT_LIST_DIR}/check_includes.cmake"
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(expected STREQUAL "")
        if(result EQUAL 0)
            return()
        endif()
    else()
        string(FIND "${output}" "${file}:2: ${expected}" position)
        if(NOT result EQUAL 0 AND NOT position EQUAL -1)
            return()
        endif()
    endif()
    math(EXPR failures "${failures} + 1")
    set(failures ${failures} PARENT_SCOPE)
    message(NOTICE "FAIL ${file} with '${line}': expected '${expected}', exit code ${result}, output:\n${output}")
endfunction()

# What each stage needs.
row(src/message.cpp "#include \"message.h\"" "")
row(src/connection/a.cpp "#include \"message.h\"" "")
row(src/connection/a.cpp "#include \"retrypolicy.h\"" "")
row(src/connection/a.cpp "#include \"connection/retrypolicy.h\"" "")
row(src/connection/a.cpp "#include <QTcpSocket>" "")
row(src/connection/qtwebsockettransport.cpp "#include <QWebSocket>" "")
row(src/connection/qtwebsockettransport.cpp "#include \"moc_qtwebsockettransport.cpp\"" "")
row(src/record/a.cpp "#include <sqlite3.h>" "")
row(src/log/a.cpp "#include \"record/recorder.h\"" "")
row(src/log/a.cpp "#include \"../format/preview.h\"" "")
row(src/log/a.cpp "#include <roaring/roaring.h>" "")
row(src/format/a.cpp "#include <rapidjson/reader.h>" "")
row(src/format/a.cpp "// #include <QWidget>" "")
row(src/demo/a.cpp "#include <QtWebSockets/QWebSocketServer>" "")
row(src/settings.cpp "#include <QSettings>" "")
row(src/settings.cpp "#include \"connection/retrypolicy.h\"" "")
row(src/settings.cpp "#include \"connection/websocketurl.h\"" "")
row(src/session.cpp "#include \"record/recorder.h\"" "")
row(ui/a.cpp "#include \"session.h\"" "")
row(ui/a.cpp "#include \"ui/mainwindow.h\"" "")
row(ui/a.cpp "#include <QWidget>" "")
row(app/main.cpp "#include <QNetworkProxy>" "")
row(app/cli_main.cpp "#include \"app/options.h\"" "")

# Stages that must not know each other.
row(src/message.h "#include \"connection/retrypolicy.h\""
    "src/message.h must not include src/connection/retrypolicy.h")
row(src/connection/a.cpp "#include \"record/recorder.h\"" "src/connection must not include src/record/recorder.h")
row(src/connection/a.cpp "#include \"../record/recorder.h\"" "src/connection must not include src/record/recorder.h")
row(src/connection/a.cpp "#include <record/recorder.h>" "src/connection must not include src/record/recorder.h")
row(src/connection/a.cpp "  #  include \"session.h\"" "src/connection must not include src/session.h")
row(src/record/a.cpp "#include \"connection/websocketmanager.h\""
    "src/record must not include src/connection/websocketmanager.h")
row(src/record/a.cpp "#include \"log/logmodel.h\"" "src/record must not include src/log/logmodel.h")
row(src/log/a.cpp "#include \"connection/websocketmanager.h\""
    "src/log must not include src/connection/websocketmanager.h")
row(src/format/a.cpp "#include \"log/logmodel.h\"" "src/format must not include src/log/logmodel.h")
row(src/demo/a.cpp "#include \"message.h\"" "src/demo must not include src/message.h")
row(src/metrics/a.cpp "#include \"message.h\"" "src/metrics must not include src/message.h")
row(src/settings.cpp "#include \"connection/websocketmanager.h\""
    "src/settings must not include src/connection/websocketmanager.h")
row(src/session.cpp "#include \"ui/mainwindow.h\"" "src/session must not include ui/mainwindow.h")
row(src/log/a.cpp "#include \"app/options.h\"" "src/log must not include app/options.h")
row(src/demo/a.cpp "#include \"tests/support/scriptedserver.h\""
    "src/demo must not include tests/support/scriptedserver.h")
row(ui/a.cpp "#include \"app/options.h\"" "ui must not include app/options.h")
row(app/cli_main.cpp "#include \"ui/mainwindow.h\"" "the program without a window must not include ui/mainwindow.h")

# Modules that a stage must not use, however the header is spelled.
row(src/message.h "#include <QHostAddress>" "src/message.h must not include QHostAddress (QtNetwork)")
row(src/connection/a.cpp "#include <QWebSocket>" "src/connection must not include QWebSocket (QtWebSockets)")
row(src/connection/a.cpp "#include <qwebsocket.h>" "src/connection must not include qwebsocket.h (QtWebSockets)")
row(src/connection/a.cpp "#include \"QtWebSockets/qwebsocket.h\""
    "src/connection must not include QtWebSockets/qwebsocket.h (QtWebSockets)")
row(src/connection/a.cpp "#include <sqlite3.h>" "src/connection must not include sqlite3.h (sqlite)")
row(src/record/a.cpp "#include <QTcpSocket>" "src/record must not include QTcpSocket (QtNetwork)")
row(src/log/a.cpp "#include <QColor>" "src/log must not include QColor (QtGui)")
row(src/log/a.cpp "#include <sqlite3.h>" "src/log must not include sqlite3.h (sqlite)")
row(src/format/a.cpp "#include <QtWidgets/QWidget>" "src/format must not include QtWidgets/QWidget (QtWidgets)")
row(src/format/a.cpp "#include <QtGui>" "src/format must not include QtGui (QtGui)")
row(src/session.cpp "#include <QWebSocket>" "src/session must not include QWebSocket (QtWebSockets)")
row(src/session.cpp "#include <sqlite3.h>" "src/session must not include sqlite3.h (sqlite)")
row(ui/a.cpp "#include <QHostAddress>" "ui must not include QHostAddress (QtNetwork)")
row(ui/a.cpp "#include <QWebSocket>" "ui must not include QWebSocket (QtWebSockets)")
row(ui/a.cpp "#include <sqlite3.h>" "ui must not include sqlite3.h (sqlite)")
row(ui/a.cpp "#include <sys/socket.h>" "ui must not include sys/socket.h (sockets)")
row(ui/a.cpp "#include <QSettings>" "QSettings is for src/settings alone")
row(ui/a.cpp "#include <QtCore/qsettings.h>" "QtCore/qsettings.h is for src/settings alone")
row(ui/a.cpp "#include <QtCore>" "QtCore is for src/settings alone")
row(src/connection/a.cpp "#include <QSettings>" "QSettings is for src/settings alone")
row(src/log/a.cpp "#include <private/qobject_p.h>"
    "src/log must not include private/qobject_p.h (a private header of Qt)")
row(app/cli_main.cpp "#include <QApplication>"
    "the program without a window must not include QApplication (QtWidgets)")

# What cannot be judged is not let through.
row(src/log/a.cpp "#include <boost/asio.hpp>" "src/log must not include boost/asio.hpp (boost)")
row(src/connection/beasttransport.cpp "#include <boost/beast.hpp>" "")
row(src/profile/keychain.cpp "#include <qt6keychain/keychain.h>" "")
row(src/log/a.cpp "#include <foreign/library.hpp>" "foreign/library.hpp is neither in the project nor known to this check")
row(src/log/a.cpp "#include <QNoSuchClass>" "QNoSuchClass is neither in the project nor known to this check")
row(src/log/a.cpp "#include HEADER" "an include that is not written out cannot be judged")

# A file that no rule speaks of.
set(expected_line "src/stray.cpp:1: no rule says what this file may include")
lay_tree()
file(WRITE "${WORK_DIR}/src/stray.cpp" "#include <vector>\n")
execute_process(
    COMMAND ${CMAKE_COMMAND} "-DROOT=${WORK_DIR}" "-DQT_INCLUDE_DIRS=${QT_INCLUDE_DIRS}"
        -P "${CMAKE_CURRENT_LIST_DIR}/check_includes.cmake"
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
string(FIND "${output}" "${expected_line}" position)
if(result EQUAL 0 OR position EQUAL -1)
    math(EXPR failures "${failures} + 1")
    message(NOTICE "FAIL: a file without a rule was let through:\n${output}")
endif()

if(failures GREATER 0)
    message(FATAL_ERROR "The include check misjudged ${failures} cases.")
endif()
message(STATUS "The include check judged ${rows} lines as it should.")
