# Libraries that nothing is linked with: the command opens them when it needs them.

# ORB_SONAME(PREFIX, LIBRARY, FUNCTION): define ORB_<PREFIX>_SONAME, the name by which the loader of the system knows the
# version of lib<LIBRARY> that the headers are of; Debian's libcurl comes in flavours, as libcurl-gnutls.so.4.
AC_DEFUN([ORB_SONAME], [
AC_CACHE_CHECK([for the name of lib$2 at run time], [orb_cv_soname_$1], [
    orb_save_LIBS=$LIBS
    LIBS="$$1_LIBS $LIBS"
    AC_LINK_IFELSE([AC_LANG_CALL([], [$3])],
        [orb_cv_soname_$1=`${OBJDUMP-objdump} -p conftest$EXEEXT | $AWK '$[]1 == "NEEDED" && $[]2 ~ /^lib$2(-[[a-z]]+)?[[.]]/ { print $[]2 }'`])
    LIBS=$orb_save_LIBS])
AS_IF([test -z "$orb_cv_soname_$1"],
    [AC_MSG_ERROR([lib$2 does not link, or its name is not found; set orb_cv_soname_$1, to libxyz.so.1 for instance])])
AC_DEFINE_UNQUOTED([ORB_$1_SONAME], ["$orb_cv_soname_$1"], [The file that holds lib$2 at run time.])
])

# ORB_MOD_SPATIALITE(MAJOR): SpatiaLite of this version or later is an extension that SQLite finds.
AC_DEFUN([ORB_MOD_SPATIALITE], [
AC_CACHE_CHECK([for SpatiaLite as an extension of SQLite], [orb_cv_mod_spatialite], [
    orb_save_CFLAGS=$CFLAGS orb_save_LIBS=$LIBS
    CFLAGS="$CFLAGS $SQLITE_CFLAGS" LIBS="$SQLITE_LIBS $LIBS"
    AC_RUN_IFELSE([AC_LANG_PROGRAM([#include <sqlite3.h>], [[
        sqlite3 *db;
        sqlite3_stmt *version;

        return sqlite3_open(":memory:", &db) != SQLITE_OK ||
               sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, (int *)0) != SQLITE_OK ||
               sqlite3_load_extension(db, "mod_spatialite", 0, 0) != SQLITE_OK ||
               sqlite3_prepare_v2(db, "SELECT CAST(spatialite_version() AS INTEGER)", -1, &version, 0) != SQLITE_OK ||
               sqlite3_step(version) != SQLITE_ROW || sqlite3_column_int(version, 0) < $1;]])],
        [orb_cv_mod_spatialite=yes], [orb_cv_mod_spatialite=no], [orb_cv_mod_spatialite=yes])
    CFLAGS=$orb_save_CFLAGS LIBS=$orb_save_LIBS])
AS_IF([test "$orb_cv_mod_spatialite" = no],
    [AC_MSG_ERROR([SQLite cannot load mod_spatialite $1 or later (package libsqlite3-mod-spatialite)])])
])
