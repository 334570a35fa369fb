/** What Android keeps for itself: its public API never had it, and newer versions refuse the call. */
public final class Hidden {
    private Hidden() {}

    static Object application() {
        return android.app.ActivityThread.currentApplication();
    }
}
