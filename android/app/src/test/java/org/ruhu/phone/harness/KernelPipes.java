package org.ruhu.phone.harness;

import android.os.ParcelFileDescriptor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.shadows.ShadowParcelFileDescriptor;

/**
 * Robolectric's pipe is a plain file, which ends where it ends at the moment and leaves on the disk what went through it.
 * This one is the kernel's own: its reader waits, and nothing is left of it. In Java, because Kotlin lets no class hide
 * the static methods of the one above it.
 */
@Implements(ParcelFileDescriptor.class)
public class KernelPipes extends ShadowParcelFileDescriptor {
    @Implementation
    protected static ParcelFileDescriptor[] createPipe() throws IOException {
        File folder = Files.createTempDirectory("pipe").toFile();
        File pipe = new File(folder, "pipe");
        try {
            if (new ProcessBuilder("mkfifo", pipe.getPath()).start().waitFor() != 0) throw new IOException("mkfifo failed");
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
        // The writer first: a reader alone would wait for it.
        ParcelFileDescriptor writer = ParcelFileDescriptor.open(pipe, ParcelFileDescriptor.MODE_READ_WRITE);
        ParcelFileDescriptor reader = ParcelFileDescriptor.open(pipe, ParcelFileDescriptor.MODE_READ_ONLY);
        if (!pipe.delete() || !folder.delete()) throw new IOException("the pipe's name cannot be removed");
        return new ParcelFileDescriptor[] {reader, writer};
    }

    @Implementation
    protected static ParcelFileDescriptor[] createReliablePipe() throws IOException {
        return createPipe();
    }
}
