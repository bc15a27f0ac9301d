/** Connections without session affinity, and connections of clients that misbehave. */
@NullMarked
package io.wsfleet.e2e.connection;

import org.jspecify.annotations.NullMarked;
