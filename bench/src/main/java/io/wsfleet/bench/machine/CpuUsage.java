package io.wsfleet.bench.machine;

/**
 * What was spent over a time, in seconds of processor time.
 *
 * @param foreign the part of the machine that everything else took, from 0 to 1
 */
public record CpuUsage(
    double seconds, double nodes, double redis, double generator, double foreign) {

  public double servers() {
    return nodes + redis;
  }
}
