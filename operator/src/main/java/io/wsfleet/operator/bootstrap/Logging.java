package io.wsfleet.operator.bootstrap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;

/** Configures Logback: text or JSON, as the environment says. Logback finds it as a service. */
public final class Logging extends ContextAwareBase implements Configurator {

  /** The loggers of the operator SDK; one of them has a sentence for its name. */
  private static final List<String> FRAMEWORK_LOGGERS =
      List.of("io.javaoperatorsdk", "Default ConfigurationService implementation");

  private static final String TEXT = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} %msg%n";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setContext(context);
    console.setEncoder(started(encoder(value(Setting.LOG_FORMAT)), context));
    console.start();
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(console);
    root.setLevel(Level.toLevel(value(Setting.LOG_LEVEL), Level.INFO));
    if (Level.INFO.equals(root.getLevel())) {
      // The operator says itself that it starts and what it serves.
      FRAMEWORK_LOGGERS.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    }
    // It warns of every v1alpha1, and the resource of this operator is one.
    context
        .getLogger("io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils")
        .setLevel(Level.ERROR);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static Encoder<ILoggingEvent> encoder(String format) {
    if (format.equals("json")) {
      return new JsonLogEncoder();
    }
    var text = new PatternLayoutEncoder();
    text.setPattern(TEXT);
    return text;
  }

  private static Encoder<ILoggingEvent> started(
      Encoder<ILoggingEvent> encoder, LoggerContext context) {
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static String value(Setting setting) {
    var value = System.getenv().getOrDefault(setting.variable(), "").strip();
    return value.isEmpty() ? setting.defaultValue() : value;
  }
}
