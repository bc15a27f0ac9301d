/** Runs the checker and reads its report. */
@NullMarked
package io.wsfleet.e2e.checker;

import org.jspecify.annotations.NullMarked;
