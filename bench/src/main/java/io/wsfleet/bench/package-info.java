/**
 * Measures the gateway beside its peers: which peers, in which order, and what becomes of the
 * outcome.
 */
@NullMarked
package io.wsfleet.bench;

import org.jspecify.annotations.NullMarked;
