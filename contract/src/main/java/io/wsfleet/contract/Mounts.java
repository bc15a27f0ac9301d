package io.wsfleet.contract;

/** The directories in which a pod finds Secrets, and the files in them: the keys of the Secrets. */
public final class Mounts {
  public static final String REDIS = "/etc/wsfleet/redis";

  /** In {@link #REDIS}: the password that gateways use. */
  public static final String PASSWORD = "password";

  public static final String API = "/etc/wsfleet/api";

  /** In {@link #API}: the bearer token of the HTTP API. */
  public static final String TOKEN = "token";

  public static final String TLS = "/etc/wsfleet/tls";

  /** In {@link #TLS}: the certificate and its chain, in PEM. */
  public static final String CERTIFICATE = "tls.crt";

  /** In {@link #TLS}: the private key, in PEM. */
  public static final String KEY = "tls.key";

  /** In {@link #TLS}: the CA certificates that pods of the fleet trust, in PEM. */
  public static final String CA_BUNDLE = "ca.crt";

  private Mounts() {}
}
