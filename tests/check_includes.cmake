# SPDX-License-Identifier: MIT
# Enforces in which direction data flows: which stage may include which stage, and which modules of Qt.
# Linking alone does not, because all modules of Qt share one include folder.
#
#   cmake -DROOT=<source tree> -DQT_INCLUDE_DIRS=<folder|folder...> -P check_includes.cmake
#
# Only what a file includes itself is judged, not what comes with it. app/ may include everything and is not
# read, but for the program that has no window.
cmake_minimum_required(VERSION 3.22)

# rule(NAME REGEX PROJECT regex... MODULES module...): the files whose path from ROOT matches REGEX, the paths
# that they may include, and the modules. The first rule that fits a file holds. The C++ library and the
# system's headers are free to all; "sockets" are the system's own.
set(rule_count 0)
function(rule name regex)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "PROJECT;MODULES")
    set(i ${rule_count})
    set(rule_${i}_name "${name}" PARENT_SCOPE)
    set(rule_${i}_regex "${regex}" PARENT_SCOPE)
    set(rule_${i}_project "${arg_PROJECT}" PARENT_SCOPE)
    set(rule_${i}_modules "${arg_MODULES}" PARENT_SCOPE)
    math(EXPR i "${i} + 1")
    set(rule_count ${i} PARENT_SCOPE)
endfunction()

rule("src/message.h" "^src/message\\.(h|cpp)$"
    PROJECT "^src/message\\.h$" MODULES QtCore)
rule("src/pch.h" "^src/pch\\.h$"
    MODULES QtCore)
rule("the engine on QWebSocket" "^src/connection/qt(websockettransport|answerwatch)\\.(h|cpp)$"
    PROJECT "^src/message\\.h$" "^src/connection/" MODULES QtCore QtNetwork QtWebSockets sockets)
rule("the engine on Boost.Beast" "^src/connection/beast[^/]*\\.(h|cpp)$"
    PROJECT "^src/message\\.h$" "^src/connection/" MODULES QtCore QtNetwork boost)
rule("src/connection" "^src/connection/"
    PROJECT "^src/message\\.h$" "^src/connection/" MODULES QtCore QtNetwork sockets)
rule("src/record" "^src/record/"
    PROJECT "^src/message\\.h$" "^src/record/" "^src/format/numbers\\.h$" MODULES QtCore sqlite)
rule("src/log" "^src/log/"
    PROJECT "^src/message\\.h$" "^src/(log|record|format)/" MODULES QtCore roaring)
rule("src/format" "^src/format/"
    PROJECT "^src/message\\.h$" "^src/format/" MODULES QtCore rapidjson msgpack)
rule("the keychain" "^src/profile/keychain\\.(h|cpp)$"
    PROJECT "^src/profile/" MODULES QtCore keychain)
rule("src/profile" "^src/profile/"
    PROJECT "^src/(profile|connection)/" MODULES QtCore)
rule("src/demo" "^src/demo/"
    PROJECT "^src/demo/" MODULES QtCore QtNetwork QtWebSockets sockets)
rule("src/settings" "^src/settings\\.(h|cpp)$"
    PROJECT "^src/settings\\.h$" "^src/connection/(connectionprofile|retrypolicy|websocketurl)\\.h$"
        "^src/record/keepinglimits\\.h$" "^src/profile/privatefile\\.h$" MODULES QtCore)
rule("src/metrics" "^src/metrics/"
    PROJECT "^src/metrics/" MODULES QtCore)
rule("src/session" "^src/session\\.(h|cpp)$"
    PROJECT "^src/" MODULES QtCore QtNetwork)
rule("ui" "^ui/"
    PROJECT "^(src|ui)/" MODULES QtCore QtGui QtWidgets QtSvg QtSvgWidgets QtPrintSupport QtDBus)
rule("the program without a window" "^app/(cli[^/]*|descriptors|options|unixsignals)\\.(h|cpp)$"
    PROJECT "^(src|app)/" MODULES QtCore QtNetwork QtWebSockets sqlite sockets)

# The keys of the settings are spelled in one place. The header of all of Qt Core would bring the class along.
set(settings_headers "(^|/)(QSettings|qsettings\\.h|QtCore)$")

string(REPLACE "|" ";" qt_dirs "${QT_INCLUDE_DIRS}")
set(qt_modules "")
foreach(dir IN LISTS qt_dirs)
    file(GLOB found LIST_DIRECTORIES true "${dir}/Qt*")
    list(APPEND qt_modules ${found})
endforeach()
list(REMOVE_DUPLICATES qt_modules)
if(NOT qt_modules MATCHES "/QtCore")
    message(FATAL_ERROR "No header of Qt was found in \"${QT_INCLUDE_DIRS}\".")
endif()

# The module that the header of the given name belongs to, or "" if it is none of Qt's.
function(qt_module_of header out)
    set(${out} "" PARENT_SCOPE)
    if(header MATCHES "(^|/)private/")
        set(${out} "a private header of Qt" PARENT_SCOPE)
        return()
    endif()
    foreach(module_dir IN LISTS qt_modules)
        get_filename_component(module "${module_dir}" NAME)
        string(REGEX REPLACE "^${module}/" "" name "${header}")
        if(EXISTS "${module_dir}/${name}" AND NOT IS_DIRECTORY "${module_dir}/${name}")
            set(${out} "${module}" PARENT_SCOPE)
            return()
        endif()
    endforeach()
endfunction()

function(foreign_module_of header out)
    set(module unknown)
    if(header MATCHES "^sqlite3(ext)?\\.h$")
        set(module sqlite)
    elseif(header MATCHES "^(rapidjson|roaring)/")
        set(module "${CMAKE_MATCH_1}")
    elseif(header STREQUAL "msgpack.hpp")
        set(module msgpack)
    elseif(header MATCHES "^boost/")
        set(module boost)
    elseif(header MATCHES "^qt6keychain/")
        set(module keychain)
    elseif(header MATCHES "^(sys/socket\\.h|sys/un\\.h|netdb\\.h|(netinet|arpa|net)/.*)$")
        set(module sockets)
    elseif(header MATCHES "^([a-z_0-9]+(\\.h)?|(sys|linux|bits)/[a-z_0-9]+\\.h)$")
        set(module system)
    endif()
    set(${out} "${module}" PARENT_SCOPE)
endfunction()

# The path from ROOT of the project's own header that an include line names, or "".
function(project_path_of file header quoted out)
    set(${out} "" PARENT_SCOPE)
    get_filename_component(own "${file}" DIRECTORY)
    set(bases src .)
    if(quoted)
        set(bases "${own}" src .)
    endif()
    foreach(base IN LISTS bases)
        get_filename_component(path "${base}/${header}" ABSOLUTE BASE_DIR "${ROOT}")
        if(EXISTS "${path}" AND NOT IS_DIRECTORY "${path}")
            file(RELATIVE_PATH path "${ROOT}" "${path}")
            set(${out} "${path}" PARENT_SCOPE)
            return()
        endif()
    endforeach()
endfunction()

# What is wrong with one include of a file under the rule of number i, or "".
function(judge i file header quoted out)
    set(${out} "" PARENT_SCOPE)
    if(quoted AND header MATCHES "^(moc_[^/]*\\.cpp|[^/]*\\.moc)$")
        return()
    endif()
    project_path_of("${file}" "${header}" "${quoted}" path)
    if(path)
        foreach(allowed IN LISTS rule_${i}_project)
            if(path MATCHES "${allowed}")
                return()
            endif()
        endforeach()
        set(${out} "${rule_${i}_name} must not include ${path}" PARENT_SCOPE)
        return()
    endif()
    qt_module_of("${header}" module)
    if(NOT module)
        foreign_module_of("${header}" module)
    endif()
    if(module STREQUAL "unknown")
        set(${out} "${header} is neither in the project nor known to this check" PARENT_SCOPE)
    elseif(NOT module STREQUAL "system" AND NOT module IN_LIST rule_${i}_modules)
        set(${out} "${rule_${i}_name} must not include ${header} (${module})" PARENT_SCOPE)
    elseif(header MATCHES "${settings_headers}" AND NOT file MATCHES "^src/settings\\.")
        set(${out} "${header} is for src/settings alone" PARENT_SCOPE)
    endif()
endfunction()

file(GLOB_RECURSE files RELATIVE "${ROOT}"
    "${ROOT}/src/*" "${ROOT}/ui/*" "${ROOT}/app/cli*")
list(FILTER files INCLUDE REGEX "\\.(h|hh|hpp|inl|ipp|c|cc|cpp|cxx)$")
list(SORT files)

set(include_count 0)
set(wrong_count 0)
math(EXPR last_rule "${rule_count} - 1")
macro(complain what line_number)
    math(EXPR wrong_count "${wrong_count} + 1")
    message(NOTICE "${file}:${line_number}: ${what}.")
endmacro()

foreach(file IN LISTS files)
    set(number "")
    foreach(i RANGE ${last_rule})
        if(file MATCHES "${rule_${i}_regex}")
            set(number ${i})
            break()
        endif()
    endforeach()
    if(number STREQUAL "")
        complain("no rule says what this file may include; add one to tests/check_includes.cmake" 1)
        continue()
    endif()

    file(READ "${ROOT}/${file}" text)
    # Lists of CMake split at semicolons and trip over brackets; neither occurs in the name of a header.
    string(REGEX REPLACE "[][;]" " " text "\n${text}")
    string(REGEX MATCHALL "\n[ \t]*#[ \t]*include[^\n]*" lines "${text}")
    foreach(line IN LISTS lines)
        math(EXPR include_count "${include_count} + 1")
        if(line MATCHES "include(_next)?[ \t]*<([^>]+)>")
            judge(${number} "${file}" "${CMAKE_MATCH_2}" FALSE wrong)
        elseif(line MATCHES "include(_next)?[ \t]*\"([^\"]+)\"")
            judge(${number} "${file}" "${CMAKE_MATCH_2}" TRUE wrong)
        else()
            set(wrong "an include that is not written out cannot be judged")
        endif()
        if(wrong)
            string(FIND "${text}" "${line}" position)
            string(SUBSTRING "${text}" 0 ${position} before)
            string(REGEX MATCHALL "\n" before "${before}")
            list(LENGTH before before)
            math(EXPR line_number "${before} + 1")
            complain("${wrong}" ${line_number})
        endif()
    endforeach()
endforeach()

if(include_count EQUAL 0)
    message(FATAL_ERROR "No include was found under ${ROOT}.")
endif()
if(wrong_count GREATER 0)
    message(FATAL_ERROR "${wrong_count} lines go against the direction in which data flows.")
endif()
list(LENGTH files file_count)
message(STATUS "${include_count} includes in ${file_count} files go in the right direction.")
