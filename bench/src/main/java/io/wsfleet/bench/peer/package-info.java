/**
 * The servers that are measured: the file that describes each, and two nodes with a Redis as
 * processes of this machine.
 */
@NullMarked
package io.wsfleet.bench.peer;

import org.jspecify.annotations.NullMarked;
