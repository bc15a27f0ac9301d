/** Connections through load balancers, with and without stickiness. */
@NullMarked
package io.wsfleet.e2e.connection;

import org.jspecify.annotations.NullMarked;
