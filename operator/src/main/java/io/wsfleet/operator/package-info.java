/** Reconciles WebSocketClusters into gateways, Redis and a Service. */
@NullMarked
package io.wsfleet.operator;

import org.jspecify.annotations.NullMarked;
