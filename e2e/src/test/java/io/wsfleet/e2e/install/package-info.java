/**
 * The operator is installed from the files of this repository, and a fleet without a cluster from a
 * fresh clone.
 */
@NullMarked
package io.wsfleet.e2e.install;

import org.jspecify.annotations.NullMarked;
