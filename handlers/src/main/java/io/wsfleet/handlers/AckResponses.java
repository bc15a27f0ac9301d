package io.wsfleet.handlers;

import java.util.List;

/**
 * What those who were asked have answered.
 *
 * @param values the first argument of each answer, in the order in which they came
 * @param complete whether all have answered in time
 */
public record AckResponses(List<Value> values, boolean complete) {}
