package io.wsfleet.operator.redis.client;

/**
 * A pod with a Redis, which may not run yet.
 *
 * @param address empty as long as the pod has none
 */
public record RedisPod(String pod, String address) {}
