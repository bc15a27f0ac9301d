/**
 * Reconciles a WebSocketCluster: reads what is there, applies the desired objects, reports the
 * status.
 */
@NullMarked
package io.wsfleet.operator.reconcile;

import org.jspecify.annotations.NullMarked;
