/**
 * What Linux and the JVM say about the cost of things: processor time, memory, heap. The parsers
 * are pure; reading the files is one small class.
 */
@NullMarked
package io.wsfleet.bench.machine;

import org.jspecify.annotations.NullMarked;
