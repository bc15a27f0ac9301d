package io.wsfleet.gateway.bootstrap;

import io.quarkus.runtime.Application;
import jakarta.enterprise.inject.spi.CDI;

/**
 * The Quarkus application, drained before it is stopped. Quarkus closes its HTTP server, and with
 * it every connection, before it tells anybody that it stops; so draining has to come from outside.
 */
final class DrainedApplication extends Application {
  private final Application application;

  DrainedApplication(Application application) {
    super(true);
    this.application = application;
  }

  /** As {@code Quarkus.run} makes it. */
  static DrainedApplication create() {
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    try {
      Object application = Class.forName(APP_CLASS_NAME).getDeclaredConstructor().newInstance();
      return new DrainedApplication((Application) application);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this is not the jar that Quarkus has built", e);
    }
  }

  @Override
  protected void doStart(String[] arguments) {
    application.start(arguments);
  }

  @Override
  protected void doStop() {
    CDI.current().select(QuarkusApp.class).get().drain();
    application.stop();
  }

  @Override
  public String getName() {
    return application.getName();
  }
}
