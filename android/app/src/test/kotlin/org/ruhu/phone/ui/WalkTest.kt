package org.ruhu.phone.ui

import android.app.Activity
import android.graphics.Color
import android.text.TextUtils
import android.view.View
import android.widget.EditText
import android.widget.FrameLayout
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.ScrollView
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.ruhu.phone.R
import org.ruhu.phone.core.Mark

/** Each thing that the walk looks for is found in a page that was made wrong, and none in one that was made right. */
@RunWith(RobolectricTestRunner::class)
@Config(application = android.app.Application::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class WalkTest {
    private val controller = Robolectric.buildActivity(Activity::class.java).also {
        RuntimeEnvironment.setFontScale(1.3f)
        it.get().setTheme(R.style.Theme_Ruhu)
    }
    private val activity: Activity = controller.setup().get()

    private fun faults(vararg views: View): Set<Fault> = findings(*views).map { it.fault }.toSet()

    private fun findings(vararg views: View): List<Finding> {
        val page = activity.column(*views)
        page.setBackgroundColor(activity.getColor(R.color.paper))
        activity.setContentView(page)
        controller.visible()
        return Walk.check(activity.window.decorView)
    }

    private fun words(text: String, width: Int = LinearLayout.LayoutParams.WRAP_CONTENT, height: Int = width): TextView =
        activity.text(R.style.Text_Body, text).apply { layoutParams = LinearLayout.LayoutParams(width, height) }

    @Test
    fun `a page of the kit has no fault`() {
        val page = findings(
            activity.text(R.style.Text_Title, "李秀英"),
            activity.tag(Tone.Due, "还剩 9 天"),
            activity.chip("本人") {},
            activity.smallButton("走访") {},
            activity.band(Tone.Met, "照现在这样，这次走访算数。"),
            activity.mainButton("开始走访") {},
        )
        assertEquals(emptyList<Finding>(), page)
    }

    @Test
    fun `a field from which the keyboard may learn is found, and the kit's box is none`() {
        val wide = LinearLayout.LayoutParams(activity.dp(300), activity.dp(60))
        assertEquals(setOf(Fault.Learnt), faults(EditText(activity).apply { contentDescription = "记一句" }.apply { layoutParams = wide }))
        for (typing in Typing.entries) assertEquals(emptySet<Fault>(), faults(activity.textBox(R.string.visit_note_hint, typing) {}))
    }

    @Test
    fun `a small target is found`() {
        val small = words("去", activity.dp(40)).apply { setOnClickListener { } }
        assertEquals(setOf(Fault.SmallTarget), faults(small))
    }

    @Test
    fun `a button without a word is found, and one with words inside it is not`() {
        val icon = ImageView(activity).apply {
            setImageResource(R.drawable.ic_more)
            setOnClickListener { }
            layoutParams = LinearLayout.LayoutParams(activity.dp(56), activity.dp(56))
        }
        assertEquals(setOf(Fault.Nameless), faults(icon))
        icon.contentDescription = "设置"
        assertEquals(emptySet<Fault>(), faults(FrameLayout(activity).apply { addView(detached(icon)) }))
        assertEquals(emptySet<Fault>(), faults(activity.card(words("李秀英")).apply { setOnClickListener { } }))
    }

    @Test
    fun `a picture without a word is found, unless it says that it is an ornament`() {
        val picture = ImageView(activity).apply { setImageResource(R.drawable.ic_more) }
        assertEquals(setOf(Fault.Nameless), faults(picture))
        picture.importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
        assertEquals(emptySet<Fault>(), faults(detached(picture)))
    }

    @Test
    fun `a faint text is found by the ground that is really under it`() {
        assertEquals(setOf(Fault.Faint), faults(words("还差 2 次").apply { setTextColor(Color.parseColor("#8A8F8C")) }))
        val white = words("还差 2 次").apply { setTextColor(Color.WHITE) }
        assertEquals(setOf(Fault.Faint), faults(white))
        val onBrand = FrameLayout(activity).apply {
            setBackgroundColor(activity.getColor(R.color.brand))
            addView(detached(white))
        }
        assertEquals(emptySet<Fault>(), faults(onBrand))
        onBrand.alpha = 0.3f
        assertEquals(setOf(Fault.Faint), faults(detached(onBrand)))
    }

    @Test
    fun `a button of which only the line is in sight is not faint, and one whose letters are faint is`() {
        fun list(button: TextView) = ScrollView(activity).apply {
            addView(activity.column(View(activity).apply { minimumHeight = 597 }, button))
            layoutParams = LinearLayout.LayoutParams(LinearLayout.LayoutParams.MATCH_PARENT, 600)
        }
        assertEquals(emptySet<Fault>(), faults(list(activity.smallButton("走访") {})))
        val faint = activity.smallButton("走访") {}.apply { setTextColor(activity.getColor(R.color.brand_soft)) }
        assertEquals(setOf(Fault.Faint), faults(list(faint).apply { layoutParams.height = 680 }))
    }

    @Test
    fun `text that does not fit is found, whichever way it is cut`() {
        val long = "上次走访在三周以前，这次去了就够了，再不去就漏了。"
        assertEquals(setOf(Fault.CutOff), faults(words(long).apply { setSingleLine() }))
        assertEquals(
            setOf(Fault.CutOff),
            faults(words(long).apply { setSingleLine() }.apply { ellipsize = TextUtils.TruncateAt.END }),
        )
        assertEquals(setOf(Fault.CutOff), faults(words(long, 400, 30)))
        assertEquals(setOf(Fault.CutOff), faults(words(long).apply { maxLines = 1 }))
        assertEquals(setOf(Fault.CutOff), faults(words("unimaginable", 120, 400)))
        assertEquals(setOf(Fault.CutOff), faults(words("还差两次", 60, 600)))
        assertEquals(emptySet<Fault>(), faults(words(long)))
    }

    @Test
    fun `what stands outside its parent and a list without room are found`() {
        val wide = FrameLayout(activity).apply {
            addView(words("走访"), FrameLayout.LayoutParams(activity.dp(500), activity.dp(56)))
        }
        assertTrue(Fault.CutOff in faults(wide))
        val list = ScrollView(activity).apply {
            addView(activity.column(*Array(30) { words("第 $it 户") }))
            layoutParams = LinearLayout.LayoutParams(LinearLayout.LayoutParams.MATCH_PARENT, activity.dp(60))
        }
        assertEquals(setOf(Fault.CutOff), faults(list))
    }

    @Test
    fun `two texts over one another are found`() {
        val both = FrameLayout(activity).apply {
            addView(words("李秀英"))
            addView(words("王建国"))
        }
        assertEquals(setOf(Fault.Overlapping), faults(both))
    }

    @Test
    fun `every tone and every cell of the strip can be read by day and by night`() {
        for (light in listOf("notnight", "night")) {
            RuntimeEnvironment.setQualifiers("+$light")
            val context = RuntimeEnvironment.getApplication()
            val tones = Tone.entries.map { Triple(it.name, it.ink, it.soft) }
            val cells = Mark.entries.map { Triple(it.name, it.inkRes(), it.groundRes()) }
            for ((name, ink, ground) in tones + cells) {
                val contrast = contrast(context.getColor(ink), context.getColor(ground))
                assertTrue("$light: $name has $contrast", contrast >= CONTRAST)
            }
        }
    }

    /** Free to be put elsewhere. */
    private fun <V : View> detached(view: V): V = view.apply { (parent as? android.view.ViewGroup)?.removeView(this) }
}
