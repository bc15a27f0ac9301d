/**
 * What people are told: the status with its conditions, the address, and what is news. All of it is
 * a function of an {@link io.wsfleet.operator.status.ClusterObservation} and of what was said
 * before.
 */
@NullMarked
package io.wsfleet.operator.status;

import org.jspecify.annotations.NullMarked;
