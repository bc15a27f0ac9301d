package io.wsfleet.contract;

/** The ports of a gateway. All but the management port can be set. */
public final class Ports {
  /** Clients. */
  public static final int CLIENTS = 5000;

  /** The HTTP API for back ends. */
  public static final int API = 5001;

  /** Other gateways, with TLS only. */
  public static final int PEERS = 5002;

  /** Health, metrics and {@code /status}: the kubelet, Prometheus and the operator. */
  public static final int MANAGEMENT = 9000;

  private Ports() {}
}
