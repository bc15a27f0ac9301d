/**
 * Runs pods as processes of this machine: a pure mapping from a pod to what is started, and a rim
 * that starts, probes, restarts and stops it.
 */
@NullMarked
package io.wsfleet.local.kubelet;

import org.jspecify.annotations.NullMarked;
