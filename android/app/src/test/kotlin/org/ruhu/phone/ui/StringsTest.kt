package org.ruhu.phone.ui

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.harness.Where
import org.w3c.dom.Element
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory

/** How Chinese sentences are written: with their own punctuation, without computer people's words, a thing by one name. */
class StringsTest {
    private val sources = File(Where.root, "android/app/src/main")

    /** Every Chinese text of the resources and of the code, with where it stands. */
    private fun texts(): List<Pair<String, String>> = (resources() + literals()).filter { (_, text) -> HAN.containsMatchIn(text) }

    private fun resources(): List<Pair<String, String>> = File(sources, "res/values").listFiles().orEmpty()
        .filter { it.name.startsWith("strings") }
        .flatMap { file ->
            val root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).documentElement
            listOf("string", "item").flatMap { tag ->
                val found = root.getElementsByTagName(tag)
                (0 until found.length).map { found.item(it) as Element }.map { file.name to it.textContent }
            }
        }

    private fun literals(): List<Pair<String, String>> = File(sources, "kotlin").walk().filter { it.extension == "kt" }.flatMap { file ->
        file.readLines().filterNot { it.trim().startsWith("*") || it.trim().startsWith("/") }
            .flatMap { line -> LITERAL.findAll(line).map { file.name to it.groupValues[1] } }
    }.toList()

    private fun wrong(text: String): Boolean {
        // An address, a number and a format's place keep their points; "! " before a text is a mark, not its end.
        val plain = text.removePrefix("! ").replace(Regex("[a-z]+(\\.[a-z]+)+|[0-9]+\\.[0-9]+|%[0-9]?\\$?[sd]|\\$\\{[^}]*}|\\$[a-z]+"), "某")
        return HALF_WIDTH.containsMatchIn(plain)
    }

    @Test
    fun `Chinese sentences have Chinese punctuation`() {
        val texts = texts()
        assertTrue("the texts are where they were", texts.size > 500)
        assertEquals(emptyList<Any>(), texts.filter { (_, text) -> wrong(text) })
        // The look itself is no wave of the hand.
        for (bad in listOf("好,再来", "好, 再来", "完了.", "(补录)", "真的?", "时间:", "好;", "共%1\$d户,都到了", "! 好!")) {
            assertTrue(bad, wrong(bad))
        }
        for (good in listOf("! 请先选一类", "如 ruhu.example.cn", "共 3.5 千米", "好，再来。", "“手工输入”")) assertTrue(good, !wrong(good))
    }

    @Test
    fun `no word that only computer people use, and a thing by one name`() {
        val found = texts().flatMap { (file, text) -> UNUSED.filter { it.key in text }.map { "$file: ${it.key} (${it.value}): $text" } }
        assertEquals(emptyList<String>(), found)
    }

    private companion object {
        val HAN = Regex("\\p{IsHan}")
        val LITERAL = Regex("\"((?:[^\"\\\\]|\\\\.)*)\"")
        val HALF_WIDTH = Regex("\\p{IsHan}\\s?[,.:;()!?]|[,.:;()!?]\\s?\\p{IsHan}")

        /** What is not said, and what is said for it. */
        val UNUSED = mapOf(
            "应用内" to "在入户里",
            "点击" to "点",
            "提交" to "记下来",
            "缓存" to "存在手机里",
            "令牌" to "登记",
            "哈希" to "不说",
            "离线" to "没有信号",
            "同步" to "上传，或者收名单",
            "数据库" to "记录文件",
            "送达" to "送到",
        )
    }
}
