package org.ruhu.phone.harness

import org.ruhu.phone.core.Moment
import java.io.File
import java.util.concurrent.TimeUnit

/**
 * A phone in a process of its own, without a screen: the app's own `core/` over the Rust core. Each step is one process
 * ([CoreSteps]); between them there is the disk alone.
 *
 * `RUHU_PHONE_JAVA` names another Java machine, one word a line, such as one that has the library built for Android loaded
 * (`cargo xtask apk journey`); without it, it is this one with the library built for this machine.
 */
class PhoneProcess(private val dir: File, private val began: Moment) {
    /** So long after it was switched on. */
    var minutes = 0

    /** Does a step; answers what it printed. It must end by itself and well. */
    fun does(step: String, vararg words: String): List<String> {
        val (code, lines) = run(step, *words)
        check(code == 0) { "$step ended with $code:\n${lines.joinToString("\n")}" }
        return lines
    }

    /** Does a step in whose midst the process is killed; answers what it printed before. */
    fun dies(step: String, vararg words: String): List<String> {
        val (code, lines) = run(step, *words)
        check(code == KILLED) { "$step was not killed, it ended with $code:\n${lines.joinToString("\n")}" }
        return lines
    }

    private fun run(step: String, vararg words: String): Pair<Int, List<String>> {
        val program = listOf("-cp", System.getProperty("java.class.path"), CoreSteps::class.java.name)
        val command = java + program + listOf(dir.path, "$began", "$minutes", step) + words
        val said = File(dir.parentFile, "said-$step.txt")
        val process = ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said).start()
        val ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)
        if (!ended) process.destroyForcibly().waitFor()
        val lines = said.readLines()
        check(ended) { "$step has not ended in $PATIENCE_MINUTES minutes:\n${lines.joinToString("\n")}" }
        return process.exitValue() to lines
    }

    companion object {
        /** As by the system's SIGKILL. */
        const val KILLED = 137

        /** An emulated processor takes its time. */
        private const val PATIENCE_MINUTES = 15L

        private val java: List<String> = System.getenv("RUHU_PHONE_JAVA")?.trim()?.lines() ?: listOf(
            File(System.getProperty("java.home"), "bin/java").path,
            *property("jna.library.path"),
            // Where JNA's own library is, when it is not in JNA's jar: with the classes of an APK.
            *property("jna.boot.library.path"),
        )

        private fun property(name: String): Array<String> =
            System.getProperty(name)?.let { arrayOf("-D$name=$it") } ?: emptyArray()
    }
}
