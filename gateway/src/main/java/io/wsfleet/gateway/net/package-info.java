/**
 * The certificates with which this gateway speaks TLS to Redis and to the other gateways: files
 * that somebody else makes and may replace at any time.
 */
@NullMarked
package io.wsfleet.gateway.net;

import org.jspecify.annotations.NullMarked;
