package io.wsfleet.local.screen;

/** The present size of the terminal window that shows the status table. */
public interface WindowSize {
  int columns();

  int rows();
}
