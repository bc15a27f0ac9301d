/**
 * The load generator: one thread, one selector, thousands of clients that do as little as they can,
 * and a check of every message at every receiver.
 */
@NullMarked
package io.wsfleet.bench.load;

import org.jspecify.annotations.NullMarked;
