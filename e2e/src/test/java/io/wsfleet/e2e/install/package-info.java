/** The operator is installed from the files of this repository. */
@NullMarked
package io.wsfleet.e2e.install;

import org.jspecify.annotations.NullMarked;
