/** What single steps of the gateway cost, measured by JMH: see {@code bench/micro/run --help}. */
@NullMarked
package io.wsfleet.bench.micro;

import org.jspecify.annotations.NullMarked;
