/** JMH benchmarks of single steps of the gateway: see {@code bench/micro/run --help}. */
@NullMarked
package io.wsfleet.bench.micro;

import org.jspecify.annotations.NullMarked;
