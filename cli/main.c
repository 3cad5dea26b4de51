/* Wires the commands to the terminal. */
#include "cli/command.h"

int main(void)
{
    return CLI_DONE;
}
