package io.wsfleet.gateway.bootstrap;

import io.quarkus.runtime.Application;
import jakarta.enterprise.inject.spi.CDI;

/**
 * The Quarkus application, with a drain before it stops. Quarkus closes its HTTP server and all
 * connections before it fires its shutdown event, so the drain cannot be an observer of that event.
 */
final class DrainedApplication extends Application {
  private final Application application;

  DrainedApplication(Application application) {
    super(true);
    this.application = application;
  }

  /** Makes the application as {@code Quarkus.run} does. */
  static DrainedApplication create() {
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    try {
      Object application = Class.forName(APP_CLASS_NAME).getDeclaredConstructor().newInstance();
      return new DrainedApplication((Application) application);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("not started from the jar built by Quarkus", e);
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
