/**
 * How gateways go from one revision to the next, decided from what is seen of each: no client, no
 * clock. It replaces the Deployment controller's own rollout, because only the operator can know
 * how many connections a step costs.
 */
@NullMarked
package io.wsfleet.operator.gateway.rollout;

import org.jspecify.annotations.NullMarked;
