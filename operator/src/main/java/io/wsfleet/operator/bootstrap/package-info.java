/** Reconciles WebSocketClusters into gateways, Redis and a Service. */
@NullMarked
package io.wsfleet.operator.bootstrap;

import org.jspecify.annotations.NullMarked;
