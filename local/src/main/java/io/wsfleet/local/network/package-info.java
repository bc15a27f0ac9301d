/**
 * What a cluster's network does, on one machine: an address of its own for each pod and Service
 * within 127.0.0.0/8, and forwarders with ClientIP affinity in front of the pods.
 */
@NullMarked
package io.wsfleet.local.network;

import org.jspecify.annotations.NullMarked;
