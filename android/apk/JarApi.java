import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.codehaus.mojo.animal_sniffer.SignatureChecker;
import org.codehaus.mojo.animal_sniffer.logging.Logger;

/**
 * {@code JarApi SIGNATURE JAR}: every class, method and field that the jar's classes name, and that neither the jar nor the
 * signature (the public API of one level of Android) has, one a line. animal-sniffer reads; DexApi.java is the other reader.
 */
public final class JarApi {
    private static final String FOUND = "Undefined reference: ";

    private JarApi() {}

    public static void main(String[] words) throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        try (FileInputStream signature = new FileInputStream(words[0])) {
            SignatureChecker checker = new SignatureChecker(signature, classesOf(words[1]), keepIn(missing));
            checker.setSourcePath(List.of());
            checker.process(new File(words[1]));
        }
        missing.forEach(System.out::println);
    }

    private static Set<String> classesOf(String jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar)) {
            return zip.stream()
                .map(entry -> entry.getName())
                .filter(name -> name.endsWith(".class"))
                .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                .collect(Collectors.toSet());
        }
    }

    /** What it calls an error is what is missing; of the line only the name counts, as DexApi prints it. */
    private static Logger keepIn(Set<String> missing) {
        return new Logger() {
            @Override
            public void error(String message) {
                int at = message.indexOf(FOUND);
                if (at < 0) throw new IllegalStateException("animal-sniffer: " + message);
                missing.add(message.substring(at + FOUND.length()).trim());
            }

            @Override
            public void error(String message, Throwable cause) {
                throw new IllegalStateException(message, cause);
            }

            @Override
            public void info(String message) {}

            @Override
            public void info(String message, Throwable cause) {}

            @Override
            public void debug(String message) {}

            @Override
            public void debug(String message, Throwable cause) {}

            @Override
            public void warn(String message) {
                System.err.println("animal-sniffer: " + message);
            }

            @Override
            public void warn(String message, Throwable cause) {
                warn(message + ": " + cause);
            }
        };
    }
}
