package io.wsfleet.local.screen;

/** The present size of the terminal window that shows the status table. */
public interface Window {
  int columns();

  int rows();
}
