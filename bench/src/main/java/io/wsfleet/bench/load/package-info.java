/**
 * The load generator: one thread, one selector and thousands of minimal clients, with a check of
 * every message at every receiver.
 */
@NullMarked
package io.wsfleet.bench.load;

import org.jspecify.annotations.NullMarked;
