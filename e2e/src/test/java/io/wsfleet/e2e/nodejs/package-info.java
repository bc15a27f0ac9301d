/** Programs in Node.js, which are driven by lines on their standard input and output. */
@NullMarked
package io.wsfleet.e2e.nodejs;

import org.jspecify.annotations.NullMarked;
