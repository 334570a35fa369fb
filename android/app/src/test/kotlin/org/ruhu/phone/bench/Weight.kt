package org.ruhu.phone.bench

import java.lang.reflect.Modifier

/**
 * What an answer weighs on its way over the binding, in bytes: uniffi writes records field by field, numbers at their own
 * width, a text as its length and its UTF-8, a list as its length and what is in it, an enum as its number. The mark of an
 * optional value that is there (one byte) is not seen here, so a record with many of them weighs a little more.
 */
fun weight(value: Any?): Long = when (value) {
    null -> 1
    is Unit -> 0
    is String -> 4L + value.toByteArray().size
    is Boolean, is Byte -> 1
    is Int, is Float -> 4
    is Long, is Double -> 8
    is ByteArray -> 4L + value.size
    is Enum<*> -> 4
    is List<*> -> 4 + value.sumOf(::weight)
    is Result<*> -> weight(value.getOrNull())
    // An object of the core is a handle.
    is AutoCloseable -> 8
    is Map<*, *> -> 4 + value.entries.sumOf { weight(it.key) + weight(it.value) }
    else -> record(value)
}

private fun record(value: Any): Long {
    // A variant of an enum with data is told by its number first.
    val number = if (value.javaClass.superclass == Any::class.java) 0L else 4L
    return number + value.javaClass.declaredFields
        .filter { !Modifier.isStatic(it.modifiers) }
        .sumOf {
            it.isAccessible = true
            weight(it.get(value))
        }
}
