#!/usr/bin/env python3
"""Writes maps/text_width_table.c: advance widths of a pair of TrueType fonts, regular and bold, in thousandths of an em.

    build-aux/text_widths.py LiberationSans-Regular.ttf LiberationSans-Bold.ttf |
        clang-format > maps/text_width_table.c

Run by hand when the characters below change; the build reads the table, never a font.
"""
import struct
import sys

# First and last character of each range; what the fonts lack inside them is written 0.
RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x391, 0x3C9), (0x401, 0x45F), (0x2010, 0x2027),
          (0x2030, 0x203A), (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212),
          (0x2248, 0x2248), (0x2260, 0x2265))


def tables(font):
    count = struct.unpack(">H", font[4:6])[0]
    for i in range(count):
        tag, _, offset, length = struct.unpack(">4sLLL", font[12 + 16 * i:28 + 16 * i])
        yield tag.decode(), font[offset:offset + length]


def characters(cmap):
    """Character to glyph, from the subtable of format 4."""
    for i in range(struct.unpack(">H", cmap[2:4])[0]):
        at = struct.unpack(">L", cmap[8 + 8 * i:12 + 8 * i])[0]
        if struct.unpack(">H", cmap[at:at + 2])[0] == 4:
            break
    else:
        sys.exit("no character map of format 4")
    segments = struct.unpack(">H", cmap[at + 6:at + 8])[0] // 2

    def column(start):
        return struct.unpack(">%dH" % segments, cmap[start:start + 2 * segments])
    ends, starts = column(at + 14), column(at + 16 + 2 * segments)
    deltas, base = column(at + 16 + 4 * segments), at + 16 + 6 * segments
    found = {}
    for i, shift in enumerate(column(base)):
        for c in range(starts[i], ends[i] + 1):
            glyph = c
            if shift:
                where = base + 2 * i + shift + 2 * (c - starts[i])
                glyph = struct.unpack(">H", cmap[where:where + 2])[0]
                if glyph == 0:
                    continue
            found[c] = (glyph + deltas[i]) & 0xFFFF
    return found


def widths(path):
    with open(path, "rb") as f:
        parts = dict(tables(f.read()))
    em = struct.unpack(">H", parts["head"][18:20])[0]
    count = struct.unpack(">H", parts["hhea"][34:36])[0]
    glyphs = {c: g for c, g in characters(parts["cmap"]).items() if g}

    def width(c):
        if c not in glyphs:
            return 0
        at = 4 * min(glyphs[c], count - 1)
        return (struct.unpack(">H", parts["hmtx"][at:at + 2])[0] * 1000 + em // 2) // em
    return width


def main():
    regular, bold = widths(sys.argv[1]), widths(sys.argv[2])
    print("/* Made by build-aux/text_widths.py from Liberation Sans 2 (SIL Open Font License 1.1),")
    print(" * regular then bold: thousandths of an em; 0 = not in the font. */")
    print('#include "maps/text_width_table.h"\n')
    for first, last in RANGES:
        for name, width in (("regular", regular), ("bold", bold)):
            print("static const uint16_t %s_%04x[] = {" % (name, first))
            line = "   "
            for c in range(first, last + 1):
                item = " %d," % width(c)
                if len(line + item) > 92:
                    print(line)
                    line = "   "
                line += item
            print(line[:-1] + "\n};")
    print("\nconst struct orb_text_range orb_text_ranges[ORB_TEXT_RANGES] = {")
    for first, last in RANGES:
        print("    { 0x%x, 0x%x, regular_%04x, bold_%04x }," % (first, last, first, first))
    print("};")


main()
