/**
 * The resource WebSocketCluster: its spec, which users write, and its status, which they read.
 * These records are the only definition of the CRD: {@code crds/} and {@code docs/reference.md} are
 * generated from them. The compact constructors set defaults, so that no other code checks for
 * null; the API server sets the same defaults from the CRD, and a test compares the two.
 */
@NullMarked
package io.wsfleet.operator.api;

import org.jspecify.annotations.NullMarked;
