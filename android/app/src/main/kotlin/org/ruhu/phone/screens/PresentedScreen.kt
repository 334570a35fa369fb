package org.ruhu.phone.screens

import android.view.View

/** A view that shows a state. */
interface Showing<S> {
    val view: View
    fun show(state: S)
}

/** The usual screen: a presenter and its view. */
open class PresentedScreen<S : Any, E : Any>(
    protected val presenter: Presenter<S, E>,
    build: (tell: (E) -> Unit) -> Showing<S>,
) : Screen() {
    private val showing = build(presenter::on)
    override val view: View get() = showing.view

    init {
        presenter.watch(showing::show)
    }

    override fun shown() = presenter.shown()
    override fun hidden() = presenter.hidden()
    override fun end() = presenter.end()
}
