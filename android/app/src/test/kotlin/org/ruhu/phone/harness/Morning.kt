package org.ruhu.phone.harness

import org.ruhu.phone.core.Moment
import java.time.Instant

/** When phones and townships of tests begin, whatever the machine's clock says: nine in the morning of a Tuesday in China. */
val MORNING: Moment = Moment.of(Instant.parse("2026-03-10T01:00:00Z"))
