package org.ruhu.phone

/**
 * Marks what calls something that Android 8.0 does not have. The build refuses such a call everywhere else
 * (animal-sniffer, android/pom.xml); `since` is asked of `Build.VERSION.SDK_INT` before it, and `why` says what an older
 * phone does instead.
 */
@Target(AnnotationTarget.FUNCTION, AnnotationTarget.CLASS, AnnotationTarget.CONSTRUCTOR, AnnotationTarget.PROPERTY_GETTER)
@Retention(AnnotationRetention.BINARY)
annotation class Newer(val since: Int, val why: String)
