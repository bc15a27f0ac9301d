/** JSON schemas, and the validation of requests against them. */
@NullMarked
package io.wsfleet.gateway.api.schema;

import org.jspecify.annotations.NullMarked;
