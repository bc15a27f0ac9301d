/**
 * The status for users: conditions, the address for clients, and events. All of it is a function of
 * a {@link io.wsfleet.operator.status.ClusterObservation} and the former status.
 */
@NullMarked
package io.wsfleet.operator.status;

import org.jspecify.annotations.NullMarked;
