package org.ruhu.phone.desk

import org.ruhu.phone.harness.TownHousehold
import java.awt.BorderLayout
import java.awt.Component
import java.awt.Dimension
import java.awt.Font
import java.awt.Graphics
import java.awt.Graphics2D
import java.awt.GraphicsEnvironment
import java.awt.RenderingHints
import java.awt.event.MouseAdapter
import java.awt.event.MouseEvent
import java.awt.event.MouseWheelEvent
import java.awt.event.WindowAdapter
import java.awt.event.WindowEvent
import javax.swing.BorderFactory
import javax.swing.Box
import javax.swing.BoxLayout
import javax.swing.ButtonGroup
import javax.swing.JButton
import javax.swing.JComboBox
import javax.swing.JComponent
import javax.swing.JFrame
import javax.swing.JLabel
import javax.swing.JPanel
import javax.swing.JRadioButton
import javax.swing.JTextArea

/** What somebody does at the window; each runs on the app's main thread. */
interface Hands {
    fun press(x: Int, y: Int)
    fun move(x: Int, y: Int)
    fun release(x: Int, y: Int)
    fun stand(where: Standing)
    fun standAt(household: TownHousehold)
    fun hear(air: Air)
    fun pass(hours: Int)
    fun back()
    fun kill()
    fun link()
    fun close()
}

/** The window: the phone's glass at the left, the world around it at the right. Only on Swing's thread. */
class Frame(private val glass: Glass, households: List<TownHousehold>, private val hands: Hands, drawn: () -> Unit) {
    private val told = JTextArea(9, 26).apply {
        lineWrap = true
        isEditable = false
        font = font.deriveFont(12f)
    }
    private val clock = JLabel(" ").apply { font = font.deriveFont(Font.BOLD, 15f) }
    val phone: JComponent = object : JComponent() {
        override fun paintComponent(graphics: Graphics) {
            (graphics as Graphics2D).setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                RenderingHints.VALUE_INTERPOLATION_BILINEAR,
            )
            glass.draw { graphics.drawImage(it, 0, 0, width, height, null) }
            if (glass.seen) drawn()
        }
    }
    val frame = JFrame("入户 · 一台试用的手机 Ruhu, a phone to try")

    init {
        val room = GraphicsEnvironment.getLocalGraphicsEnvironment().maximumWindowBounds.height - 60
        val tall = minOf(room, glass.height)
        phone.preferredSize = Dimension(glass.width * tall / glass.height, tall)
        val fingers = Fingers()
        phone.addMouseListener(fingers)
        phone.addMouseMotionListener(fingers)
        phone.addMouseWheelListener { wheel -> flick(wheel) }
        frame.contentPane = JPanel(BorderLayout()).apply {
            add(phone, BorderLayout.CENTER)
            add(surroundings(households), BorderLayout.EAST)
        }
        frame.defaultCloseOperation = JFrame.DISPOSE_ON_CLOSE
        frame.addWindowListener(object : WindowAdapter() {
            override fun windowClosed(event: WindowEvent) = hands.close()
        })
        frame.pack()
        frame.setLocation(0, 0)
        frame.isVisible = true
    }

    fun say(words: String) {
        told.append(words + "\n")
        told.caretPosition = told.document.length
    }

    /** The glass was looked at again, at this time. */
    fun refresh(time: String) {
        clock.text = time
        phone.repaint()
    }

    /** The wheel is a finger that moves up or down the glass from where the mouse is. */
    private fun flick(wheel: MouseWheelEvent) {
        val (x, y) = wheel.x * glass.width / phone.width to wheel.y * glass.height / phone.height
        val way = (glass.height / 8 * wheel.preciseWheelRotation).toInt()
        hands.press(x, y)
        for (step in 1..4) hands.move(x, y - way * step / 4)
        hands.release(x, y - way)
    }

    private fun surroundings(households: List<TownHousehold>): JPanel {
        // On a page about a home the phone is taken along to it; elsewhere it is where one says.
        val whose = JComboBox(households.map { it.head }.toTypedArray())
        whose.addActionListener { hands.standAt(households[whose.selectedIndex]) }
        return column(
            JLabel("手机在哪里 Where the phone is"),
            whose,
            choices(Standing.entries, { it.words }, hands::stand),
            gap(),
            JLabel("网络 Network"),
            choices(Air.entries, { it.words }, hands::hear),
            gap(),
            JLabel("时间 Time"),
            clock,
            row(button("+1 小时 h") { hands.pass(1) }, button("+1 天 day") { hands.pass(24) }, button("+7 天") { hands.pass(168) }),
            gap(),
            row(button("返回 Back (Esc)", hands::back), button("杀掉应用 Kill the app", hands::kill)),
            button("镇里的网页 The township's page", hands::link),
            gap(),
            told,
        ).apply { border = BorderFactory.createEmptyBorder(12, 14, 12, 14) }
    }

    private fun <T> choices(all: List<T>, words: (T) -> String, choose: (T) -> Unit): JPanel {
        val group = ButtonGroup()
        val buttons = all.map { one -> JRadioButton(words(one)).apply { addActionListener { choose(one) } } }
        buttons.forEach(group::add)
        buttons.first().isSelected = true
        return column(*buttons.toTypedArray())
    }

    private fun button(words: String, press: () -> Unit) = JButton(words).apply { addActionListener { press() } }

    private fun gap(): Component = Box.createVerticalStrut(10)

    private fun column(vararg parts: Component) = JPanel().apply {
        layout = BoxLayout(this, BoxLayout.Y_AXIS)
        parts.forEach { part ->
            (part as? JComponent)?.alignmentX = Component.LEFT_ALIGNMENT
            (part as? JComboBox<*>)?.let { it.maximumSize = Dimension(400, it.preferredSize.height) }
            add(part)
        }
    }

    private fun row(vararg parts: Component) = JPanel().apply {
        layout = BoxLayout(this, BoxLayout.X_AXIS)
        parts.forEach(::add)
    }

    private inner class Fingers : MouseAdapter() {
        override fun mousePressed(event: MouseEvent) = hands.press(x(event), y(event))
        override fun mouseDragged(event: MouseEvent) = hands.move(x(event), y(event))
        override fun mouseReleased(event: MouseEvent) = hands.release(x(event), y(event))
        private fun x(event: MouseEvent) = event.x * glass.width / phone.width
        private fun y(event: MouseEvent) = event.y * glass.height / phone.height
    }
}
