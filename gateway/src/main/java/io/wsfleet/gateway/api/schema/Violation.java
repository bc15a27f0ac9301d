package io.wsfleet.gateway.api.schema;

/**
 * A part of a request that is not valid.
 *
 * @param location a JSON pointer into the body, or the name of a parameter
 * @param detail why it is not valid
 */
public record Violation(String location, String detail) {}
