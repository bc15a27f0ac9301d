/** The HTTP API for back ends: routes, operations, problems, tokens and the OpenAPI description. */
@NullMarked
package io.wsfleet.gateway.api;

import org.jspecify.annotations.NullMarked;
