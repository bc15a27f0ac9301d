/**
 * Handlers in Java: finds the jars of the extensions folder, calls what they have registered, on
 * threads of their own and within a time limit, and gives them the fleet to act on. Everything that
 * they see is of the small API in {@code wsfleet-handlers}; the gateway's own classes are hidden
 * from them.
 */
@NullMarked
package io.wsfleet.gateway.handlers;

import org.jspecify.annotations.NullMarked;
