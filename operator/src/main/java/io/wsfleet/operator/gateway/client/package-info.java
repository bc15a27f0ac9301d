/** Polls /status of each gateway over HTTP. */
@NullMarked
package io.wsfleet.operator.gateway.client;

import org.jspecify.annotations.NullMarked;
