package dev.rouse.agent;

import java.lang.ref.SoftReference;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads fields of the host's objects by name, its own and inherited ones, without calling any of its code. */
final class Fields {
    private final Consumer<Class<?>> opener;
    private final Map<Class<?>, SoftReference<Map<String, Field>>> known = new WeakHashMap<>();

    /** @param opener makes a class of a named module readable to us */
    Fields(Consumer<Class<?>> opener) {
        this.opener = opener;
    }

    /** The value of a field; null when there is none of that name, or it is null. */
    @Nullable Object get(@Nullable Object object, String name) {
        Field field = object == null ? null : of(object.getClass()).get(name);
        return field == null || object == null ? null : read(field, object);
    }

    private static @Nullable Object read(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    /** A number, of whatever type; or what a boolean says, as 0 or 1. */
    long number(@Nullable Object object, String name, long otherwise) {
        Object value = get(object, name);
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        return value instanceof Number number && value.getClass().getName().startsWith("java.")
                ? number.longValue()
                : otherwise;
    }

    /** All that its fields hold. */
    List<Object> values(Object object) {
        List<Object> values = new ArrayList<>();
        for (Field field : of(object.getClass()).values()) {
            boolean reference = !field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers());
            Object value = reference ? read(field, object) : null;
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private Map<String, Field> of(Class<?> type) {
        SoftReference<Map<String, Field>> cached = known.get(type);
        Map<String, Field> fields = cached == null ? null : cached.get();
        if (fields == null) {
            fields = all(type);
            known.put(type, new SoftReference<>(fields));
        }
        return fields;
    }

    /** A field of the subclass hides its superclass's. */
    private Map<String, Field> all(Class<?> type) {
        Map<String, Field> fields = new HashMap<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            add(c, fields);
        }
        return fields;
    }

    private void add(Class<?> type, Map<String, Field> fields) {
        try {
            opener.accept(type);
            for (Field field : type.getDeclaredFields()) {
                field.setAccessible(true);
                fields.putIfAbsent(field.getName(), field);
            }
        } catch (InaccessibleObjectException | LinkageError e) {
            // a class that is closed to us: its fields stay unseen
            return;
        }
    }

    /** Whether a type or one of its superclasses has this name, or one that ends with it after a package of another. */
    static boolean isA(@Nullable Object object, String suffix) {
        for (Class<?> c = object == null ? null : object.getClass(); c != null; c = c.getSuperclass()) {
            if (c.getName().endsWith(suffix)) {
                return true;
            }
        }
        return false;
    }
}
