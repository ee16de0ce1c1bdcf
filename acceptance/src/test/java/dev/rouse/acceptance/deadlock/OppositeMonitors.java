package dev.rouse.acceptance.deadlock;

/** Two monitors, entered in opposite order. */
final class OppositeMonitors {
    private static final Object LEFT = new Object();
    private static final Object RIGHT = new Object();

    public static void main(String[] arguments) throws Exception {
        Transfers.run(() -> book(LEFT, RIGHT), () -> book(RIGHT, LEFT), Transfers::onPlatformThread);
    }

    private static void book(Object from, Object to) {
        synchronized (from) {
            Transfers.untilBothHoldOne();
            synchronized (to) {
                System.out.println("transfers: booked");
            }
        }
    }
}
