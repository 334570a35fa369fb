/** What Android 11 brought, called without asking for the version: no APK may have it. */
public final class TooNew {
    private TooNew() {}

    static Object display(android.app.Activity activity) {
        return activity.getDisplay();
    }
}
