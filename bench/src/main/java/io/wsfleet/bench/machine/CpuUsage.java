package io.wsfleet.bench.machine;

/**
 * Processor time over a period, in seconds.
 *
 * @param foreign the part of the machine that other processes used, from 0 to 1
 */
public record CpuUsage(
    double seconds, double nodes, double redis, double generator, double foreign) {

  public double servers() {
    return nodes + redis;
  }
}
