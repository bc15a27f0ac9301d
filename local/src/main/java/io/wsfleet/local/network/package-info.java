/**
 * The network of the local cluster: an address in 127.0.0.0/8 for each pod and Service, and TCP
 * forwarders with ClientIP affinity in front of the pods.
 */
@NullMarked
package io.wsfleet.local.network;

import org.jspecify.annotations.NullMarked;
