package io.wsfleet.gateway.bus;

/**
 * Which of its messages it is that somebody outside of the fleet sends. Each is taken once by the
 * whole fleet, and one after another, but that the first may have any number.
 *
 * @param producer who sends it
 * @param number from 1 to 2^53-1
 */
public record ProducerSequence(String producer, long number) {}
