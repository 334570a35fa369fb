import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceMethodVisitor;

/**
 * {@code SameCode APK.jar TESTED.jar}: every method and field of the first jar is in the second, with the same code. The
 * second was shrunk for tests, which need more kept; what they ran is what the APK has only if this holds. Prints how much
 * more it has.
 */
public final class SameCode {
    private SameCode() {}

    public static void main(String[] words) throws IOException {
        Map<String, String> apk = members(words[0]);
        Map<String, String> tested = members(words[1]);
        StringBuilder wrong = new StringBuilder();
        apk.forEach((member, code) -> {
            String other = tested.get(member);
            if (other == null) wrong.append("\n  ").append(member).append(": is not in the tested jar");
            else if (!other.equals(code)) wrong.append("\n  ").append(member).append(": its code is another in the tested jar");
        });
        if (!wrong.isEmpty()) {
            System.err.println("what was tested is not what the APK has:" + wrong);
            System.exit(1);
        }
        System.out.println(apk.size() + " classes, methods and fields of the APK were tested as they are; "
            + (tested.size() - apk.size()) + " more were kept because a test touches them");
    }

    private static Map<String, String> members(String jar) throws IOException {
        Map<String, String> members = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar)) {
            for (var entry : zip.stream().filter(entry -> entry.getName().endsWith(".class")).toList()) {
                ClassNode node = new ClassNode();
                new ClassReader(zip.getInputStream(entry).readAllBytes()).accept(node, ClassReader.SKIP_DEBUG);
                String above = node.superName + " " + node.interfaces + " " + (node.access & Opcodes.ACC_INTERFACE);
                members.put(node.name, above);
                for (FieldNode field : node.fields) members.put(node.name + "." + field.name + " " + field.desc, "" + field.value);
                for (MethodNode method : node.methods) members.put(node.name + "." + method.name + method.desc, code(method));
            }
        }
        if (members.isEmpty()) throw new IOException(jar + ": has no classes");
        return members;
    }

    private static String code(MethodNode method) {
        Textifier text = new Textifier();
        method.accept(new TraceMethodVisitor(text));
        StringWriter out = new StringWriter();
        text.print(new PrintWriter(out, true));
        return out.toString();
    }
}
