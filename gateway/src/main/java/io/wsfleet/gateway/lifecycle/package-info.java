/** The process: its settings become the parts above, it says how it is, and it ends in order. */
@NullMarked
package io.wsfleet.gateway.lifecycle;

import org.jspecify.annotations.NullMarked;
