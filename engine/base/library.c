/* POSIX says that the address of a function fits a pointer to void, which C does not. */
#include "engine/base/library.h"

#include <dlfcn.h>
#include <string.h>

#include "engine/base/text.h"

static enum orb_status refuse(const struct orb_library *library, struct orb_error *err)
{
    const char *why = dlerror();

    return orb_error_set(err, ORB_ERR_UNSUPPORTED,
                         _("the library %s is needed here and cannot be loaded: %s"),
                         library->name, why == NULL ? library->file : why);
}

enum orb_status orb_library_open(const struct orb_library *library, void *out,
                                 struct orb_error *err)
{
    /* Never closed: some of the libraries that these bring do not bear it. */
    void *handle = dlopen(library->file, RTLD_NOW | RTLD_LOCAL);
    void *found = NULL;

    if (handle == NULL)
        return refuse(library, err);
    for (size_t i = 0; i < library->count; i++)
        if (dlsym(handle, library->functions[i]) == NULL)
            return refuse(library, err);
    for (size_t i = 0; i < library->count; i++) {
        found = dlsym(handle, library->functions[i]);
        memcpy((char *)out + i * sizeof found, &found, sizeof found);
    }
    return ORB_OK;
}
