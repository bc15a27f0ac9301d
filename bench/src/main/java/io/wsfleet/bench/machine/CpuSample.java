package io.wsfleet.bench.machine;

/**
 * Processor time that was used until one moment, in seconds.
 *
 * @param at on a monotonic clock
 * @param busy of all processors together
 * @param nodes by the servers that are measured
 * @param redis by their Redis
 * @param generator by this process
 */
public record CpuSample(double at, double busy, double nodes, double redis, double generator) {

  /** The processor time since an earlier sample. */
  public CpuUsage since(CpuSample before, int processors) {
    double seconds = at - before.at;
    double servers = nodes - before.nodes + redis - before.redis;
    double foreign = busy - before.busy - servers - (generator - before.generator);
    return new CpuUsage(
        seconds,
        nodes - before.nodes,
        redis - before.redis,
        generator - before.generator,
        Math.max(0, foreign) / (seconds * processors));
  }
}
