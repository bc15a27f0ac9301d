/**
 * Those who talk to a fleet: Node programs that speak JSON lines on their standard streams, a
 * browser, and raw sockets that misbehave. They know an address and nothing of the cluster behind
 * it.
 */
@NullMarked
package io.wsfleet.e2e.client;

import org.jspecify.annotations.NullMarked;
