/**
 * The status of a WebSocketCluster: conditions with their reasons, and the record that a failover
 * continues from.
 */
@NullMarked
package io.wsfleet.operator.api.status;

import org.jspecify.annotations.NullMarked;
