/**
 * Decides how gateways change from one revision to the next, from the observed state of each: no
 * client, no clock. It replaces the rollout of the Deployment controller, since only the operator
 * knows how many connections a step costs.
 */
@NullMarked
package io.wsfleet.operator.gateway.rollout;

import org.jspecify.annotations.NullMarked;
