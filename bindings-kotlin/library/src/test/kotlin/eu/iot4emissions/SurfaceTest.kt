package eu.iot4emissions

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.lang.reflect.Modifier
import java.lang.reflect.ParameterizedType
import java.lang.reflect.Type
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.invariantSeparatorsPathString
import kotlin.io.path.isRegularFile
import kotlin.reflect.KVisibility
import kotlin.streams.asSequence

/** What users can see of the library, read from its classes. */
class SurfaceTest {
    private val classes: List<Class<*>> = run {
        val root = Path.of("target/classes")
        Files.walk(root).use { files ->
            files.asSequence()
                .filter { it.isRegularFile() && it.fileName.toString().endsWith(".class") }
                .map { root.relativize(it).invariantSeparatorsPathString.removeSuffix(".class").replace('/', '.') }
                .filter { it.startsWith("eu.iot4emissions.") && !it.startsWith("eu.iot4emissions.internal.") }
                .map { Class.forName(it, false, javaClass.classLoader) }
                .filter { Modifier.isPublic(it.modifiers) && !it.isSynthetic && !it.isAnonymousClass && !it.isLocalClass }
                .toList()
        }
    }

    /** Kotlin's `internal` is public to Java, which could make values that nothing has checked. */
    @Test
    fun `no value can be made unchecked from Java`() {
        assertTrue(classes.size > 100)
        val open = classes
            .filter { it.isAnnotationPresent(Metadata::class.java) && it.getAnnotation(Metadata::class.java).kind == CLASS }
            .filterNot { Throwable::class.java.isAssignableFrom(it) }
            // A builder holds nothing that is not checked when it builds.
            .filterNot { it.simpleName.endsWith("Builder") }
            .filter { type ->
                val kotlin = type.kotlin
                val hidden = kotlin.constructors.any { it.visibility == KVisibility.INTERNAL }
                kotlin.visibility == KVisibility.PUBLIC && hidden &&
                    type.declaredConstructors.any { Modifier.isPublic(it.modifiers) && !it.isSynthetic }
            }
            .map { it.name }
        assertEquals(emptyList<String>(), open)
    }

    @Test
    fun `no public signature names what UniFFI wrote`() {
        val named = classes.flatMap { type ->
            val members = type.declaredMethods.filter { Modifier.isPublic(it.modifiers) && !it.isSynthetic }
                .filterNot { '$' in it.name }
            members.filter { method ->
                (method.genericParameterTypes.toList() + method.genericReturnType).any(::isInternal)
            }.map { "${type.name}.${it.name}" }
        }.filterNot { it.substringAfterLast('.') in INTERNAL_CONVERSIONS }
        assertEquals(emptyList<String>(), named)
    }

    @Test
    fun `everything public is documented`() {
        val declaration = Regex("""\s*public (?!companion object|override ).*""")
        // A property of a constructor is an `@property` of its class.
        val property = Regex("""\s*public (override )?va[lr] (\w+): .*,""")
        val undocumented = sources().flatMap { (file, lines) ->
            lines.indices.filter { at ->
                val line = lines[at]
                val before = lines.take(at).map(String::trim).lastOrNull { it.isNotEmpty() && !it.startsWith('@') }
                val name = property.matchEntire(line)?.groupValues?.get(2)
                when {
                    !declaration.matches(line) || before.orEmpty().endsWith("*/") -> false
                    else -> lines.take(at).none { "@property ${name ?: PROPERTY.find(line)?.groupValues?.get(1)} " in it }
                }
            }.map { "$file:${it + 1}: ${lines[it].trim()}" }
        }
        assertEquals(emptyList<String>(), undocumented)
    }

    private fun sources(): List<Pair<String, List<String>>> = listOf("../library", "../arrow", "../runner", "../kafka")
        .map { Path.of(it, "src/main/kotlin") }
        .flatMap { root ->
            Files.walk(root).use { files ->
                files.asSequence().filter { it.toString().endsWith(".kt") }
                    .map { root.relativize(it).invariantSeparatorsPathString to Files.readAllLines(it) }.toList()
            }
        }
        .also { assertTrue(it.size > 100) }

    private fun isInternal(type: Type): Boolean = when (type) {
        is ParameterizedType -> isInternal(type.rawType) || type.actualTypeArguments.any(::isInternal)
        else -> type.typeName.startsWith("eu.iot4emissions.internal.")
    }

    private companion object {
        const val CLASS = 1
        val PROPERTY = Regex("""va[lr] (\w+)""")
        val INTERNAL_CONVERSIONS = setOf("toFacade", "toInternal", "toException")
    }
}
