package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShutdownHooksTest {
    @Test
    void seesAHookThatTheProgramRegisters() {
        Thread hook = new Thread(() -> {});
        boolean before = ShutdownHooks.present();
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            assertThat(ShutdownHooks.present()).isTrue();
        } finally {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        assertThat(ShutdownHooks.present()).isEqualTo(before);
    }
}
