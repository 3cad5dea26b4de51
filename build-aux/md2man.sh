#!/bin/sh
# Makes a manual page from a page of cli/man: "# name(section): summary", "## SECTION", paragraphs, blocks indented by four blanks,
# lists "- text", definitions "- term — text", **bold**, *italic*, `code`.
# usage: md2man.sh VERSION PAGE.md > PAGE
exec awk -v version="$1" '
function quote(s) {
    gsub(/\\/, "\\e", s)
    gsub(/-/, "\\-", s)
    return s
}
# Marks become fonts.
function spans(s,   out, mark, inside) {
    s = quote(s)
    out = ""
    while (match(s, /\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`/)) {
        mark = substr(s, RSTART, RLENGTH)
        out = out substr(s, 1, RSTART - 1)
        s = substr(s, RSTART + RLENGTH)
        inside = substr(mark, 2, length(mark) - 2)
        if (substr(mark, 1, 2) == "**")
            out = out "\\fB" substr(mark, 3, length(mark) - 4) "\\fR"
        else if (substr(mark, 1, 1) == "*")
            out = out "\\fI" inside "\\fR"
        else
            out = out "\\fB" inside "\\fR"
    }
    out = out s
    # A line of text that begins like a request is protected.
    if (out ~ /^[.\047]/)
        out = "\\&" out
    return out
}
function end_block() {
    if (block)
        print ".fi\n.RE"
    block = 0
}
/^# / {
    title = substr($0, 3)
    at = index(title, "(")
    name = substr(title, 1, at - 1)
    section = substr(title, at + 1, 1)
    summary = substr(title, index(title, ": ") + 2)
    printf ".TH \"%s\" \"%s\" \"\" \"Orbite %s\" \"Orbite\"\n.SH NAME\n%s \\- %s\n", toupper(quote(name)), section, version,
        quote(name), spans(summary)
    next
}
/^## / { end_block(); print ".SH " toupper(quote(substr($0, 4))); pending = 0; next }
/^    / {
    if (!block)
        print ".PP\n.RS 4\n.nf"
    block = 1
    line = quote(substr($0, 5))
    print line ~ /^[.\047]/ ? "\\&" line : line
    next
}
/^$/ { end_block(); pending = 1; next }
/^- / {
    end_block()
    item = substr($0, 3)
    at = index(item, " — ")
    if (at > 0)
        print ".TP\n" spans(substr(item, 1, at - 1)) "\n" spans(substr(item, at + length(" — ")))
    else
        print ".IP \\(bu 2\n" spans(item)
    pending = 0
    next
}
{
    end_block()
    if (pending)
        print ".PP"
    pending = 0
    print spans($0)
}
END { end_block() }
' "$2"
