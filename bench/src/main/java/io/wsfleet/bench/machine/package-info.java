/**
 * Measures processor time, memory and heap on Linux and the JVM. The parsers are pure; one small
 * class reads the files.
 */
@NullMarked
package io.wsfleet.bench.machine;

import org.jspecify.annotations.NullMarked;
