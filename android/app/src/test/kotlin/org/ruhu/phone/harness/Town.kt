package org.ruhu.phone.harness

import org.json.JSONArray
import org.json.JSONObject
import org.ruhu.phone.core.CadreId
import org.ruhu.phone.core.HouseholdNo
import org.ruhu.phone.core.Moment
import java.io.BufferedReader
import java.io.Closeable
import java.io.File
import java.nio.file.Files

/**
 * A real township in a process of its own: the real server on a free port, a bad road before it, a clock that is stepped.
 * `tests/src/bin/town.rs` is its other end: one JSON object a line, one answer a line.
 */
class Town private constructor(private val process: Process, private val data: File) : Closeable {
    private val answers: BufferedReader = process.inputStream.bufferedReader()
    private val ready: JSONObject

    init {
        ready = read().getJSONObject("ready")
    }

    val address: String get() = ready.getString("address")
    val road: String get() = ready.getString("road")
    val name: String get() = ready.getString("name")
    val words: String get() = ready.getString("words")
    val fingerprint: String get() = ready.getString("fingerprint")

    /** The cadre with the most households: the usual hero of a test. */
    val cadre: TownCadre
        get() = cadres().maxBy { it.households }

    fun cadres(): List<TownCadre> = ready.getJSONArray("cadres").objects().map {
        TownCadre(CadreId(it.getString("id")), it.getString("name"), it.getInt("households"))
    }

    /** What the township answers to this request; an error is an error of the test. */
    fun ask(request: JSONObject): JSONObject {
        process.outputStream.write((request.toString() + "\n").toByteArray())
        process.outputStream.flush()
        val answer = read()
        check(!answer.has("error")) { "the township refused $request: ${answer.getString("error")}" }
        return answer.getJSONObject("ok")
    }

    fun ask(what: String, vararg fields: Pair<String, Any>): JSONObject =
        ask(JSONObject(fields.associate { (name, value) -> name to inJson(value) }).put("do", what))

    /** Moments are numbers of milliseconds; ids and days are texts. */
    private fun inJson(value: Any): Any = when (value) {
        is Moment -> value.millis
        is String, is Number, is Boolean -> value
        else -> value.toString()
    }

    /** A one-time code for this cadre's phone, as the printed sheet carries it. */
    fun code(cadre: TownCadre = this.cadre, through: Through = Through.Address): TownCode {
        val made = ask("code", "cadre" to cadre.id, "through" to through.name.lowercase())
        return TownCode(made.getString("qr"), made.getString("code"))
    }

    fun households(cadre: TownCadre = this.cadre): List<TownHousehold> =
        ask("households", "cadre" to cadre.id).getJSONArray("households").objects().map {
            val place = it.optJSONObject("place")
            TownHousehold(
                HouseholdNo(it.getString("number")),
                it.getString("head"),
                place?.getDouble("lat"),
                place?.getDouble("lon"),
            )
        }

    /** Every visit as the township has it. */
    fun visits(): List<JSONObject> = ask("visits").getJSONArray("visits").objects()

    /** Nobody has to visit these households in this year: they are away. */
    fun excuseAll(year: Int, homes: List<TownHousehold> = households()) = homes.forEach {
        ask(
            "waive",
            "household" to it.household, "kind" to "excuse", "from" to "$year-01-01", "to" to "$year-12-31", "why" to "举家外出",
        )
    }

    /** A page as somebody of the township sees it. */
    fun page(path: String): String = ask("page", "path" to path).getString("html")

    private fun read(): JSONObject {
        val line = answers.readLine() ?: error("the township has ended (exit ${process.waitFor()})")
        return JSONObject(line)
    }

    /** It ends when nobody speaks to it any more. */
    override fun close() {
        process.outputStream.close()
        process.waitFor()
        data.deleteRecursively()
    }

    companion object {
        /** Opens a township; `words` as on its command line. It begins on [MORNING] unless they say when. */
        fun open(vararg words: String): Town {
            val data = Files.createTempDirectory("town").toFile()
            val program = File(Where.target, "debug/ruhu-town")
            check(program.exists()) { "${program.path} is not built: cargo build --bin ruhu-town" }
            val at = if (words.any { it == "--at" || it == "--live" }) emptyList() else listOf("--at", "$MORNING")
            val command = listOf(program.path, "--data", File(data, "data").path) + at + words
            val process = ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start()
            return Town(process, data)
        }
    }
}

/** A cadre of the township. */
data class TownCadre(val id: CadreId, val name: String, val households: Int)

/** An enrolment code. */
data class TownCode(val qr: String, val code: String)

/** A household of the township. */
data class TownHousehold(val household: HouseholdNo, val head: String, val lat: Double?, val lon: Double?)

/** Straight to the server, or over the bad road. */
enum class Through { Address, Road }

/** The folders that the build hands in. */
object Where {
    val target: File = File(checkNotNull(System.getProperty("ruhu.target")) { "run by Maven, which says where target is" })
    val root: File = File(checkNotNull(System.getProperty("ruhu.root")) { "run by Maven, which says where the project is" })
}

/** The objects of an array. */
fun JSONArray.objects(): List<JSONObject> = (0 until length()).map(::getJSONObject)
