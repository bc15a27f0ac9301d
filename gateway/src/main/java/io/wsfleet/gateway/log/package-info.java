/** Log lines: text from clients can neither start a line nor fill a disk. */
@NullMarked
package io.wsfleet.gateway.log;

import org.jspecify.annotations.NullMarked;
