/** JSON schemas of the HTTP API, and the check of a request against them. */
@NullMarked
package io.wsfleet.gateway.api.schema;

import org.jspecify.annotations.NullMarked;
