# SPDX-License-Identifier: MIT
# The tests of a folder are linked into one program, where two types of one name would silently become one: no type of
# a test's own may be called as another one's.
#   cmake -DTESTS=FOLDER -P check_testnames.cmake
file(GLOB sources ${TESTS}/*/*.cpp)
set(faults "")
foreach(source IN LISTS sources)
    cmake_path(GET source PARENT_PATH folder)
    file(STRINGS ${source} types REGEX "^(struct|class|union|enum class|enum) [A-Za-z_0-9]+")
    foreach(line IN LISTS types)
        string(REGEX REPLACE "^(struct|class|union|enum class|enum) ([A-Za-z_0-9]+).*" "\\2" type "${line}")
        string(SHA1 key "${folder} ${type}")
        if(DEFINED first_${key} AND NOT first_${key} STREQUAL source)
            list(APPEND faults "${type} is in ${first_${key}} and in ${source}")
        endif()
        set(first_${key} ${source})
    endforeach()
endforeach()
if(faults)
    list(JOIN faults "\n" faults)
    message(FATAL_ERROR "${faults}\nRename one.")
endif()
