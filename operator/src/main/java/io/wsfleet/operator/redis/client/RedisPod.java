package io.wsfleet.operator.redis.client;

/**
 * A pod in which a Redis runs, or is about to.
 *
 * @param address empty as long as it has none
 */
public record RedisPod(String pod, String address) {}
