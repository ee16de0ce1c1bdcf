package dev.rouse.examples.hang;

import java.io.IOException;
import java.nio.file.Path;

/** The authentication library in C, called through JNI; its threads call back into Java. */
final class NativeAuth implements AuthLibrary {
    private final String compiler;

    private NativeAuth(String compiler) {
        this.compiler = compiler;
    }

    /**
     * Compiles the library for this machine, loads it and starts its threads. Once a process.
     *
     * @throws IOException if there is no C compiler, no {@code jni.h}, or the library does not load; the message says
     *     which
     */
    static NativeAuth build() throws IOException {
        NativeBuild build = NativeBuild.find();
        build.compile(NativeAuth::load);
        if (!open(Callback.class)) {
            throw new IOException("the C library could not start its threads");
        }
        return new NativeAuth(build.compiler().getFileName().toString());
    }

    @Override
    public native void verify(String token, int handle, Callback callback);

    @Override
    public String description() {
        return "C library through JNI, built with " + compiler;
    }

    private static void load(Path library) throws IOException {
        try {
            System.load(library.toString());
        } catch (UnsatisfiedLinkError e) {
            throw new IOException("the C library does not load: " + e.getMessage(), e);
        }
    }

    private static native boolean open(Class<Callback> callback);
}
