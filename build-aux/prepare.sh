# Functions shared by demo.sh, check.sh and .ci/run; read with ".", from the top of the source tree.
# shellcheck shell=sh

# The language of the messages: French when the locale is French, as in the command itself.
orb_language() {
    case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
    fr | fr_* | fr.*) echo fr ;;
    *) echo en ;;
    esac
}
orb_language=$(orb_language)

# orb_say ENGLISH FRENCH
orb_say() {
    if [ "$orb_language" = fr ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi
}

# orb_fail ENGLISH FRENCH: say it on the error output and stop.
orb_fail() {
    orb_say "$1" "$2" >&2
    exit 1
}

# The packages listed for WHEN...: one a line.
orb_packages() {
    for orb_when in "$@"; do
        awk -v when="$orb_when" '!/^#/ && $2 == when { print $1 }' build-aux/packages
    done
}

# Is what the package brings there already? node and npm often come from elsewhere, and a release archive needs neither.
orb_there() {
    case $1 in
    nodejs | npm) [ -f maps/page/bundle/made-from ] || { command -v node && command -v npm; } >/dev/null 2>&1 ;;
    *) return 1 ;;
    esac
}

# Those of them that are not installed, on one line.
orb_missing() {
    for orb_package in $(orb_packages "$@"); do
        if orb_there "$orb_package"; then continue; fi
        # shellcheck disable=SC2016 # the field is dpkg-query's
        case $(dpkg-query -W -f='${db:Status-Status} ' "$orb_package" 2>/dev/null) in
        'installed ') ;;
        *) printf '%s ' "$orb_package" ;;
        esac
    done
}

# orb_apt ARGUMENTS: apt-get as root, asking nothing.
orb_apt() {
    if [ "$(id -u)" = 0 ]; then
        env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" </dev/null
    else
        sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" </dev/null
    fi
}

# orb_prepare WHEN...: install the listed packages that are missing, or say in one sentence what to do.
orb_prepare() {
    if ! command -v dpkg-query >/dev/null 2>&1; then
        orb_say "This is not a Debian system: the libraries of build-aux/packages must be there already." \
            "Ce système n'est pas une Debian : les bibliothèques de build-aux/packages doivent déjà être là."
        return 0
    fi
    orb_list=$(orb_missing "$@")
    orb_list=${orb_list% }
    [ -n "$orb_list" ] || return 0
    orb_say "Installing these Debian packages: $orb_list" "Installation de ces paquets Debian : $orb_list"
    orb_root_is_near "$orb_list"
    mkdir -p build
    orb_log=build/apt.log
    orb_apt update >"$orb_log" 2>&1 || true
    # shellcheck disable=SC2086 # a list of names
    if ! orb_apt install -y --no-install-recommends $orb_list >>"$orb_log" 2>&1; then
        tail -n 5 "$orb_log" >&2
        orb_fail "The packages could not be installed: is the network reachable? apt's own words are above and in $orb_log." \
            "Les paquets n'ont pas pu être installés : le réseau est-il joignable ? Les messages d'apt sont ci-dessus et dans $orb_log."
    fi
}

# Stop with the command to type when neither root nor sudo can be had without a question.
orb_root_is_near() {
    [ "$(id -u)" != 0 ] || return 0
    if command -v sudo >/dev/null 2>&1; then
        if sudo -n true 2>/dev/null; then return 0; fi
        # On a terminal sudo may ask for the user's password: that is between them.
        if [ -t 0 ] && [ -t 2 ] && sudo -v; then return 0; fi
    fi
    orb_fail "Installing needs root: run 'apt-get install $1' as root, then this again." \
        "L'installation demande les droits de root : lancez « apt-get install $1 » en root, puis relancez."
}

# The number of compilations at once.
orb_jobs() {
    nproc 2>/dev/null || echo 1
}

# orb_build DIRECTORY CONFIGURE-OPTIONS...: configure once and build in DIRECTORY; the log is DIRECTORY/build.log.
orb_build() {
    orb_dir=$1
    shift
    mkdir -p "$orb_dir"
    [ -x configure ] || ./autogen.sh >"$orb_dir/build.log" 2>&1 || orb_build_failed "$orb_dir"
    orb_top=$(pwd)
    (
        cd "$orb_dir" || exit 1
        # The options are part of what was configured: other options configure again.
        if [ ! -f config.status ] || [ "$(cat configured.with 2>/dev/null)" != "$*" ]; then
            "$orb_top/configure" -q "$@" || exit 1
            printf '%s' "$*" >configured.with
        fi
        make -j"$(orb_jobs)" all || exit 1
    ) >>"$orb_dir/build.log" 2>&1 </dev/null || orb_build_failed "$orb_dir"
}

orb_build_failed() {
    tail -n 30 "$1/build.log" >&2
    orb_fail "The build failed: the whole of it is in $1/build.log." \
        "La construction a échoué : tout est dans $1/build.log."
}

# The totals of the tests whose result files lie under DIRECTORY: "P passed, F failed, S skipped".
orb_totals() {
    find "$1" -name '*.trs' -type f -exec cat {} + 2>/dev/null | awk '
        /^:test-result: (PASS|XFAIL)/ { pass++ }
        /^:test-result: (FAIL|XPASS|ERROR)/ { fail++ }
        /^:test-result: SKIP/ { skip++ }
        END { printf "%d passed, %d failed, %d skipped\n", pass, fail, skip }'
}

# What the programs that failed in a build directory said, but for their successes: 30 lines of each.
orb_failures() {
    find "$1" -name '*.trs' -type f -exec grep -lE '^:global-test-result: (FAIL|XPASS|ERROR)' {} + 2>/dev/null |
        while read -r result; do
            log=${result%.trs}.log
            printf '%s:\n' "${log#"$1"/}"
            grep -vE '^(ok|PASS|SKIP|XFAIL)' "$log" | head -n 30 | sed 's/^/    /'
        done
}
