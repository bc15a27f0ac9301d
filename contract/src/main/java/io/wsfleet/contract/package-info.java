/**
 * What operator and gateway must agree on. A name or a format belongs here when one program writes
 * it and the other reads it, or when gateways of two versions share it in Redis. The two programs
 * can have neighbouring versions; README.md of this module says what may change from one version to
 * the next.
 */
@NullMarked
package io.wsfleet.contract;

import org.jspecify.annotations.NullMarked;
