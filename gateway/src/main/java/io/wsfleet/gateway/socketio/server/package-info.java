/**
 * Who is connected to this gateway, and in which rooms. It delivers to outlets and knows neither
 * what is behind them nor that there are other gateways.
 */
@NullMarked
package io.wsfleet.gateway.socketio.server;

import org.jspecify.annotations.NullMarked;
