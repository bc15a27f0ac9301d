/** What the tests of several modules need. */
@NullMarked
package io.wsfleet.testing;

import org.jspecify.annotations.NullMarked;
