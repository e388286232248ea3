package eu.iot4emissions.automotive

import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.widget.BaseAdapter
import android.widget.TextView

/** The event log's rows. */
internal class EventAdapter(private val inflater: LayoutInflater) : BaseAdapter() {
    private var events: List<EventLine> = emptyList()

    fun show(now: List<EventLine>) {
        if (now == events) return
        events = now
        notifyDataSetChanged()
    }

    override fun getCount(): Int = events.size

    override fun getItem(position: Int): EventLine = events[position]

    override fun getItemId(position: Int): Long = position.toLong()

    override fun getView(position: Int, reused: View?, parent: ViewGroup): View {
        val row = reused ?: inflater.inflate(R.layout.event, parent, false)
        row.requireViewById<TextView>(R.id.what).text = events[position].text
        row.requireViewById<TextView>(R.id.when_it_was).text = events[position].time
        return row
    }
}
