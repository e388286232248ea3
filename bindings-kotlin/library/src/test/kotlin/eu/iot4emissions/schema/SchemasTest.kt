package eu.iot4emissions.schema

import eu.iot4emissions.SchemaException
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.name

class SchemasTest {
    private val folder = Path.of("../../schemas")

    @Test
    fun `P-5_1 the schemas are the committed ones to the byte`() {
        val files = Files.list(folder).use { it.toList() }.map { it.name }
            .filter { it.endsWith(".canonical.json") || it.endsWith(".accepted.json") }
        assertEquals(files.sorted(), schemaNames().map { "$it.json" }.sorted())
        for (name in schemaNames()) {
            assertEquals(Files.readString(folder.resolve("$name.json")), schema(name), name)
        }
    }

    @Test
    fun `P-3_1 the AsyncAPI document is the committed one to the byte`() {
        assertEquals(Files.readString(folder.resolve("asyncapi.json")), asyncapi())
    }

    @Test
    fun `an unknown name says which there are`() {
        val refused = assertThrows<SchemaException> { schema("1M8GDM9AXKP042788") }
        val known = schemaNames().joinToString("\", \"")
        assertEquals("expected one of \"$known\", found another text", refused.message)
        assertEquals("schema", refused.code)
    }
}
