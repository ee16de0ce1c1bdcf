package dev.rouse.heap.hprof;

/** The types of values in an HPROF file. */
final class HprofType {
    static final int OBJECT = 2;
    static final int BOOLEAN = 4;
    static final int CHAR = 5;
    static final int BYTE = 8;
    static final int SHORT = 9;
    static final int INT = 10;
    static final int LONG = 11;

    private static final int[] SIZES = {0, 0, 0, 0, 1, 2, 4, 8, 1, 2, 4, 8};
    private static final String[] NAMES = {
        "", "", "", "", "boolean", "char", "float", "double", "byte", "short", "int", "long"
    };

    private HprofType() {}

    /** @throws BadDump when there is no such type */
    static int size(int type, int idSize) {
        if (type == OBJECT) {
            return idSize;
        }
        if (type < BOOLEAN || type > LONG) {
            throw new BadDump("a value has the type " + type + ", which HPROF does not know");
        }
        return SIZES[type];
    }

    static String name(int type) {
        return NAMES[type];
    }
}
