/**
 * Measures the gateway and other servers (its peers): which ones, in which order, and what is done
 * with the results.
 */
@NullMarked
package io.wsfleet.bench;

import org.jspecify.annotations.NullMarked;
