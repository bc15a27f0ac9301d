/** A WebSocketCluster is applied, changed, refused, scaled and deleted. */
@NullMarked
package io.wsfleet.e2e.resource;

import org.jspecify.annotations.NullMarked;
