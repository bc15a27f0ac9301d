/**
 * Runs pods as processes of this machine. Pure classes map a pod to its processes; others start,
 * probe, restart and stop them.
 */
@NullMarked
package io.wsfleet.local.kubelet;

import org.jspecify.annotations.NullMarked;
