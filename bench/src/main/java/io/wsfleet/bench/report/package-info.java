/**
 * The results as a table, a chart, a JSON file and a part of the documentation. Pure functions of
 * the results.
 */
@NullMarked
package io.wsfleet.bench.report;

import org.jspecify.annotations.NullMarked;
