package dev.rouse.heap.hprof;

/** Names of array classes as Java writes them. */
final class TypeNames {
    private static final String CODES = "ZCFDBSIJ";
    private static final String[] PRIMITIVES = {"boolean", "char", "float", "double", "byte", "short", "int", "long"};

    private TypeNames() {}

    /** {@code java.lang.String[]} for {@code [Ljava.lang.String;}. */
    static String readable(String name) {
        int dimensions = 0;
        while (dimensions < name.length() && name.charAt(dimensions) == '[') {
            dimensions++;
        }
        String element = name.substring(dimensions);
        if (dimensions > 0 && element.startsWith("L") && element.endsWith(";")) {
            element = element.substring(1, element.length() - 1);
        } else if (dimensions > 0 && element.length() == 1 && CODES.contains(element)) {
            element = PRIMITIVES[CODES.indexOf(element)];
        }
        return element + "[]".repeat(dimensions);
    }
}
