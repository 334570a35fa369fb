import java.io.FileInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;
import org.codehaus.mojo.animal_sniffer.Clazz;
import org.objectweb.asm.Type;

/**
 * {@code DexApi SIGNATURE APK}: every class, method and field that the APK's code names, and that neither the APK nor the
 * signature (the public API of one level of Android) has, one a line. It reads the finished classes*.dex itself, after the
 * format's description; JarApi.java is the other reader, of what they were made of.
 */
public final class DexApi {
    private static final int NONE = -1;
    /** Where the header says how many there are of each, and where. */
    private static final int STRINGS = 0x38, TYPES = 0x40, PROTOS = 0x48, FIELDS = 0x50, METHODS = 0x58, CLASSES = 0x60;

    /** A class of the APK or of Android: what it has by itself, and what it has it from. */
    private record Known(Set<String> members, List<String> above) {}

    private final Map<String, Known> known;
    private final TreeSet<String> missing = new TreeSet<>();

    private DexApi(Map<String, Known> known) {
        this.known = known;
    }

    public static void main(String[] words) throws IOException, ClassNotFoundException {
        DexApi api = new DexApi(android(words[0]));
        List<Dex> all = new ArrayList<>();
        try (ZipFile apk = new ZipFile(words[1])) {
            for (var entry : apk.stream().filter(entry -> entry.getName().endsWith(".dex")).toList()) {
                all.add(new Dex(apk.getInputStream(entry).readAllBytes()));
            }
        }
        if (all.isEmpty()) throw new IOException(words[1] + ": has no .dex file");
        for (Dex dex : all) api.known.putAll(dex.classes());
        for (Dex dex : all) api.check(dex);
        api.missing.forEach(System.out::println);
    }

    /** The public API, as animal-sniffer keeps it: a stream of Java objects. */
    private static Map<String, Known> android(String signature) throws IOException, ClassNotFoundException {
        Map<String, Known> known = new HashMap<>();
        try (var in = new ObjectInputStream(new GZIPInputStream(new FileInputStream(signature)))) {
            for (Clazz one = (Clazz) in.readObject(); one != null; one = (Clazz) in.readObject()) {
                List<String> above = new ArrayList<>(List.of(one.getSuperInterfaces()));
                if (one.getSuperClass() != null) above.add(one.getSuperClass());
                known.put(one.getName(), new Known(new HashSet<>(one.getSignatures()), above));
            }
        }
        return known;
    }

    private void check(Dex dex) {
        for (int i = 0; i < dex.count(TYPES); i++) {
            String type = dex.type(i).replace("[", "");
            // Marks of the dex format itself; no code reads them.
            boolean mark = type.startsWith("Ldalvik/annotation/");
            if (type.startsWith("L") && !mark && !known.containsKey(inner(type))) missing.add(said(type));
        }
        for (int i = 0; i < dex.count(METHODS); i++) {
            String owner = dex.owner(METHODS, i);
            String name = dex.memberName(METHODS, i);
            String shape = dex.shape(i);
            if (lacks(owner, name + shape)) {
                StringBuilder arguments = new StringBuilder();
                for (Type argument : Type.getArgumentTypes(shape)) {
                    arguments.append(arguments.isEmpty() ? "" : ", ").append(shown(argument));
                }
                missing.add(shown(Type.getReturnType(shape)) + " " + said(owner) + "." + name + "(" + arguments + ")");
            }
        }
        for (int i = 0; i < dex.count(FIELDS); i++) {
            String owner = dex.owner(FIELDS, i);
            String name = dex.memberName(FIELDS, i);
            String type = dex.fieldType(i);
            if (lacks(owner, name + "#" + type)) {
                missing.add(said(type) + " " + said(owner) + "." + name);
            }
        }
    }

    /** Whether no class from this one upwards has it. A class that is missing itself is told once, not with all it had. */
    private boolean lacks(String owner, String member) {
        if (owner.startsWith("[")) return false;
        return known.containsKey(inner(owner)) && !has(inner(owner), member);
    }

    private boolean has(String name, String member) {
        Known one = known.get(name);
        if (one == null) return false;
        if (one.members.contains(member)) return true;
        // An interface has what every object has.
        if (!name.equals("java/lang/Object") && one.above.isEmpty() && has("java/lang/Object", member)) return true;
        return one.above.stream().anyMatch(above -> has(above, member));
    }

    private static String inner(String descriptor) {
        return descriptor.substring(1, descriptor.length() - 1);
    }

    private static String said(String descriptor) {
        return shown(Type.getType(descriptor));
    }

    /** As animal-sniffer shows it: a class within a class after a dot. */
    private static String shown(Type type) {
        return type.getClassName().replace('$', '.');
    }

    /** One classes.dex. */
    private static final class Dex {
        private final ByteBuffer bytes;

        Dex(byte[] file) {
            bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        }

        int count(int table) {
            return bytes.getInt(table);
        }

        private int row(int table, int index, int size) {
            return bytes.getInt(table + 4) + index * size;
        }

        private int unsigned(int at) {
            return Short.toUnsignedInt(bytes.getShort(at));
        }

        private String text(int index) {
            bytes.position(bytes.getInt(row(STRINGS, index, 4)));
            leb();
            int start = bytes.position();
            int end = start;
            while (bytes.get(end) != 0) end++;
            // Names are plain letters; where they are not, "modified UTF-8" differs only beyond the first 65,536 signs.
            return new String(bytes.array(), start, end - start, StandardCharsets.UTF_8);
        }

        String type(int index) {
            return text(bytes.getInt(row(TYPES, index, 4)));
        }

        String owner(int table, int index) {
            return type(unsigned(row(table, index, 8)));
        }

        String memberName(int table, int index) {
            return text(bytes.getInt(row(table, index, 8) + 4));
        }

        String fieldType(int index) {
            return type(unsigned(row(FIELDS, index, 8) + 2));
        }

        String shape(int method) {
            int proto = row(PROTOS, unsigned(row(METHODS, method, 8) + 2), 12);
            return "(" + String.join("", typeList(bytes.getInt(proto + 8))) + ")" + type(bytes.getInt(proto + 4));
        }

        private List<String> typeList(int at) {
            List<String> types = new ArrayList<>();
            if (at == 0) return types;
            for (int i = 0; i < bytes.getInt(at); i++) types.add(type(unsigned(at + 4 + 2 * i)));
            return types;
        }

        Map<String, Known> classes() {
            Map<String, Known> found = new HashMap<>();
            for (int i = 0; i < count(CLASSES); i++) {
                int row = row(CLASSES, i, 32);
                List<String> above = new ArrayList<>();
                for (String each : typeList(bytes.getInt(row + 12))) above.add(inner(each));
                if (bytes.getInt(row + 8) != NONE) above.add(inner(type(bytes.getInt(row + 8))));
                found.put(inner(type(bytes.getInt(row))), new Known(members(bytes.getInt(row + 24)), above));
            }
            return found;
        }

        private Set<String> members(int at) {
            Set<String> names = new HashSet<>();
            if (at == 0) return names;
            bytes.position(at);
            int[] counts = {leb(), leb(), leb(), leb()};
            for (int group = 0; group < counts.length; group++) {
                int index = 0;
                for (int i = 0; i < counts[group]; i++) {
                    index += leb();
                    leb();
                    if (group > 1) leb();
                    int next = bytes.position();
                    String shape = group > 1 ? shape(index) : "#" + fieldType(index);
                    names.add(memberName(group > 1 ? METHODS : FIELDS, index) + shape);
                    bytes.position(next);
                }
            }
            return names;
        }

        /** A number in as few bytes as it needs. */
        private int leb() {
            int value = 0;
            for (int shift = 0; ; shift += 7) {
                byte part = bytes.get();
                value |= (part & 0x7f) << shift;
                if (part >= 0) return value;
            }
        }
    }
}
