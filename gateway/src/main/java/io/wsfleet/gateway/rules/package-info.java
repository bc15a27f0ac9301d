/** What happens to an event by the rules of the resource, and the announcements. */
@NullMarked
package io.wsfleet.gateway.rules;

import org.jspecify.annotations.NullMarked;
