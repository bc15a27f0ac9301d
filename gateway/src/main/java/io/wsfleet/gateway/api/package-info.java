/** The HTTP API for back ends. */
@NullMarked
package io.wsfleet.gateway.api;

import org.jspecify.annotations.NullMarked;
