/**
 * The servers that are measured: what each one's file says, and two nodes of it with a Redis as
 * processes of this machine, on addresses of their own.
 */
@NullMarked
package io.wsfleet.bench.peer;

import org.jspecify.annotations.NullMarked;
