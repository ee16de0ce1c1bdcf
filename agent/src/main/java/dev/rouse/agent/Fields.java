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
        if (object == null) {
            return null;
        }
        Field field = of(object.getClass()).get(name);
        try {
            return field == null ? null : field.get(object);
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
            try {
                Object value = field.getType().isPrimitive() || Modifier.isStatic(field.getModifiers())
                        ? null
                        : field.get(object);
                if (value != null) {
                    values.add(value);
                }
            } catch (IllegalAccessException e) {
                continue;
            }
        }
        return values;
    }

    private Map<String, Field> of(Class<?> type) {
        SoftReference<Map<String, Field>> cached = known.get(type);
        Map<String, Field> fields = cached == null ? null : cached.get();
        if (fields == null) {
            fields = read(type);
            known.put(type, new SoftReference<>(fields));
        }
        return fields;
    }

    /** A field of the subclass hides its superclass's. */
    private Map<String, Field> read(Class<?> type) {
        Map<String, Field> fields = new HashMap<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            try {
                opener.accept(c);
                for (Field field : c.getDeclaredFields()) {
                    field.setAccessible(true);
                    fields.putIfAbsent(field.getName(), field);
                }
            } catch (InaccessibleObjectException | LinkageError e) {
                continue;
            }
        }
        return fields;
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
