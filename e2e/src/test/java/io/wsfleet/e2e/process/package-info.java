/** Gateways and Redis as processes, without a cluster. */
@NullMarked
package io.wsfleet.e2e.process;

import org.jspecify.annotations.NullMarked;
