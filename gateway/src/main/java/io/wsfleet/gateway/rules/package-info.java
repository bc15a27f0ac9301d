/** Routes events to rules and handlers, and sends announcements. */
@NullMarked
package io.wsfleet.gateway.rules;

import org.jspecify.annotations.NullMarked;
