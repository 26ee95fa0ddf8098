namespace Alerting.Engine.Windows;

// The measure of the window that ends at each entry.
internal sealed partial class Timeline
{
    /// <summary>
    /// No end that counts, now or later, measures more. What comes in order is measured at once; what comes late adds to this
    /// bound, until <see cref="Bound"/> says better.
    /// </summary>
    public long Most { get; private set; } = long.MinValue;

    /// <summary>No end that counts, now or later, measures more than this.</summary>
    public void Bound(long most) => Most = Math.Min(Most, most);

    /// <summary>The measure of the window that ends at this entry.</summary>
    public long Measure(Position position)
    {
        var chunk = _chunks[position.Chunk];
        return chunk.Measure[position.Index] + chunk.Lazy;
    }

    public void SetMeasure(Position position, long measure)
    {
        var chunk = _chunks[position.Chunk];
        chunk.Measure[position.Index] = measure - chunk.Lazy;
        chunk.MaximumKnown = false;
        Most = Math.Max(Most, measure);
    }

    /// <summary>Adds to the measure of every end in [from, to).</summary>
    public void AddToMeasures(long from, long to, long delta)
    {
        if (from >= to || IsEmpty || from > LastAt)
        {
            return;
        }

        if (IsFromLast(from))
        {
            if (LastAt < to)
            {
                _chunks[^1].AddToLast(delta);
                Most = Math.Max(Most, _chunks[^1].LastMeasure);
            }

            return;
        }

        Most += Math.Max(0, delta);

        var start = LowerBound(from);
        for (var c = start.Chunk; c < _chunks.Count; c++)
        {
            var chunk = _chunks[c];
            var first = c == start.Chunk ? start.Index : 0;
            if (chunk.At[first] >= to)
            {
                return;
            }

            if (first == 0 && chunk.LastAt < to)
            {
                chunk.Lazy += delta;
                continue;
            }

            for (var i = first; i < chunk.Count && chunk.At[i] < to; i++)
            {
                chunk.Measure[i] += delta;
            }

            chunk.MaximumKnown = false;
        }
    }

    /// <summary>The greatest measure of the ends in (after, through] and the latest end that has it; null when there is no end.</summary>
    public (long Measure, long At)? Greatest(long after, long through)
    {
        if (IsFromLast(after + 1) && LastAt <= through)
        {
            return (_chunks[^1].LastMeasure, LastAt);
        }

        (long Measure, long At)? best = null;
        for (var (c, first) = UpperBound(after); c < _chunks.Count; c++, first = 0)
        {
            var chunk = _chunks[c];
            if (chunk.At[first] > through)
            {
                break;
            }

            if (first == 0 && chunk.LastAt <= through)
            {
                chunk.FindMaximum();
                var measure = chunk.Measure[chunk.MaximumIndex] + chunk.Lazy;
                if (best is null || measure >= best.Value.Measure)
                {
                    best = (measure, chunk.At[chunk.MaximumIndex]);
                }

                continue;
            }

            for (var i = first; i < chunk.Count && chunk.At[i] <= through; i++)
            {
                var measure = chunk.Measure[i] + chunk.Lazy;
                if (best is null || measure >= best.Value.Measure)
                {
                    best = (measure, chunk.At[i]);
                }
            }
        }

        return best;
    }

    /// <summary>Marks all entries as told, and sets all measures to 0.</summary>
    public void TellAll()
    {
        Most = 0;
        foreach (var chunk in _chunks)
        {
            chunk.Told.AsSpan(0, chunk.Count).Fill(true);
            chunk.Measure.AsSpan(0, chunk.Count).Clear();
            chunk.Lazy = 0;
            chunk.MaximumKnown = false;
        }
    }

    /// <summary>
    /// Whether the last entry is the first one from an instant on, as it is for what came in order; false where only a
    /// search could say.
    /// </summary>
    private bool IsFromLast(long from)
    {
        if (Count < 2)
        {
            return false;
        }

        var last = _chunks[^1];
        return last.Count > 1 && last.LastAt >= from && last.At[last.Count - 2] < from;
    }

    /// <summary>Sum of the values of the entries in (after, through].</summary>
    public long SumForward(long after, long through, bool untoldOnly)
    {
        long sum = 0;
        var (number, index) = Walks.Forward(after);
        for (; number < _chunks.Count; number++, index = 0)
        {
            var chunk = _chunks[number];
            for (; index < chunk.Count && chunk.At[index] <= through; index++)
            {
                sum += untoldOnly && chunk.Told[index] ? 0 : chunk.Value[index];
            }

            if (index < chunk.Count)
            {
                break;
            }
        }

        Walks.WalkedTo(new Position(number, index), through);
        return sum;
    }
}
