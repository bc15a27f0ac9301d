package io.wsfleet.local.screen;

import java.io.IOError;
import java.io.IOException;
import java.util.Optional;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;

/**
 * The terminal window of this process, by JLine. It only reads the size: the terminal stays in the
 * mode that it has, so that Ctrl-C reaches the process and nothing has to be restored.
 */
public final class TerminalSize implements WindowSize {
  private static final Size UNKNOWN = new Size(80, 24);

  private final Terminal terminal;
  private volatile Size last = UNKNOWN;

  private TerminalSize(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The window of the terminal, or one of 80×24 if the terminal does not tell its size. */
  public static WindowSize open() {
    return system().<WindowSize>map(TerminalSize::new).orElse(fixed(UNKNOWN));
  }

  /** Calls the listener after each change of the size. */
  static void onResize(Runnable listener) {
    Signals.register("WINCH", listener);
  }

  @Override
  public int columns() {
    return size().getColumns();
  }

  @Override
  public int rows() {
    return size().getRows();
  }

  private Size size() {
    try {
      Size size = terminal.getSize();
      if (size.getColumns() > 0 && size.getRows() > 0) {
        last = size;
      }
    } catch (RuntimeException | IOError e) {
      // JLine closes its terminal when the JVM ends; the size before is still right then.
      return last;
    }
    return last;
  }

  private static Optional<Terminal> system() {
    try {
      // No native signals: with them JLine would replace the handler of Ctrl-C.
      return Optional.of(
          TerminalBuilder.builder().system(true).dumb(false).nativeSignals(false).build());
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static WindowSize fixed(Size size) {
    return new WindowSize() {
      @Override
      public int columns() {
        return size.getColumns();
      }

      @Override
      public int rows() {
        return size.getRows();
      }
    };
  }
}
