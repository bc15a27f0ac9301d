package io.wsfleet.handlers;

import java.util.List;

/**
 * The acknowledgements of an event that was sent to several receivers.
 *
 * @param values the first argument of each acknowledgement, in the order of arrival
 * @param complete whether all receivers acknowledged in time
 */
public record AckResponses(List<Value> values, boolean complete) {}
