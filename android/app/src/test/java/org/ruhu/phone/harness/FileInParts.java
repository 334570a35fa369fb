package org.ruhu.phone.harness;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.robolectric.annotation.ClassName;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.annotation.RealObject;
import org.robolectric.util.ReflectionHelpers;
import org.robolectric.util.ReflectionHelpers.ClassParameter;

/**
 * Android's own verifier of APK signatures maps the file into memory in a way that only Android's runtime knows. Here the
 * same bytes are read; everything that is worked out from them stays Android's own.
 */
@Implements(className = "android.util.apk.MemoryMappedFileDataSource")
public class FileInParts {
    @RealObject private Object real;

    @Implementation
    protected void feedIntoDataDigester(@ClassName("android.util.apk.DataDigester") Object digester, long offset, int size)
            throws IOException {
        FileDescriptor file = ReflectionHelpers.getField(real, "mFd");
        long position = ReflectionHelpers.<Long>getField(real, "mFilePosition") + offset;
        ByteBuffer bytes = ByteBuffer.allocate(size);
        // Not closed: the descriptor is the caller's.
        FileInputStream from = new FileInputStream(file);
        while (bytes.hasRemaining()) {
            int read = from.getChannel().read(bytes, position + bytes.position());
            if (read < 0) throw new IOException("the file ends before its signed part does");
        }
        bytes.flip();
        ReflectionHelpers.callInstanceMethod(digester, "consume", ClassParameter.from(ByteBuffer.class, bytes));
    }
}
