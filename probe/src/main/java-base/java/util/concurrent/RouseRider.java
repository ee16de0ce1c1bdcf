package java.util.concurrent;

/**
 * Marks the listeners by which our cells ride in a library's promise. In a package of the JDK, since that is all that
 * every class loader is sure to see: those of OSGi and JBoss Modules hand no other name on to the boot loader.
 */
public interface RouseRider {}
