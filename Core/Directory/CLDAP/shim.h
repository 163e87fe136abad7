#include <sys/socket.h>
#include <ldap.h>
