package dev.rouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JdksTest {

    @Test
    void namesTheRunningOneFirst() {
        assertThat(Jdks.all().get(0)).isEqualTo(Jdk.running());
    }

    @Test
    void listsEachHomeOnceAlthoughLinksLeadToIt() {
        assertThat(Jdks.all()).extracting(Jdk::home).doesNotHaveDuplicates();
    }

    @Test
    void findsTheRunningOneByItsFeatureVersion() {
        assertThat(Jdks.ofFeature(Runtime.version().feature())).contains(Jdk.running());
    }

    @Test
    void readsTheFeatureVersionOfAHome() {
        assertThat(Jdk.in(Jdk.running().home())).contains(Jdk.running());
    }

    @Test
    void takesNoOtherDirectoryForAJdk() {
        assertThat(Jdk.in(Path.of("/"))).isEmpty();
    }
}
