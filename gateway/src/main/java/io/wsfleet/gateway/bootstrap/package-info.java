/** The process: settings, wiring, metrics, health, drain. */
@NullMarked
package io.wsfleet.gateway.bootstrap;

import org.jspecify.annotations.NullMarked;
