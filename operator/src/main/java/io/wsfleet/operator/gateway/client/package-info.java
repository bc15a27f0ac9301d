/** Polls /status of each gateway. */
@NullMarked
package io.wsfleet.operator.gateway.client;

import org.jspecify.annotations.NullMarked;
