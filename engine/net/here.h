/* Which addresses are of this machine. Internal to engine/net. */
#ifndef ORB_NET_HERE_H
#define ORB_NET_HERE_H

#include <stdbool.h>

struct sockaddr;

/* Is an address of 127.0.0.0/8, or ::1? */
bool orb_net_address_is_here(const struct sockaddr *address);

#endif
