/**
 * What tests put into a gateway's extensions folder. These classes run in gateways and know nothing
 * but the API of handlers.
 */
@NullMarked
package io.wsfleet.e2e.extension;

import org.jspecify.annotations.NullMarked;
