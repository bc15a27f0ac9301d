/** Metrics and Kubernetes events of the operator and of each WebSocketCluster. */
@NullMarked
package io.wsfleet.operator.observability;

import org.jspecify.annotations.NullMarked;
