import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Packs an APK, unsigned: {@code java Pack.java OUT.apk PAGE BASE.ap_ NAME=FILE...}
 *
 * <p>BASE is what aapt2 linked (manifest, table, resources); the files named come beside it. Native libraries are stored
 * as they are and begin at a multiple of PAGE (16384: what a phone with 16 KiB pages maps without unpacking), and so is
 * resources.arsc, at a multiple of 4, as Android 11 and later demand. All else is deflated. Debian's zipalign knows pages
 * of 4 KiB only, hence this file.
 *
 * <p>Same input, same bytes: names are sorted, times are 1980, nothing of this machine is written down.
 */
public final class Pack {
    /** Ids and numbers of the ZIP format (APPNOTE.TXT) and of Android's own alignment field in it. */
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int VERSION = 20;
    private static final int FIRST_OF_JANUARY_1980 = 0x0021;
    private static final int ALIGNMENT_FIELD = 0xd935;
    private static final int LOCAL_HEADER = 30;

    private final int page;
    private final DataOutputStream out;
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();

    private Pack(int page, OutputStream out) {
        this.page = page;
        this.out = new DataOutputStream(new BufferedOutputStream(out));
    }

    public static void main(String[] words) throws IOException {
        if (words.length < 3) throw new IllegalArgumentException("Pack takes OUT.apk PAGE BASE.ap_ NAME=FILE...");
        // The manifest first: an installer reads it before anything else.
        Comparator<String> manifestFirst = Comparator.comparing(name -> !name.equals("AndroidManifest.xml"));
        TreeMap<String, byte[]> entries = new TreeMap<>(manifestFirst.thenComparing(Comparator.naturalOrder()));
        try (ZipFile base = new ZipFile(words[2])) {
            for (ZipEntry entry : base.stream().toList()) {
                entries.put(entry.getName(), base.getInputStream(entry).readAllBytes());
            }
        }
        for (int i = 3; i < words.length; i++) {
            int at = words[i].indexOf('=');
            if (at < 1) throw new IllegalArgumentException(words[i] + " is not NAME=FILE");
            byte[] before = entries.put(words[i].substring(0, at), Files.readAllBytes(Path.of(words[i].substring(at + 1))));
            if (before != null) throw new IllegalArgumentException(words[i] + ": this name is in the APK already");
        }
        try (OutputStream file = Files.newOutputStream(Path.of(words[0]))) {
            new Pack(Integer.parseInt(words[1]), file).all(entries);
        }
    }

    private void all(TreeMap<String, byte[]> entries) throws IOException {
        for (var entry : entries.entrySet()) add(entry.getKey(), entry.getValue());
        int start = out.size();
        out.write(directory.toByteArray());
        int size = out.size() - start;
        number(out, END, 4);
        number(out, 0, 4);
        number(out, entries.size(), 2);
        number(out, entries.size(), 2);
        number(out, size, 4);
        number(out, start, 4);
        number(out, 0, 2);
        out.flush();
    }

    private void add(String name, byte[] data) throws IOException {
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        byte[] packed = multiple(name) > 1 ? data : deflated(data);
        boolean stored = packed.length >= data.length;
        byte[] extra = stored ? extra(letters.length, Math.max(4, multiple(name))) : new byte[0];
        int offset = out.size();

        // What the local header and the directory say alike.
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        number(told, VERSION, 2);
        number(told, 0, 2);
        number(told, stored ? 0 : 8, 2);
        number(told, 0, 2);
        number(told, FIRST_OF_JANUARY_1980, 2);
        CRC32 crc = new CRC32();
        crc.update(data);
        number(told, (int) crc.getValue(), 4);
        number(told, stored ? data.length : packed.length, 4);
        number(told, data.length, 4);
        number(told, letters.length, 2);

        number(out, LOCAL, 4);
        out.write(told.toByteArray());
        number(out, extra.length, 2);
        out.write(letters);
        out.write(extra);
        out.write(stored ? data : packed);

        number(directory, CENTRAL, 4);
        number(directory, VERSION, 2);
        directory.write(told.toByteArray());
        // No extra field here, no comment, first disk, no attributes.
        for (int i = 0; i < 4; i++) number(directory, 0, 2);
        number(directory, 0, 4);
        number(directory, offset, 4);
        directory.write(letters);
    }

    /** The multiple at which an entry must begin; 1: it may be deflated. */
    private int multiple(String name) {
        if (name.endsWith(".so")) return page;
        return name.equals("resources.arsc") ? 4 : 1;
    }

    /** Fills up to the multiple, in the field by which apksigner knows what to keep. */
    private byte[] extra(int nameLength, int multiple) throws IOException {
        int withoutFill = out.size() + LOCAL_HEADER + nameLength + 6;
        int fill = Math.floorMod(-withoutFill, multiple);
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        number(field, ALIGNMENT_FIELD, 2);
        number(field, 2 + fill, 2);
        number(field, multiple, 2);
        field.write(new byte[fill]);
        return field.toByteArray();
    }

    private static byte[] deflated(byte[] data) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(data);
        deflater.finish();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[65536];
        while (!deflater.finished()) all.write(part, 0, deflater.deflate(part));
        deflater.end();
        return all.toByteArray();
    }

    /** Little-endian. */
    private static void number(OutputStream to, int value, int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) to.write(value >>> 8 * i);
    }
}
