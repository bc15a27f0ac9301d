/**
 * A server of the Socket.IO Redis adapter: sends its requests, and answers those of Node servers
 * and emitters.
 */
@NullMarked
package io.wsfleet.gateway.adapter;

import org.jspecify.annotations.NullMarked;
