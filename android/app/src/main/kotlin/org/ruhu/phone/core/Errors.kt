package org.ruhu.phone.core

/** Whether what was asked for is not on this phone: of another phone, or gone since the screen was left. */
val AppException.isNotFound: Boolean get() = this is FixThis && code == "not_found"
