/** A lambda, which becomes an invoke-custom when D8 is told not to write it otherwise. */
public final class Custom {
    private Custom() {}

    static Runnable runnable(Object what) {
        return () -> System.out.println(what);
    }
}
