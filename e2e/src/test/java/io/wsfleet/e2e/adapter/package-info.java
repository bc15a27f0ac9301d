/** Node servers and emitters on the Redis of a cluster. */
@NullMarked
package io.wsfleet.e2e.adapter;

import org.jspecify.annotations.NullMarked;
