/**
 * What happens to an event: the rules and announcements of the resource, and what other members of
 * the fleet ask of this one.
 */
@NullMarked
package io.wsfleet.gateway.rules;

import org.jspecify.annotations.NullMarked;
