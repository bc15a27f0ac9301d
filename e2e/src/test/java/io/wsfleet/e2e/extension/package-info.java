/** The extensions that tests load into gateways. These classes use the API of handlers only. */
@NullMarked
package io.wsfleet.e2e.extension;

import org.jspecify.annotations.NullMarked;
