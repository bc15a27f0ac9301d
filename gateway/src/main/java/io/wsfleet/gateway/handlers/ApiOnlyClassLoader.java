package io.wsfleet.gateway.handlers;

import io.wsfleet.handlers.Extension;

/** Shows extensions the JDK and the handlers API, and no class of the gateway. */
final class ApiOnlyClassLoader extends ClassLoader {
  private static final String API = Extension.class.getPackageName() + ".";
  private static final String ANNOTATIONS = "org.jspecify.annotations.";

  ApiOnlyClassLoader() {
    super("wsfleet-handlers", ClassLoader.getPlatformClassLoader());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith(API) || name.startsWith(ANNOTATIONS)) {
      return Class.forName(name, false, Extension.class.getClassLoader());
    }
    throw new ClassNotFoundException(name);
  }
}
