/**
 * What connects the gateways: messages, positions in the stream, requests to all gateways, leases
 * and saved sessions, and a twin of all that in memory for a gateway without Redis.
 */
@NullMarked
package io.wsfleet.gateway.bus;

import org.jspecify.annotations.NullMarked;
