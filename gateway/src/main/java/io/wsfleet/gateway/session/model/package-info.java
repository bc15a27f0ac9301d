/**
 * What decides about a recovery: the saved session, the messages that were published since. Pure.
 */
@NullMarked
package io.wsfleet.gateway.session.model;

import org.jspecify.annotations.NullMarked;
