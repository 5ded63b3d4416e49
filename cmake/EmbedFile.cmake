# cmake -D SOURCE=<file> -D OUTPUT=<file> -P EmbedFile.cmake
#
# Writes the bytes of SOURCE, whatever they are, as one string_view literal of C++. Every byte is escaped and the
# literal is cut into short pieces, which the compiler joins: no quoting to get wrong, no limit on length.
file(READ ${SOURCE} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${bytes}")
string(REPEAT "\\\\x.." 32 piece)
string(REGEX REPLACE "(${piece})" "\\1\"\n\"" bytes "${bytes}")
file(WRITE ${OUTPUT} "\"${bytes}\"sv\n")
