package dev.rouse.proofs.heap

import java.io.File
import java.util.BitSet
import shark.HeapGraph
import shark.HeapObject
import shark.HprofHeapGraph.Companion.openHeapGraph

/** Reads a dump with shark: its index, then one mark of all that the roots reach. */
fun main(args: Array<String>) {
    val before = Reading.used()
    val start = Reading.Time.now()
    File(args[0]).openHeapGraph().use { graph ->
        val index = Reading.Time.since(start)
        val kept = Reading.used() - before
        val marking = Reading.Time.now()
        val marked = Mark(graph).all()
        val mark = Reading.Time.since(marking)
        System.err.println("shark marked $marked of ${graph.objectCount}")
        println(Reading(graph.objectCount.toLong(), index, mark, kept, Reading.peakUse()).line())
    }
}

private class Mark(private val graph: HeapGraph) {
    private val seen = BitSet(graph.objectCount)
    private val left = ArrayDeque<HeapObject>()

    fun all(): Int {
        graph.gcRoots.forEach { reach(it.id) }
        while (left.isNotEmpty()) {
            scan(left.removeLast())
        }
        return seen.cardinality()
    }

    private fun reach(id: Long) {
        val found = if (id == 0L) null else graph.findObjectByIdOrNull(id)
        if (found != null && !seen.get(found.objectIndex)) {
            seen.set(found.objectIndex)
            left.addLast(found)
        }
    }

    private fun scan(from: HeapObject) {
        when (from) {
            is HeapObject.HeapInstance -> from.readFields().forEach { field -> field.value.asNonNullObjectId?.let(::reach) }
            is HeapObject.HeapClass -> from.readStaticFields().forEach { field -> field.value.asNonNullObjectId?.let(::reach) }
            is HeapObject.HeapObjectArray -> from.readRecord().elementIds.forEach(::reach)
            is HeapObject.HeapPrimitiveArray -> Unit
        }
    }
}
