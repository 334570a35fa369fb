package org.ruhu.phone.desk

import org.junit.runner.Description
import org.junit.runner.Runner
import org.junit.runner.notification.RunNotifier
import org.robolectric.RobolectricTestRunner
import java.awt.GraphicsEnvironment

/**
 * Robolectric, as soon as its class is touched, tells the JVM that it has no screen, and AWT keeps the first answer that it
 * gets: so AWT is asked before, outside the sandbox.
 */
class WindowRunner(test: Class<*>) : Runner() {
    init {
        check(!GraphicsEnvironment.isHeadless()) { "there is no screen: is DISPLAY set, and the JDK one with windows?" }
    }

    private val robolectric: Runner = RobolectricTestRunner(test)

    override fun getDescription(): Description = robolectric.description

    override fun run(notifier: RunNotifier) = robolectric.run(notifier)
}
