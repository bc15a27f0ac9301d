package io.wsfleet.gateway.bus;

/**
 * The sequence number of a message that a producer outside of the gateways sends. Each number is
 * published once, at whichever gateway, and in order; the first may be any.
 *
 * @param producer its name
 * @param number from 1 to 2^53-1
 */
public record ProducerSequence(String producer, long number) {}
