#!/bin/sh
# What the library exports and keeps: only orb_ names, and no variable that changes.
. "$ORBITE_SRCDIR/tests/lint/tap.sh"

# Defined names that other programs see and that are not ours.
foreign() {
    nm --defined-only --extern-only -P "$@" 2>/dev/null | awk 'NF > 1 && $1 !~ /^orb_/ && $1 !~ /^__(asan|odr_asan|sanitizer|start|stop)/ { print $1 }'
}

# Variables that can be written: in .data or .bss; .data.rel.ro holds constant tables of pointers.
writable() {
    for object in "$@"; do
        objdump -t "$object" 2>/dev/null | awk -v object="$object" '
            $3 == "O" || $4 == "O" {
                for (i = 1; i <= NF; i++)
                    if ($i ~ /^(\.data|\.bss|\.tdata|\.tbss|\*COM\*)/ && $i !~ /^\.data\.rel\.ro/)
                        print object ": " $NF
            }'
    done
}

cd "$ORBITE_BUILDDIR" || exit 1
# The objects of the library, as libtool built them.
find engine importers maps -path '*/.libs/*.o' -o -name '*.o' | grep -v '/tests/' | sort >"$scratch/objects"
if [ -f .libs/liborbite.so ]; then
    nm -D --defined-only -P .libs/liborbite.so | awk '$1 !~ /^orb_/ { print $1 }' >"$scratch/found"
    [ "$(nm -D --defined-only .libs/liborbite.so | wc -l)" -gt 20 ] || echo "too few names to be true" >>"$scratch/found"
    clean "the shared library exports only orb_ names" "$scratch/found"
else
    skip "the shared library exports only orb_ names" "only the static library was built"
fi
xargs -a "$scratch/objects" nm --defined-only --extern-only -P >"$scratch/names" 2>&1
awk 'NF > 2 && $1 !~ /^orb_/ && $1 !~ /^__(asan|odr_asan)/ { print $1 }' "$scratch/names" | sort -u >"$scratch/found"
[ -s "$scratch/objects" ] || echo "no object was found" >>"$scratch/found"
clean "every name shared between files starts with orb_" "$scratch/found"
printf 'int helper(void);\nint helper(void)\n{\n    return 0;\n}\n' >"$scratch/planted.c"
${CC:-cc} -c "$scratch/planted.c" -o "$scratch/planted.o" && foreign "$scratch/planted.o" >"$scratch/found"
planted "every name shared between files starts with orb_" "$scratch/found"

# The one exception is the instrument that makes allocations fail.
# shellcheck disable=SC2046 # names without spaces
writable $(cat "$scratch/objects") | grep -v 'alloc\.o: fail_after$' | grep -v ': __' >"$scratch/found"
clean "the library keeps no variable" "$scratch/found"
printf 'static int calls;\nint orb_f(void);\nint orb_f(void)\n{\n    return calls++;\n}\n' >"$scratch/planted.c"
${CC:-cc} -c "$scratch/planted.c" -o "$scratch/planted.o" && writable "$scratch/planted.o" >"$scratch/found"
planted "the library keeps no variable" "$scratch/found"
finish
