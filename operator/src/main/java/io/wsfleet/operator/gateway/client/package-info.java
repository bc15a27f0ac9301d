/**
 * How many connections each gateway holds, as the gateways say themselves. A gateway that does not
 * answer keeps its last number: silence is not the same as nobody.
 */
@NullMarked
package io.wsfleet.operator.gateway.client;

import org.jspecify.annotations.NullMarked;
