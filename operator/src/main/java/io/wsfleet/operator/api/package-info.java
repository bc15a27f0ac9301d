/**
 * The resource that people write, and the status that they read. These records are the sole
 * definition of the CRD: {@code crds/} and {@code docs/reference.md} are generated from them. The
 * compact constructors fill in what is absent, so that nothing behind them asks for null; the API
 * server fills in the same from the CRD, and a test holds the two together.
 */
@NullMarked
package io.wsfleet.operator.api;

import org.jspecify.annotations.NullMarked;
