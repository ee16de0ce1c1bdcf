package dev.rouse.agent;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;

/** Loads a library and a story anew, with our hooks in them. */
final class HookingLoader extends ClassLoader {
    private final Transformer transformer;
    private final Predicate<String> anew;

    HookingLoader(Transformer transformer, Predicate<String> anew) {
        super(HookingLoader.class.getClassLoader());
        this.transformer = transformer;
        this.anew = anew;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : anew.test(name) ? define(name) : super.loadClass(name, resolve);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/');
        try (InputStream in = getResourceAsStream(path + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] plain = in.readAllBytes();
            byte[] hooked = transformer.transform(null, this, path, null, null, plain);
            byte[] bytes = hooked == null ? plain : hooked;
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
