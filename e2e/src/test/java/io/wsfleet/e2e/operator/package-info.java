/** The operator is killed, frozen or away. */
@NullMarked
package io.wsfleet.e2e.operator;

import org.jspecify.annotations.NullMarked;
